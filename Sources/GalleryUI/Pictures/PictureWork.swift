/// What a loader has and has to do.
struct PictureWork: Sendable {
  struct Job: Sendable, Equatable {
    enum Step { case thumbnail, original }

    var request: PictureRequest
    var step: Step
  }

  /// So long the view must rest before an original is read, once it moves.
  static let rest = Duration.milliseconds(60)

  /// Thumbnails are decoded for the frame at hand as long as its drawing has taken less; a frame has 16 ms in all.
  static let promptness = Duration.milliseconds(10)

  var isStopped = false
  private let hasThumbnails: Bool
  private var cache = PictureCache(capacity: 96 << 20)
  /// Enlarged thumbnails, until the originals come.
  private var glimpses = PictureCache(capacity: 16 << 20)
  private var frame: [PictureRequest] = []
  /// When the frame at hand first looked for a picture.
  private var start: ContinuousClock.Instant?
  private var wanted: [PictureRequest] = []
  private var busy: Set<PictureRequest> = []
  /// Whose thumbnails were looked for while they were wanted.
  private var tried: Set<PictureRequest> = []
  private var notBefore = ContinuousClock.now
  private var lastChange = ContinuousClock.now - .seconds(1)

  init(hasThumbnails: Bool = false) { self.hasThumbnails = hasThumbnails }

  // MARK: - Drawing

  /// - Returns: what there is to show, and whether a thumbnail should be looked for at once.
  mutating func look(
    _ request: PictureRequest, at now: ContinuousClock.Instant = .now
  ) -> (known: Picture?, isUntried: Bool) {
    let start = start ?? now
    self.start = start
    if let picture = cache[request] { return (picture, false) }
    if let glimpse = glimpses[request] {
      tried.insert(request)
      frame.append(request)
      return (glimpse, false)
    }
    return (nil, hasThumbnails && now - start < Self.promptness && !tried.contains(request) && !busy.contains(request))
  }

  mutating func wish(_ request: PictureRequest) -> Picture {
    frame.append(request)
    return .loading
  }

  /// New wishes soon after others mean that the view is moving; a list that only got shorter does not.
  /// - Returns: the number of wishes.
  mutating func endFrame(at now: ContinuousClock.Instant = .now) -> Int {
    if !frame.allSatisfy(wanted.contains) {
      if now - lastChange < Self.rest { notBefore = now + Self.rest }
      lastChange = now
    }
    wanted = frame
    frame = []
    tried.formIntersection(wanted)
    start = nil
    return wanted.count
  }

  // MARK: - Working

  /// The next job, or how many seconds to wait for it, or nothing. Thumbnails wait for nothing.
  mutating func next(at now: ContinuousClock.Instant = .now) -> (job: Job?, pause: Double?) {
    guard !isStopped else { return (nil, nil) }
    let open = wanted.filter { !busy.contains($0) }
    if hasThumbnails, let request = open.first(where: { !tried.contains($0) }) {
      busy.insert(request)
      return (Job(request: request, step: .thumbnail), nil)
    }
    guard let request = open.first else { return (nil, nil) }
    let wait = notBefore - now
    guard wait <= .zero else { return (nil, Double(wait.components.attoseconds) / 1e18 + 0.001) }
    busy.insert(request)
    return (Job(request: request, step: .original), nil)
  }

  /// - Parameter glimpse: nil where there is no thumbnail.
  mutating func finish(_ request: PictureRequest, _ glimpse: Glimpse?) {
    guard let glimpse else {
      busy.remove(request)
      tried.insert(request)
      return
    }
    if glimpse.isSharp { return finish(request, .ready(glimpse.image)) }
    busy.remove(request)
    tried.insert(request)
    glimpses.insert(.ready(glimpse.image), for: request)
  }

  mutating func finish(_ request: PictureRequest, _ picture: Picture) {
    busy.remove(request)
    wanted.removeAll { $0 == request }
    cache.insert(picture, for: request)
  }
}
