import KernelInterface
import Testing

@Suite struct DotProductTests {
  @Test(arguments: availableKernels)
  func `scores of all rows`(kernels: KernelSet) {
    for dimensions in ConvolutionTests.channels + [128, 512] {
      for count in [0, 1, 2, 3, 4, 5, 11] {
        var random = Pseudorandom(seed: dimensions + count)
        let (query, matrix) = (random.floats(dimensions), random.floats(dimensions * count))
        let buffers = [query, matrix].map(GuardedBuffer.init)
        let scores = GuardedBuffer(count: count) { _ in GuardedBuffer.canary }
        withExtendedLifetime(buffers) {
          kernels.dotProducts(buffers[0].pointer, buffers[1].pointer, count, dimensions, scores.pointer)
        }
        for (row, score) in scores.values.enumerated() {
          var expected = Expected()
          for i in 0..<dimensions { expected.add(Double(query[i]) * Double(matrix[row * dimensions + i])) }
          #expect(expected.matches(score), "\(kernels.name), row \(row) of \(count)×\(dimensions)")
        }
        #expect(scores.canariesInFrontAreIntact)
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
