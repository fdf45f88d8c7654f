import GalleryUI
import Library

/// The runs over a library's folder, one at a time. Belongs to one thread.
final class Indexing {
  private let library: PhotoLibrary
  private let workers: Int
  private var task: Task<Void, Never>?

  init(library: PhotoLibrary, workers: Int) {
    self.library = library
    self.workers = workers
  }

  /// Begins a run; one that is under way ends before, and what it did stays.
  func start(postingTo queue: EventQueue) {
    let last = task
    last?.cancel()
    task = Task { [library, workers] in
      await last?.value
      for await event in library.index(workers: workers) { queue.post(.library(event)) }
    }
  }

  func stop() { task?.cancel() }
}
