import Faces
import Foundation
import Glibc
import Storage
import Synchronization
import SystemPackage

/// One pass over a folder: lists it, then works off the pending photos on threads of its own, which run at a lower
/// priority so that the terminal stays quick.
///
/// Events are yielded while no lock is held: yielding waits for locks of the runtime, and a cancelled task holds those
/// while it calls `cancel`, which for that reason takes no lock either.
final class IndexRun: Sendable {
  fileprivate struct State {
    var jobs = 0
    var completed = 0
    var workers = 0
    var total = 0
    var failure: LibraryError?
    var analysed = RateMeter(start: 0)
    var finished = RateMeter(start: 0)
    var lastReport = -Double.infinity
  }

  private let library: PhotoLibrary
  private let events: AsyncStream<IndexEvent>.Continuation
  private let scope: IndexScope
  private let queue: IndexQueue
  private let state = Mutex(State())
  private let isCancelled = Atomic(false)

  init(library: PhotoLibrary, scope: IndexScope, events: AsyncStream<IndexEvent>.Continuation) {
    self.library = library
    self.scope = scope
    self.events = events
    queue = library.beginQueue()
  }

  /// Takes effect after the photos that are being looked at.
  func cancel() { isCancelled.store(true, ordering: .relaxed) }

  private var wasCancelled: Bool { isCancelled.load(ordering: .relaxed) }

  func start(workers: Int) {
    Thread.detachNewThread {
      lowerPriority()
      self.list(workers: max(workers, 1))
    }
  }

  // MARK: - Listing

  private func list(workers: Int) {
    do {
      let (photos, jobs) = try library.refresh(scope, isCancelled: { self.wasCancelled })
      events.yield(.listed(photos))
      events.yield(.leftOut(library.leftOutByDefault))
      queue.fill(jobs)
      let count = min(workers, max(jobs.count, 1))
      let progress = state.withLock { state in
        state.jobs = jobs.count
        state.total = photos.count
        state.workers = count
        state.analysed = RateMeter(start: runningSeconds())
        state.finished = RateMeter(start: runningSeconds())
        return state.report(at: runningSeconds())
      }
      events.yield(.progress(progress))
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
    while !wasCancelled, let job = queue.take() {
      do {
        let (photo, isNew) = try library.examine(job, with: examiner, anew: scope.isForced)
        complete(photo, isNew: isNew)
      } catch {
        state.withLock { $0.failure = $0.failure ?? error }
        queue.stop()
      }
    }
    leave()
  }

  private func complete(_ photo: Photo, isNew: Bool) {
    events.yield(.updated(photo))
    let progress = state.withLock { $0.complete(isNew: isNew, at: runningSeconds()) }
    if let progress { events.yield(.progress(progress)) }
  }

  private func leave() {
    let isLast = state.withLock { state in
      state.workers -= 1
      return state.workers == 0
    }
    guard isLast else { return }
    do {
      if !wasCancelled { try library.settle() }
    } catch {
      state.withLock { $0.failure = $0.failure ?? error }
    }
    events.yield(
      state.withLock { state in state.failure.map { .failed($0) } ?? .finished(state.progress(at: runningSeconds())) })
    events.finish()
  }
}

extension IndexRun.State {
  /// - Returns: what to report; nil shortly after the last report.
  fileprivate mutating func complete(isNew: Bool, at time: Double) -> IndexProgress? {
    completed += 1
    finished.count(at: time)
    if isNew { analysed.count(at: time) }
    return time - lastReport >= 0.1 ? report(at: time) : nil
  }

  fileprivate mutating func report(at time: Double) -> IndexProgress {
    lastReport = time
    return progress(at: time)
  }

  fileprivate func progress(at time: Double) -> IndexProgress {
    let left = jobs - completed
    let pace = finished.rate(at: time)
    return IndexProgress(
      total: total, done: total - left, rate: analysed.rate(at: time),
      remaining: left == 0 ? 0 : pace > 0 ? Double(left) / pace : nil)
  }
}

/// Of the calling thread: Linux takes 0 as that, not as the whole process.
private func lowerPriority() { _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10) }
