/// Which decisions hold: a decision is taken back where the last undo or redo that names it is an undo.
public struct History: Sendable {
  private let entries: [JournalEntry]
  private var isUndone: [EntryID: Bool] = [:]

  public init(_ journal: Journal) {
    entries = journal.entries
    for entry in entries {
      switch entry.decision {
      case .undo(let targets): for target in targets where target < entry.id { isUndone[target] = true }
      case .redo(let targets): for target in targets where target < entry.id { isUndone[target] = false }
      default: break
      }
    }
  }

  public func holds(_ id: EntryID) -> Bool { isUndone[id] != true }

  /// The decisions that hold, the earliest first.
  public var decisions: [JournalEntry] { entries.filter { $0.isDecision && holds($0.id) } }

  /// What the next undo takes back: the last step that holds. Empty where there is none.
  public var nextUndo: [EntryID] {
    guard let last = entries.last(where: { $0.isDecision && holds($0.id) }) else { return [] }
    return step(of: last).filter(holds)
  }

  /// What the next redo brings back: what was taken back last, as long as nothing was decided since. Empty where there
  /// is nothing.
  public var nextRedo: [EntryID] {
    for entry in entries.reversed() {
      switch entry.decision {
      case .undo(let targets):
        let undone = targets.filter { !holds($0) }
        if !undone.isEmpty { return undone }
      default: if entry.isDecision && holds(entry.id) { return [] }
      }
    }
    return []
  }

  /// What an undo takes back so that only the decisions up to one hold; and what a redo brings back for that.
  public func jump(to id: EntryID) -> (undo: [EntryID], redo: [EntryID]) {
    let decisions = entries.filter(\.isDecision)
    return (
      decisions.filter { $0.id > id && holds($0.id) }.map(\.id),
      decisions.filter { $0.id <= id && !holds($0.id) }.map(\.id)
    )
  }

  private func step(of entry: JournalEntry) -> [EntryID] {
    guard let group = entry.group else { return [entry.id] }
    return entries.filter { $0.group == group && $0.isDecision }.map(\.id)
  }
}

extension JournalEntry {
  /// The user's word about faces and people; undo and redo are about decisions.
  public var isDecision: Bool { decision?.isWord ?? false }
}
