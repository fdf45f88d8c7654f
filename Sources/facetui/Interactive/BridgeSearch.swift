import Foundation
import GalleryUI
import Synchronization

/// Looks for bridges beside the drawing, one at a time; what is found goes to the queue.
final class BridgeSearch: Sendable {
  private let runner: EffectRunner
  private let queue: EventQueue
  private let work = DispatchQueue(label: "bridges", qos: .utility)
  /// The number of the search that counts; others end.
  private let current = Atomic(0)

  init(_ runner: EffectRunner, queue: EventQueue) {
    self.runner = runner
    self.queue = queue
  }

  func start(_ question: BridgeQuestion) {
    current.store(question.number, ordering: .relaxed)
    work.async { [self] in
      let isCancelled = { [self] in current.load(ordering: .relaxed) != question.number }
      let event = runner.bridge(question, isCancelled: isCancelled)
      if !isCancelled() { queue.post(event) }
    }
  }

  func cancel() { current.store(0, ordering: .relaxed) }
}
