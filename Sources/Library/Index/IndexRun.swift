import Faces
import Foundation
import Glibc
import Storage
import Synchronization
import SystemPackage

/// One pass over a folder: lists it, then works off the pending photos on threads of its own, which run at a lower
/// priority so that the terminal stays quick.
final class IndexRun: Sendable {
  private struct State {
    var jobs: [Photo] = []
    var next = 0
    var completed = 0
    var workers = 0
    var total = 0
    var failure: LibraryError?
    var isCancelled = false
    var analysed = RateMeter(start: 0)
    var finished = RateMeter(start: 0)
    var lastReport = -Double.infinity
  }

  private let library: PhotoLibrary
  private let events: AsyncStream<IndexEvent>.Continuation
  private let state = Mutex(State())

  init(library: PhotoLibrary, events: AsyncStream<IndexEvent>.Continuation) {
    self.library = library
    self.events = events
  }

  /// Takes effect after the photos that are being looked at.
  func cancel() { state.withLock { $0.isCancelled = true } }

  func start(workers: Int) {
    Thread.detachNewThread {
      lowerPriority()
      self.list(workers: max(workers, 1))
    }
  }

  // MARK: - Listing

  private func list(workers: Int) {
    do {
      let photos = try library.refresh(isCancelled: { self.state.withLock { $0.isCancelled } })
      events.yield(.listed(photos))
      let jobs = photos.filter { $0.state == .pending }
      let count = min(workers, max(jobs.count, 1))
      state.withLock { state in
        state.jobs = jobs
        state.total = photos.count
        state.workers = count
        state.analysed = RateMeter(start: now())
        state.finished = RateMeter(start: now())
        report(&state)
      }
      for _ in 1..<count {
        Thread.detachNewThread {
          lowerPriority()
          self.work()
        }
      }
      work()
    } catch {
      events.yield(.failed(error))
      events.finish()
    }
  }

  // MARK: - Working

  private func work() {
    let examiner = library.makeExaminer()
    while let job = take() {
      do {
        let (photo, isNew) = try library.examine(job, with: examiner)
        complete(photo, isNew: isNew)
      } catch {
        state.withLock { $0.failure = $0.failure ?? error }
      }
    }
    leave()
  }

  private func take() -> Photo? {
    state.withLock { state in
      guard !state.isCancelled, state.failure == nil, state.next < state.jobs.count else { return nil }
      state.next += 1
      return state.jobs[state.next - 1]
    }
  }

  private func complete(_ photo: Photo, isNew: Bool) {
    state.withLock { state in
      events.yield(.updated(photo))
      let time = now()
      state.completed += 1
      state.finished.count(at: time)
      if isNew { state.analysed.count(at: time) }
      if time - state.lastReport >= 0.1 { report(&state) }
    }
  }

  private func leave() {
    let last: IndexEvent? = state.withLock { state in
      state.workers -= 1
      guard state.workers == 0 else { return nil }
      return state.failure.map { .failed($0) } ?? .finished(progress(state))
    }
    guard let last else { return }
    events.yield(last)
    // Not under the lock: this calls `cancel`.
    events.finish()
  }

  // MARK: - Progress

  private func report(_ state: inout State) {
    state.lastReport = now()
    events.yield(.progress(progress(state)))
  }

  private func progress(_ state: State) -> IndexProgress {
    let left = state.jobs.count - state.completed
    let pace = state.finished.rate(at: now())
    return IndexProgress(
      total: state.total, done: state.total - left, rate: state.analysed.rate(at: now()),
      remaining: left == 0 ? 0 : pace > 0 ? Double(left) / pace : nil)
  }
}

/// Seconds of a clock that never goes back.
private func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Of the calling thread: Linux takes 0 as that, not as the whole process.
private func lowerPriority() { _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10) }
