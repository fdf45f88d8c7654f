import Inference
import KernelInterface

/// Products of some rows with all rows of a matrix, many times as fast as one row after the other: the panels of the
/// matrix are laid out as packed weights are, so that a 1×1 convolution multiplies with them in place.
struct RowProducts: Sendable {
  private let matrix: EmbeddingMatrix
  private let bias: [Float]

  /// Columns whose products are computed at a time; they stay in the second-level cache until they are looked at.
  static let width = 512

  init(_ matrix: EmbeddingMatrix) {
    self.matrix = matrix
    bias = Array(repeating: 0, count: Self.width)
  }

  /// - Parameters:
  ///   - rows: embeddings one after the other.
  ///   - columns: rows of the matrix; the first is a multiple of `width`, and there are at most so many.
  ///   - products: those of the first row, then of the next; so many as the matrix has whole panels for the columns.
  func multiply(_ rows: [Float], _ count: Int, columns: Range<Int>, _ products: UnsafeMutablePointer<Float>) {
    let shape = ConvolutionShape(
      inputHeight: 1, inputWidth: count, inputChannels: matrix.dimensions, outputHeight: 1, outputWidth: count,
      outputChannels: columns.count)
    rows.withUnsafeBufferPointer { rows in
      bias.withUnsafeBufferPointer { bias in
        guard let rows = rows.baseAddress, let bias = bias.baseAddress else { return }
        let operands = ConvolutionOperands(
          input: rows, packedWeights: matrix.panels(from: columns.lowerBound), bias: bias, output: products)
        matrix.kernels.convolution(shape, operands, 0..<count)
      }
    }
  }
}
