import Dispatch
import GalleryUI
import Journal
import Library

/// The user's decisions while the interface is open: the journal is read once, and after that only what was appended.
final class SessionDecisions: Sendable {
  /// Where nothing says where the journal lies, that is told of each decision.
  private let opened: Result<Decisions, LibraryError>

  init(_ library: PhotoLibrary) { opened = Result { () throws(LibraryError) in try Decisions(library) } }

  /// As they are now, also by other programs.
  func read() -> Result<KnownDecisions, LibraryError> {
    Result { () throws(LibraryError) in
      let decisions = try opened.get()
      try decisions.refresh()
      return known(decisions)
    }
  }

  /// The same where the journal has changed since it was read; nil where it has not.
  func readIfChanged() -> Result<KnownDecisions, LibraryError>? {
    if case .success(let decisions) = opened, !decisions.journal.isCurrent { read() } else { nil }
  }

  /// For what needs no more than who is who.
  func faces() throws(LibraryError) -> DecidedFaces { try opened.get().refresh() }

  func decide(_ request: DecisionRequest) -> Event {
    .decided(
      request,
      Result { () throws(LibraryError) in
        let decisions = try opened.get()
        try decisions.decide(request.words)
        return known(decisions)
      })
  }

  func go(_ step: HistoryStep) -> Event {
    .wentThroughHistory(
      step,
      Result { () throws(LibraryError) in
        let decisions = try opened.get()
        var (undone, redone) = ([JournalEntry](), [JournalEntry]())
        switch step {
        case .undo: undone = try decisions.undo()
        case .redo: redone = try decisions.redo()
        case .jump(let entry): (undone, redone) = try decisions.jump(to: entry)
        }
        return HistoryOutcome(undone: undone, redone: redone, known(decisions))
      })
  }

  /// Answers `Effect.searchDecidedPhotos`. Reads photos; what goes wrong is met again by the next decision.
  func search(isCancelled: () -> Bool = { false }) -> Event {
    guard case .success(let decisions) = opened, let found = try? decisions.search(isCancelled: isCancelled), found > 0
    else { return .decidedPhotosSearched(found: 0, nil) }
    return .decidedPhotosSearched(found: found, known(decisions))
  }

  private func known(_ decisions: Decisions) -> KnownDecisions {
    let faces = decisions.faces
    return KnownDecisions(faces: faces, journal: decisions.journal.state.journal, waiting: faces.waiting.count)
  }
}
