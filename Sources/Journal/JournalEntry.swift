/// A line of the journal.
public struct JournalEntry: Hashable, Sendable {
  public let id: EntryID
  /// When the user decided, by the machine's clock then: "2026-11-29T14:55:03.123Z".
  public let at: String
  /// The first of the entries that were decided in one step; nil where there is only this one.
  public let group: EntryID?
  /// nil where a newer facetui wrote what this one does not know.
  public let decision: Decision?
  /// As the line names it.
  public let kind: String
  /// The line without its end.
  public let line: String

  init(id: EntryID, at: String, group: EntryID? = nil, _ decision: Decision) {
    (self.id, self.at, self.group, self.decision) = (id, at, group, decision)
    kind = decision.kind
    line = EntryText.line(id: id, at: at, group: group, decision)
  }

  /// - Parameter line: without its end.
  init(line: String) throws(DamagedEntry) {
    let read = try EntryText.Line(line)
    (id, at, group, decision, kind) = (read.id, read.at, read.group, read.decision, read.kind)
    self.line = line
  }
}

/// Why a line is no entry; completes the sentence "line 3: …".
struct DamagedEntry: Error, Equatable {
  let reason: String
}

/// A line that could not be read.
public struct DamagedLine: Hashable, Sendable {
  /// From 1.
  public let number: Int
  /// Completes the sentence "line 3: …".
  public let reason: String
}
