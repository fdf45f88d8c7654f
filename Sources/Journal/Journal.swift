/// What the user decided, as lines say it. Two journals that hold the same lines are equal, in whatever order and however
/// often these stand in their files: an entry's id says which it is and where it comes.
public struct Journal: Sendable {
  /// By their ids, the earliest first.
  public private(set) var entries: [JournalEntry] = []
  public private(set) var damaged: [DamagedLine] = []
  /// Ids under which two different lines were met; the one that is greater byte by byte counts.
  public private(set) var conflicts: Set<EntryID> = []
  /// How many lines were read.
  public private(set) var lineCount = 0
  /// Whether the last one had no end yet.
  private var isUnfinished = false

  public init() {}

  /// - Parameter text: of a journal's file.
  public init(text: [UInt8]) { read(text) }

  /// The last of all entries.
  public var latest: EntryID? { entries.last?.id }

  public func entry(_ id: EntryID) -> JournalEntry? { place(of: id).map { entries[$0] } }

  /// Entries that a newer facetui wrote.
  public var unknown: [JournalEntry] { entries.filter { $0.decision == nil } }

  /// The entries in their order, one a line. Damaged lines are not in it.
  public var text: [UInt8] { entries.flatMap { Array($0.line.utf8) + [UInt8(ascii: "\n")] } }

  // MARK: - Change

  /// Reads further lines of a file; empty ones say nothing.
  /// - Returns: entries that were not known.
  @discardableResult public mutating func read(_ text: [UInt8]) -> [JournalEntry] {
    let lineEnd = UInt8(ascii: "\n")
    var new: [JournalEntry] = []
    var lines = text.split(separator: lineEnd, omittingEmptySubsequences: false)
    if isUnfinished, text.first == lineEnd { lines.removeFirst() }
    isUnfinished = text.last.map { $0 != lineEnd } ?? isUnfinished
    // Behind the last line's end nothing stands.
    if lines.last?.isEmpty == true { lines.removeLast() }
    for line in lines {
      lineCount += 1
      guard line.contains(where: { $0 > UInt8(ascii: " ") }) else { continue }
      do throws(DamagedEntry) {
        guard let text = String(validating: line, as: UTF8.self) else { throw DamagedEntry(reason: "it is not UTF-8") }
        new.append(try JournalEntry(line: text))
      } catch {
        damaged.append(DamagedLine(number: lineCount, reason: error.reason))
      }
    }
    return add(new)
  }

  /// - Returns: those that were not known.
  @discardableResult public mutating func add(_ more: [JournalEntry]) -> [JournalEntry] {
    var new: [EntryID: JournalEntry] = [:]
    for entry in more {
      if let place = place(of: entry.id) {
        guard entries[place] != entry else { continue }
        conflicts.insert(entry.id)
        if entries[place].isLess(than: entry) { entries[place] = entry }
      } else if let other = new[entry.id], other != entry {
        conflicts.insert(entry.id)
        new[entry.id] = other.isLess(than: entry) ? entry : other
      } else {
        new[entry.id] = entry
      }
    }
    let added = new.values.sorted { $0.id < $1.id }
    guard let first = added.first else { return [] }
    let isAppended = latest.map { $0 < first.id } ?? true
    entries += added
    if !isAppended { entries.sort { $0.id < $1.id } }
    return added
  }

  /// The lines of both. In whatever order journals are merged, and however often, the result is the same.
  public func merged(with other: Journal) -> Journal {
    var journal = self
    journal.add(other.entries)
    journal.conflicts.formUnion(other.conflicts)
    return journal
  }

  private func place(of id: EntryID) -> Int? {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < entries.count && entries[low].id == id ? low : nil
  }
}

extension JournalEntry {
  fileprivate func isLess(than other: JournalEntry) -> Bool { line.utf8.lexicographicallyPrecedes(other.line.utf8) }
}
