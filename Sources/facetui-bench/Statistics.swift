import Foundation

/// Time that this process has used on all its threads; other programs do not count.
func processorMilliseconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) * 1e-6
}

extension Duration {
  var milliseconds: Double { Double(components.seconds) * 1e3 + Double(components.attoseconds) * 1e-15 }
}

extension [Double] {
  /// The middle value of a list that is not empty.
  var median: Double { sorted()[count / 2] }
}

extension Double {
  func rounded(_ digits: Int) -> String {
    let factor = (0..<digits).reduce(1.0) { power, _ in power * 10 }
    let whole = (self * factor).rounded()
    guard whole.isFinite, Swift.abs(whole) < 1e15 else { return "\(self)" }
    let text = String(Int(whole.magnitude))
    let padded = String(repeating: "0", count: Swift.max(0, digits + 1 - text.count)) + text
    let sign = whole < 0 ? "-" : ""
    return digits == 0 ? sign + padded : sign + padded.dropLast(digits) + "." + padded.suffix(digits)
  }

  func padded(_ width: Int, _ digits: Int) -> String {
    let text = rounded(digits)
    return String(repeating: " ", count: Swift.max(0, width - text.count)) + text
  }
}
