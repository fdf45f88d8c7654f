import ArgumentParser
import Journal
import Library
import PathText
import SystemPackage

struct JournalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal", abstract: "The journal of what you decided: who is who, and who is not.",
    discussion: """
      Decisions are kept in ~/.local/share/facetui/journal.jsonl, one a line. Nothing is ever removed from it: undo and redo \
      are lines, too. Journals of several machines are merged by import and merge, in whatever order.
      """,
    subcommands: [
      JournalLogCommand.self, JournalUndoCommand.self, JournalRedoCommand.self, JournalCheckCommand.self,
      JournalExportCommand.self, JournalImportCommand.self, JournalMergeCommand.self,
    ])
}

/// The user's journal, for every command that needs no photos.
struct JournalArguments {
  let file: JournalFile

  /// - Parameter warns: whether lines that cannot be read are told.
  init(warns: Bool = true) throws {
    file = JournalFile(try LibraryOptions().journalPath())
    try file.refresh()
    if warns { tellOfDamage(in: file.state.journal) }
  }

  var state: JournalState { file.state }

  private func tellOfDamage(in journal: Journal) {
    guard let first = journal.damaged.first else { return }
    let lines = plural(journal.damaged.count, "line is", "lines are")
    complain(
      "facetui: \(file.path.text): \(lines) passed over; line \(first.number): \(first.reason) (facetui journal check)")
  }
}

extension FilePath {
  /// Reads a journal that need not be the user's own.
  /// - Throws: where it cannot be read, or no line of it is a journal's.
  func journal() throws -> Journal {
    let journal = Journal(text: try contents())
    guard !journal.entries.isEmpty || journal.damaged.isEmpty else {
      throw LibraryError.file(text, reason: "it is no journal of facetui: no line of it can be read")
    }
    for line in journal.damaged { complain("facetui: \(text): line \(line.number): \(line.reason)") }
    return journal
  }
}
