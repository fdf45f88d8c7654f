import KernelInterface
import Testing

@Suite struct DotProductTests {
  @Test(arguments: availableKernels)
  func `scores of all rows`(kernels: KernelSet) {
    let width = kernels.panelWidth
    for dimensions in ConvolutionTests.channels + [128, 512] {
      for panels in [0, 1, 2, 3] {
        var random = Pseudorandom(seed: dimensions + panels)
        let query = random.floats(dimensions)
        var matrix = random.floats(dimensions * panels * width)
        if panels == 2 { matrix[width + 1] = .nan }
        let buffers = [query, matrix].map(GuardedBuffer.init)
        let scores = GuardedBuffer(count: panels * width) { _ in GuardedBuffer.canary }
        withExtendedLifetime(buffers) {
          kernels.dotProducts(buffers[0].pointer, buffers[1].pointer, panels, dimensions, scores.pointer)
        }
        for (row, score) in scores.values.enumerated() {
          var expected = Expected()
          let start = row / width * width * dimensions + row % width
          for i in 0..<dimensions { expected.add(Double(query[i]) * Double(matrix[start + i * width])) }
          expected.value = expected.value.isNaN ? -1 : min(max(expected.value, -1), 1)
          if expected.magnitude.isNaN { expected.magnitude = 0 }
          #expect(expected.matches(score), "\(kernels.name), row \(row) of \(panels) panels of \(dimensions)")
        }
        #expect(scores.canariesInFrontAreIntact)
      }
    }
  }

  @Test(arguments: availableKernels)
  func `indices of what is above a threshold`(kernels: KernelSet) {
    for count in [0, 1, 2, 5].map({ $0 * kernels.panelWidth }) {
      var random = Pseudorandom(seed: count)
      var values = random.floats(count)
      if count > 0 { values[count / 2] = .nan }
      let buffer = GuardedBuffer(values)
      for threshold in [-Float.infinity, -1, 0.9, 2, values.first ?? 0] {
        var indices = [Int32](repeating: -1, count: count + 1)
        let found = kernels.indicesAbove(threshold, buffer.pointer, count, &indices)
        #expect(indices[..<found].map(Int.init) == values.indices.filter { values[$0] > threshold })
        #expect(indices[count] == -1)
      }
    }
  }
}

@Suite struct QuantisedProductTests {
  @Test(arguments: availableKernels)
  func `bounds of a range of rows`(kernels: KernelSet) {
    for dimensions in [16, 32, 48, 128, 512] {
      for rows in [0..<0, 0..<1, 3..<5, 1..<40] {
        var random = Pseudorandom(seed: dimensions + rows.count)
        let codes = random.floats(40 * dimensions).map { Int8($0 * 128) }
        let query = random.floats(dimensions).map { Int16($0 * 32_767) }
        let (scales, errors) = (random.floats(40), random.floats(40))
        let bounds = GuardedBuffer(count: rows.count) { _ in GuardedBuffer.canary }
        withOperands(query, codes, scales, errors) { operands in
          kernels.upperBounds(operands, rows, bounds.pointer)
        }
        for (index, row) in rows.enumerated() {
          let sum = (0..<dimensions).map { Int(query[$0]) * Int(codes[row * dimensions + $0]) }.reduce(0, +)
          var expected = Expected()
          expected.add(Double(sum) * Double(Float(1e-5)) * Double(scales[row]))
          expected.add(0.75 * Double(errors[row]))
          #expect(expected.matches(bounds.values[index]), "\(kernels.name), row \(row) of \(rows), \(dimensions)")
        }
        #expect(bounds.canariesInFrontAreIntact)
      }
    }
  }

  @Test(arguments: availableKernels)
  func `the largest sums stay exact`(kernels: KernelSet) {
    let dimensions = 512
    let (query, codes) = ([Int16](repeating: 32_767, count: dimensions), [Int8](repeating: -127, count: dimensions))
    var bound: Float = 0
    withOperands(query, codes, [1e5], [0]) { kernels.upperBounds($0, 0..<1, &bound) }
    #expect(abs(bound / Float(-127 * 32_767 * dimensions) - 1) < 1e-6)
  }

  /// A query scale of 1e-5 and a query norm of 0.75.
  private func withOperands(
    _ query: [Int16], _ codes: [Int8], _ scales: [Float], _ errors: [Float], _ body: (QuantisedOperands) -> Void
  ) {
    let (scales, errors) = (GuardedBuffer(scales), GuardedBuffer(errors))
    withExtendedLifetime((scales, errors)) {
      query.withUnsafeBufferPointer { query in
        codes.withUnsafeBufferPointer { codes in
          body(
            QuantisedOperands(
              query: query.baseAddress!, codes: codes.baseAddress!, dimensions: query.count, scales: scales.pointer,
              errors: errors.pointer, queryScale: 1e-5, queryNorm: 0.75))
        }
      }
    }
  }
}

@Suite struct PeakLoopTests {
  @Test(arguments: availableKernels)
  func `counts its operations`(kernels: KernelSet) {
    let operations = kernels.peakLoop(1000)
    #expect(operations > 0)
    #expect(kernels.peakLoop(3000) == 3 * operations)
  }
}
