import Journal
import Library

/// What the user decided, as the journal said it at one moment, joined with the photos that were there.
public struct KnownDecisions: Sendable {
  public let faces: DecidedFaces
  public let journal: Journal
  /// Decided faces whose photo is not in the folder.
  public let waiting: Int

  public init(faces: DecidedFaces = DecidedFaces(), journal: Journal = Journal(), waiting: Int = 0) {
    (self.faces, self.journal, self.waiting) = (faces, journal, waiting)
  }

  public var people: People { faces.people }
}

/// What the user says, as one step.
public struct DecisionRequest: Sendable, Equatable {
  /// At least one.
  public let words: [FaceDecision]
  /// Tells it from others of the session.
  public let number: Int

  public init(_ words: [FaceDecision], number: Int) { (self.words, self.number) = (words, number) }
}

/// A way through what was decided.
public enum HistoryStep: Sendable, Equatable {
  case undo, redo
  /// So that only what was decided up to there holds.
  case jump(to: EntryID)
}

/// What came of a way through the history.
public struct HistoryOutcome: Sendable {
  /// Entries that held and do no longer, or the other way round; empty where there was nothing to do.
  public let undone, redone: [JournalEntry]
  public let decisions: KnownDecisions

  public init(undone: [JournalEntry] = [], redone: [JournalEntry] = [], _ decisions: KnownDecisions) {
    (self.undone, self.redone, self.decisions) = (undone, redone, decisions)
  }
}

/// What is under way about decisions.
struct DecisionWork: Sendable {
  /// What is being written, the earliest first.
  var pending: [Pending] = []
  /// How many requests there were.
  var requests = 0
  /// Faces, or the journal, may be others than those that are known.
  var isStale = false
  var isReading = false
  /// Photos were looked at since faces that wait were searched for; and that is being done.
  var isSearchDue = false
  var isSearching = false
  /// What was wrong with the journal when it was read last.
  var failure: String?

  struct Pending: Sendable, Equatable {
    let request: DecisionRequest
    /// Marks that were taken away for it, to be brought back where it fails.
    let marks: MarkedFaces?
  }

  /// Whether a face is in something that is being written.
  func isPending(_ face: FaceID) -> Bool {
    pending.contains { $0.request.words.contains { $0.faces.contains(face) } }
  }
}

/// Faces that were marked among the matches of a query.
struct MarkedFaces: Sendable, Equatable {
  let query: FaceID
  let faces: Set<FaceID>
}
