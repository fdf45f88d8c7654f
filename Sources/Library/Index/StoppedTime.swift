import Glibc
import Synchronization

/// How long the process was stopped, as by ^Z; rates and the time left leave it out.
public enum StoppedTime {
  private static let total = Mutex(0.0)

  /// Since the process began.
  static var seconds: Double { total.withLock { $0 } }

  /// To be told by whoever stops the process, once it goes on.
  public static func add(seconds: Double) { total.withLock { $0 += max(0, seconds) } }
}

/// Seconds of a clock that rests while the process is stopped.
func runningSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9 - StoppedTime.seconds
}
