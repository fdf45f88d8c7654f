import Foundation
import GalleryUI
import Synchronization
import SystemPackage

/// Looks once more at files that could not be read, beside the drawing; what comes of them goes to the queue. The state
/// asks for one run at a time.
final class LookingAgain: Sendable {
  private let runner: EffectRunner
  private let queue: EventQueue
  private let work = DispatchQueue(label: "looking again")
  private let isCancelled = Atomic(false)

  init(_ runner: EffectRunner, queue: EventQueue) {
    self.runner = runner
    self.queue = queue
  }

  func start(_ photos: [FilePath]) {
    isCancelled.store(false, ordering: .relaxed)
    work.async { [self] in
      runner.lookAgain(at: photos, isCancelled: { isCancelled.load(ordering: .relaxed) }, post: queue.post)
    }
  }

  /// Takes effect after the file that is being looked at.
  func cancel() { isCancelled.store(true, ordering: .relaxed) }
}
