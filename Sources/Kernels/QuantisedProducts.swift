import KernelInterface

/// First the sums of all rows, then their bounds: a plain loop that the compiler turns into vectors.
func upperBounds(_ operands: QuantisedOperands, _ rows: Range<Int>, _ bounds: UnsafeMutablePointer<Float>) {
  let count = rows.count
  let sums = UnsafeMutableRawPointer(bounds).assumingMemoryBound(to: Int32.self)
  let dimensions = operands.dimensions
  var row = operands.codes + rows.lowerBound * dimensions
  for index in 0..<count {
    sums[index] = product(operands.query, row, dimensions)
    row += dimensions
  }
  let scales = operands.scales + rows.lowerBound
  let errors = operands.errors + rows.lowerBound
  let (scale, norm) = (operands.queryScale, operands.queryNorm)
  for index in 0..<count {
    bounds[index] = Float(sums[index]) * (scale * scales[index]) + norm * errors[index]
  }
}

/// A sum over all lanes of products of widened 16-bit numbers is what the compiler knows as `pmaddwd`: two products
/// and their sum in one instruction.
@inline(__always)
private func product(_ query: UnsafePointer<Int16>, _ row: UnsafePointer<Int8>, _ dimensions: Int) -> Int32 {
  var sum = SIMD16<Int32>(repeating: 0)
  var i = 0
  while i < dimensions {
    let codes = UnsafeRawPointer(row + i).loadUnaligned(as: SIMD16<Int8>.self)
    let factors = UnsafeRawPointer(query + i).loadUnaligned(as: SIMD16<Int16>.self)
    sum &+= SIMD16<Int32>(truncatingIfNeeded: codes) &* SIMD16<Int32>(truncatingIfNeeded: factors)
    i += 16
  }
  return sum.wrappedSum()
}
