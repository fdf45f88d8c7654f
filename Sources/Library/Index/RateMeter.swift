/// Counts events over the last seconds.
struct RateMeter: Sendable {
  /// Seconds that the rate looks back.
  static let window = 5.0

  private var start: Double
  private var times: [Double] = []

  /// - Parameter start: in seconds of any clock that the other times come from.
  init(start: Double) { self.start = start }

  mutating func count(at time: Double) {
    times.append(time)
    // Taken off in batches, so that counting stays cheap.
    if times.count > 64, times[times.count / 2] < time - Self.window { times.removeFirst(times.count / 2) }
  }

  /// Events per second.
  func rate(at time: Double) -> Double {
    let from = max(start, time - Self.window)
    guard time > from else { return 0 }
    return Double(times.count { $0 >= from }) / (time - from)
  }
}
