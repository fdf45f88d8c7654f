import Dispatch
import GalleryUI
import Library
import Synchronization

/// Carries out what concerns decisions beside the drawing, one after the other; what comes of it goes to the queue.
final class Deciding: Sendable {
  private let decisions: SessionDecisions
  private let queue: EventQueue
  private let work = DispatchQueue(label: "deciding")
  private let searching = DispatchQueue(label: "searching decided photos", qos: .utility)
  private let isEnding = Atomic(false)
  private let wasRead = Atomic(false)

  /// Seconds between two looks at the journal's size, for what other programs append.
  private static let lookInterval = 2.0
  /// Seconds from one reading to the next while photos are looked at.
  private static let rest = 0.25

  init(_ decisions: SessionDecisions, queue: EventQueue) {
    (self.decisions, self.queue) = (decisions, queue)
  }

  func decide(_ request: DecisionRequest) { work.async { [self] in queue.post(decisions.decide(request)) } }

  func go(_ step: HistoryStep) { work.async { [self] in queue.post(decisions.go(step)) } }

  /// The first time at once; then other programs' decisions are looked for, too.
  func read() {
    let isFirst = !wasRead.exchange(true, ordering: .relaxed)
    work.asyncAfter(deadline: .now() + (isFirst ? 0 : Self.rest)) { [self] in
      guard !isEnding.load(ordering: .relaxed) else { return }
      queue.post(.decisionsRead(decisions.read()))
      if isFirst { lookLater() }
    }
  }

  private func lookLater() {
    work.asyncAfter(deadline: .now() + Self.lookInterval) { [weak self] in
      guard let self, !isEnding.load(ordering: .relaxed) else { return }
      if let read = decisions.readIfChanged() { queue.post(.decisionsRead(read)) }
      lookLater()
    }
  }

  func search() {
    searching.async { [self] in
      let event = decisions.search { isEnding.load(ordering: .relaxed) }
      // Behind what was decided meanwhile, so that nothing older takes its place.
      work.async { [self] in
        guard case .decidedPhotosSearched(let found, _?) = event, case .success(let known) = decisions.read() else {
          return queue.post(.decidedPhotosSearched(found: 0, nil))
        }
        queue.post(.decidedPhotosSearched(found: found, known))
      }
    }
  }

  /// Waits until all that the user said is written.
  func end() {
    isEnding.store(true, ordering: .relaxed)
    work.sync {}
  }
}
