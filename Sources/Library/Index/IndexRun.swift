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
    /// Whether changes of the folder may bring more to do.
    var isFollowing = false
    var gap = WatchGap()
    var away: [AwayFolder] = []
  }

  private let library: PhotoLibrary
  private let events: AsyncStream<IndexEvent>.Continuation
  private let scope: IndexScope
  private let watch: FolderWatch?
  private let queue: IndexQueue
  private let state = Mutex(State())
  private let isCancelled = Atomic(false)

  init(
    library: PhotoLibrary, scope: IndexScope, watch: FolderWatch? = nil, events: AsyncStream<IndexEvent>.Continuation
  ) {
    self.library = library
    self.watch = watch
    self.scope = scope
    self.events = events
    queue = library.beginQueue()
  }

  /// Takes effect after the photos that are being looked at.
  func cancel() {
    isCancelled.store(true, ordering: .relaxed)
    watch?.close()
  }

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
      let refreshed = try library.refresh(scope, watch: watch, isCancelled: { self.wasCancelled })
      events.yield(.listed(refreshed.photos))
      events.yield(.leftOut(library.leftOutByDefault))
      tellGaps()
      if !refreshed.jobs.isEmpty { library.notePack() }
      queue.fill(refreshed.jobs)
      let count = min(workers, max(refreshed.jobs.count, 1))
      let progress = state.withLock { state in
        state.jobs = refreshed.jobs.count
        state.total = refreshed.photos.count
        state.workers = count
        state.isFollowing = watch != nil
        state.startMeters()
        return state.report(at: runningSeconds())
      }
      events.yield(.progress(progress))
      for _ in 0..<count { startWorker() }
      if let watch { follow(watch, workers: workers) }
    } catch {
      events.yield(.failed(error))
      events.finish()
    }
  }

  private func startWorker() {
    Thread.detachNewThread {
      lowerPriority()
      self.work()
    }
  }

  // MARK: - Following

  private func follow(_ watch: FolderWatch, workers: Int) {
    while let change = watch.next(
      pause: pause, patience: scope.patience(watch.gap, library.away), check: { self.library.hasLostCache })
    {
      do {
        let refreshed = try library.refresh(scope.ofChanges, change, watch: watch) { self.wasCancelled }
        take(refreshed, workers: workers)
      } catch {
        state.withLock { $0.failure = $0.failure ?? error }
        break
      }
    }
    endFollowing()
  }

  /// Seconds: what a change costs grows with the photos.
  private var pause: Double { 0.2 + 5e-6 * Double(state.withLock { $0.total }) }

  private func take(_ refreshed: PhotoLibrary.Refreshed, workers: Int) {
    tellGaps()
    guard !refreshed.change.isEmpty || !refreshed.jobs.isEmpty || !refreshed.change.gone.isEmpty else { return }
    events.yield(.changed(refreshed.photos, refreshed.change))
    let (isIdle, new) = state.withLock { state in
      let added = queue.add(refreshed.jobs)
      if state.workers == 0 { state.startMeters() }
      state.total = refreshed.photos.count
      state.jobs += added
      let new = min(max(0, workers - state.workers), refreshed.jobs.count)
      state.workers += new
      return (state.workers == 0, new)
    }
    for _ in 0..<new { startWorker() }
    if isIdle { events.yield(.finished(state.withLock { $0.progress(at: runningSeconds()) })) }
  }

  private func tellGaps() {
    let away = library.away
    let isOther = state.withLock { state in
      defer { state.away = away }
      return state.away != away
    }
    if isOther { events.yield(.away(away)) }
    guard let watch else { return }
    let gap = watch.gap
    let isNew = state.withLock { state in
      defer { state.gap = gap }
      return state.gap != gap
    }
    if isNew { events.yield(.watching(gap)) }
  }

  /// What is being looked at is ended by its workers, the last of which ends the run.
  private func endFollowing() {
    queue.stop()
    let isIdle = state.withLock { state in
      state.isFollowing = false
      return state.workers == 0
    }
    if isIdle { end() }
  }

  // MARK: - Working

  private func work() {
    let examiner = library.makeExaminer()
    while !wasCancelled, let job = queue.take() {
      do {
        let (photo, isNew) = try library.examine(job, with: examiner, anew: scope.isForced)
        queue.finish(job)
        complete(photo, isNew: isNew)
      } catch {
        state.withLock { $0.failure = $0.failure ?? error }
        queue.stop()
        watch?.close()
      }
    }
    if leave() { work() }
  }

  private func complete(_ photo: Photo, isNew: Bool) {
    events.yield(.updated(photo))
    let progress = state.withLock { $0.complete(isNew: isNew, at: runningSeconds()) }
    if let progress { events.yield(.progress(progress)) }
  }

  /// - Returns: whether there is something to do again.
  private func leave() -> Bool {
    let (goesOn, isLast, isEnd) = state.withLock { state in
      if !wasCancelled, queue.isFilled { return (true, false, false) }
      state.workers -= 1
      return (false, state.workers == 0, !state.isFollowing)
    }
    if isLast { isEnd ? end() : rest() }
    return goesOn
  }

  /// Nothing is left to do for the time being.
  private func rest() {
    // A cache that was lost is noticed by whoever follows, and all looked at anew.
    if !library.hasLostCache { settle() }
    let progress = state.withLock { state in
      (state.jobs, state.completed) = (0, 0)
      return state.failure == nil ? state.progress(at: runningSeconds()) : nil
    }
    if let progress { events.yield(.finished(progress)) }
  }

  private func settle() {
    do {
      if !wasCancelled { try library.settle() }
    } catch {
      state.withLock { $0.failure = $0.failure ?? error }
    }
  }

  private func end() {
    settle()
    events.yield(state.withLock { $0.result })
    events.finish()
  }
}

extension IndexRun.State {
  fileprivate mutating func startMeters() {
    let now = runningSeconds()
    (analysed, finished) = (RateMeter(start: now), RateMeter(start: now))
  }

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

  fileprivate var result: IndexEvent { failure.map { .failed($0) } ?? .finished(progress(at: runningSeconds())) }

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
