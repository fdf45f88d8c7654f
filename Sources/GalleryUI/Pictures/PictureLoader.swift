import Foundation
import Synchronization
import SystemPackage

/// Decodes and scales pictures on threads of its own. What the last frame showed and could not have is worked on, in
/// the order in which it was drawn; what is no longer visible is dropped.
public final class PictureLoader: PictureSource, Sendable {
  private let files: ImmediatePictures
  private let onChange: @Sendable () -> Void
  private let work = Mutex(PictureWork())
  private let wakeUp = DispatchSemaphore(value: 0)
  private let threads: Int

  /// - Parameter onChange: called on a loader's thread after a picture has come.
  public init(folder: FilePath, threads: Int = 2, onChange: @escaping @Sendable () -> Void) {
    files = ImmediatePictures(folder: folder)
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
    work.withLock { work in
      if let picture = work.cache[request] { return picture }
      work.frame.append(request)
      return .loading
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
      while let request = next() {
        let picture = files.picture(request)
        work.withLock { $0.finish(request, picture) }
        onChange()
      }
      if work.withLock({ $0.isStopped }) { return }
    }
  }

  private func next() -> PictureRequest? {
    while true {
      let (request, pause) = work.withLock { $0.next() }
      guard let pause else { return request }
      Thread.sleep(forTimeInterval: pause)
    }
  }
}

/// What a loader has and has to do.
struct PictureWork: Sendable {
  /// So long the view must rest before work starts, once it moves.
  static let rest = Duration.milliseconds(60)

  var cache = PictureCache(capacity: 96 << 20)
  var frame: [PictureRequest] = []
  var isStopped = false
  private var wanted: [PictureRequest] = []
  private var busy: Set<PictureRequest> = []
  private var notBefore = ContinuousClock.now
  private var lastChange = ContinuousClock.now - .seconds(1)

  /// New wishes soon after others mean that the view is moving; a list that only got shorter does not.
  /// - Returns: the number of wishes.
  mutating func endFrame(at now: ContinuousClock.Instant = .now) -> Int {
    if !frame.allSatisfy(wanted.contains) {
      if now - lastChange < Self.rest { notBefore = now + Self.rest }
      lastChange = now
    }
    wanted = frame
    frame = []
    return wanted.count
  }

  /// The next request, or how many seconds to wait for it, or nothing.
  mutating func next(at now: ContinuousClock.Instant = .now) -> (request: PictureRequest?, pause: Double?) {
    guard !isStopped, let request = wanted.first(where: { !busy.contains($0) }) else { return (nil, nil) }
    let wait = notBefore - now
    guard wait <= .zero else { return (nil, Double(wait.components.attoseconds) / 1e18 + 0.001) }
    busy.insert(request)
    return (request, nil)
  }

  mutating func finish(_ request: PictureRequest, _ picture: Picture) {
    busy.remove(request)
    wanted.removeAll { $0 == request }
    cache.insert(picture, for: request)
  }
}
