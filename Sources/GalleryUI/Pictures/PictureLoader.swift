import Foundation
import Synchronization
import SystemPackage

/// Decodes and scales pictures on threads of its own. What the last frame showed and could not have is worked on, in
/// the order in which it was drawn; what is no longer visible is dropped. Pictures of thumbnails are there in the same
/// frame as long as that takes few milliseconds, and otherwise come first.
public final class PictureLoader: PictureSource, Sendable {
  private let files: ImmediatePictures
  private let thumbnails: (any ThumbnailSource)?
  private let onChange: @Sendable () -> Void
  private let work: Mutex<PictureWork>
  private let wakeUp = DispatchSemaphore(value: 0)
  private let threads: Int

  /// - Parameter onChange: called on a loader's thread after a picture has come.
  public convenience init(
    folder: FilePath, thumbnails: (any ThumbnailSource)? = nil, threads: Int = 2,
    onChange: @escaping @Sendable () -> Void
  ) {
    self.init(
      ImmediatePictures(folder: folder, thumbnails: thumbnails), thumbnails: thumbnails, threads: threads,
      onChange: onChange)
  }

  /// - Parameter files: read the originals.
  public init(
    _ files: ImmediatePictures, thumbnails: (any ThumbnailSource)?, threads: Int = 2,
    onChange: @escaping @Sendable () -> Void
  ) {
    self.files = files
    self.thumbnails = thumbnails
    work = Mutex(PictureWork(hasThumbnails: thumbnails != nil))
    self.onChange = onChange
    self.threads = threads
    for _ in 0..<threads {
      let thread = Thread { [self] in loop() }
      thread.stackSize = 4 << 20
      thread.start()
    }
  }

  /// Ends the threads after what they are at.
  public func stop() {
    work.withLock { $0.isStopped = true }
    for _ in 0..<threads { wakeUp.signal() }
  }

  public func picture(_ request: PictureRequest) -> Picture {
    let (known, isUntried) = work.withLock { $0.look(request) }
    if let known { return known }
    guard isUntried, let thumbnails, thumbnails.hasThumbnailsAtHand else {
      return work.withLock { $0.wish(request) }
    }
    let glimpse = request.glimpse(of: thumbnails)
    return work.withLock { work in
      work.finish(request, glimpse)
      return work.look(request).known ?? work.wish(request)
    }
  }

  /// Call after a screen was drawn: what it lacked is what is wanted now.
  public func endFrame() {
    let count = work.withLock { $0.endFrame() }
    for _ in 0..<min(count, threads) { wakeUp.signal() }
  }

  private func loop() {
    while true {
      wakeUp.wait()
      while let job = next() { perform(job) }
      if work.withLock({ $0.isStopped }) { return }
    }
  }

  private func perform(_ job: PictureWork.Job) {
    switch job.step {
    case .thumbnail:
      let glimpse = thumbnails.flatMap { job.request.glimpse(of: $0) }
      work.withLock { $0.finish(job.request, glimpse) }
      if glimpse != nil { onChange() }
    case .original:
      let picture = files.picture(job.request)
      work.withLock { $0.finish(job.request, picture) }
      onChange()
    }
  }

  private func next() -> PictureWork.Job? {
    while true {
      let (job, pause) = work.withLock { $0.next() }
      guard let pause else { return job }
      // New wishes end the wait: their thumbnails need none.
      _ = wakeUp.wait(timeout: .now() + pause)
    }
  }
}
