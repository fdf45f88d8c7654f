import ArgumentParser
import Journal

struct JournalUndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Take the last decision back, or one that is named.",
    discussion: "Exit status: 0 when something was taken back, 1 when there is nothing, 2 on an error.")

  @Argument(help: ArgumentHelp("Its id, as facetui journal log prints it.", valueName: "id"))
  var entry: String?

  func run() throws {
    try HistoryChange(entry, what: "taken back").run { history, entry in
      .undo(entry.map { history.holds($0) ? [$0] : [] } ?? history.nextUndo)
    }
  }
}

struct JournalRedoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redo", abstract: "Bring back what was taken back last, or what is named.",
    discussion: """
      Without an id as long as nothing was decided since. Exit status: 0 when something was brought back, 1 when there is \
      nothing, 2 on an error.
      """)

  @Argument(help: ArgumentHelp("Its id, as facetui journal log prints it.", valueName: "id"))
  var entry: String?

  func run() throws {
    try HistoryChange(entry, what: "brought back").run { history, entry in
      .redo(entry.map { history.holds($0) ? [] : [$0] } ?? history.nextRedo)
    }
  }
}

/// An undo or a redo.
private struct HistoryChange {
  private let entry: EntryID?
  private let what: String
  private let journal: JournalFile

  init(_ text: String?, what: String) throws {
    self.what = what
    journal = try JournalArguments().file
    entry = text.flatMap { EntryID($0) }
    guard let text else { return }
    guard entry.flatMap({ self.journal.state.journal.entry($0) })?.isDecision == true else {
      throw ArgumentMistake("\(text): there is no decision of that id; facetui journal log lists them.")
    }
  }

  func run(_ make: (History, EntryID?) -> Decision) throws {
    let made = try journal.append { state in
      let decision = make(History(state.journal), entry)
      return decision.targets?.isEmpty == false ? [decision] : []
    }
    let state = journal.state
    let changed = made.flatMap { $0.decision?.targets ?? [] }.compactMap { state.journal.entry($0) }
    guard !changed.isEmpty else {
      complain("facetui: there is nothing to be \(what)")
      throw ExitCode.noMatch
    }
    let history = History(state.journal)
    try emit(lines: changed.map { JournalLine($0, state.people, holds: history.holds($0.id)).text })
  }
}
