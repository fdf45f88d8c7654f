/// A journal and what it comes to.
public struct JournalState: Sendable {
  public private(set) var journal = Journal()
  public private(set) var people = People()

  public init() {}

  public init(text: [UInt8]) { read(text) }

  /// Reads further lines of a file.
  /// - Returns: whether anything that was not known was in them.
  @discardableResult public mutating func read(_ text: [UInt8]) -> Bool {
    let (latest, conflicts) = (journal.latest, journal.conflicts)
    let new = journal.read(text)
    guard !new.isEmpty || journal.conflicts != conflicts else { return false }
    let isLater = latest.map { latest in new.allSatisfy { $0.id > latest } } ?? true
    if !isLater || journal.conflicts != conflicts || !people.follow(new) { people = People(journal) }
    return true
  }
}
