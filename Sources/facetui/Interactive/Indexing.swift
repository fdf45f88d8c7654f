import GalleryUI
import Library
import Synchronization

/// The run that keeps the screen's library up to date; its events go to the queue.
final class Indexing: Sendable {
  private let library: PhotoLibrary
  private let workers: Int
  private let queue: EventQueue
  private let task = Mutex<Task<Void, Never>?>(nil)

  init(library: PhotoLibrary, workers: Int, queue: EventQueue) {
    self.library = library
    self.workers = workers
    self.queue = queue
  }

  /// Lists the folder, anew where that was done before, looks at what is new, and goes on with what changes.
  func start() { replace(with: Task { [self] in await run() }) }

  /// Leaves what has not been looked at. The folder is watched all the same, once it was listed.
  /// - Parameter isListed: whether it was.
  func stop(isListed: Bool) {
    if isListed { library.stopLooking() } else { cancel() }
  }

  func cancel() { replace(with: nil) }

  /// Not cancelled under the lock: cancelling a task runs what others have left with it.
  private func replace(with new: Task<Void, Never>?) {
    let old = task.withLock { task in
      defer { task = new }
      return task
    }
    old?.cancel()
  }

  private func run() async {
    for await event in library.index(workers: workers, following: library.watch()) where !Task.isCancelled {
      queue.post(.library(event))
      switch event {
      case .changed, .finished: tellNotice()
      default: break
      }
    }
    tellNotice()
  }

  private func tellNotice() {
    if let notice = library.newNotice() { queue.post(.failed(notice)) }
  }
}
