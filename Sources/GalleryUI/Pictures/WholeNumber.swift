/// The nearest whole number within a range, and its lower end for what is no number: coordinates come from files.
func whole(_ value: Float, within range: ClosedRange<Int>) -> Int {
  guard !value.isNaN else { return range.lowerBound }
  return Int(max(Float(range.lowerBound), min(Float(range.upperBound), value.rounded())))
}
