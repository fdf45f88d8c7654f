/// Why a journal's file cannot be used.
public struct JournalError: Error, Equatable, CustomStringConvertible {
  /// As text, see `String.init(raw:)`.
  public let file: String
  /// Completes the sentence "journal.jsonl: …".
  public let reason: String

  public var description: String { "\(file): \(reason)" }
}
