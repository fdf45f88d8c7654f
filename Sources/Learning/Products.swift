import Dispatch
import Inference
import KernelInterface

/// Matrix products on the kernels of this processor and on several threads.
struct Products: Sendable {
  private let kernels: KernelSet
  let threads: Int

  init(threads: Int) {
    kernels = ((try? InstructionSet.selected()) ?? .best).kernels
    self.threads = threads
  }

  /// a · bᵀ
  /// - Parameters:
  ///   - a: rows of `depth` numbers.
  ///   - b: rows of `depth` numbers.
  /// - Returns: a row for each of a, a column for each of b.
  func rows(_ a: [Float], byRows b: [Float], depth: Int) -> [Float] {
    let (m, n) = (a.count / depth, b.count / depth)
    guard m > 0, n > 0 else { return [] }
    let shape = ConvolutionShape(
      inputHeight: 1, inputWidth: m, inputChannels: depth, outputHeight: 1, outputWidth: m, outputChannels: n)
    let bias = [Float](repeating: 0, count: (n + kernels.panelWidth - 1) / kernels.panelWidth * kernels.panelWidth)
    let packed = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, kernels.packedConvolutionCount(shape)) * 4, alignment: 64)
    defer { packed.deallocate() }
    let weights = packed.bindMemory(to: Float.self, capacity: kernels.packedConvolutionCount(shape))
    return [Float](unsafeUninitializedCapacity: m * n) { output, count in
      withPointers(a, b, bias) { a, b, bias in
        guard let output = output.baseAddress else { return }
        kernels.packConvolution(shape, b, weights)
        nonisolated(unsafe) let operands = ConvolutionOperands(
          input: a, packedWeights: UnsafePointer(weights), bias: bias, output: output)
        inParts(m) { kernels.convolution(shape, operands, $0) }
      }
      count = m * n
    }
  }

  private func withPointers(
    _ a: [Float], _ b: [Float], _ c: [Float],
    _ body: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>) -> Void
  ) {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeBufferPointer { c in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
          body(a, b, c)
        }
      }
    }
  }

  /// Calls `body` with parts of `0..<count` side by side.
  func inParts(_ count: Int, _ body: @Sendable (Range<Int>) -> Void) {
    let parts = max(1, min(threads, count / 16))
    if parts == 1 { return body(0..<count) }
    DispatchQueue.concurrentPerform(iterations: parts) { body(count * $0 / parts..<count * ($0 + 1) / parts) }
  }
}

/// - Parameter columns: numbers in a row of `matrix`.
func transposed(_ matrix: [Float], columns: Int) -> [Float] {
  let rows = columns > 0 ? matrix.count / columns : 0
  return [Float](unsafeUninitializedCapacity: rows * columns) { output, count in
    // In blocks, so that both sides stay in the first-level cache.
    for first in stride(from: 0, to: rows, by: 16) {
      for column in 0..<columns {
        for row in first..<min(first + 16, rows) { output[column * rows + row] = matrix[row * columns + column] }
      }
    }
    count = rows * columns
  }
}

/// Brings each row to length 1; rows of no length stay as they are.
/// - Returns: the lengths that the rows had, at least 1e-12.
@discardableResult
func normalise(_ matrix: inout [Float], columns: Int) -> [Float] {
  guard columns > 0 else { return [] }
  return matrix.withUnsafeMutableBufferPointer { matrix in
    (0..<matrix.count / columns).map { row in
      var sum: Float = 0
      for i in row * columns..<(row + 1) * columns { sum += matrix[i] * matrix[i] }
      let length = max(1e-12, sum.squareRoot())
      for i in row * columns..<(row + 1) * columns { matrix[i] /= length }
      return length
    }
  }
}
