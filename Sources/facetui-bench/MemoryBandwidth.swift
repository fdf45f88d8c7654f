/// Bytes a second that one core reads from main memory, as the fastest of some passes over a quarter of a gigabyte.
func measuredBandwidth() -> Double {
  let words = [UInt64](repeating: 1, count: 1 << 25)
  let clock = ContinuousClock()
  var fastest = 0.0
  var sum: UInt64 = 0
  for _ in 0..<5 {
    let time = clock.measure { for word in words { sum &+= word } }
    fastest = max(fastest, Double(words.count * 8) / (time.milliseconds * 1e-3))
  }
  return sum == 0 ? 0 : fastest
}
