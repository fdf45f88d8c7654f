import KernelInterface

/// What happens to a tile's sums: the residual is added, the activation applied, the result stored.
struct Epilogue: ActivatedLoop {
  /// rows × panelWidth
  let sums: UnsafePointer<Float>
  let rows: Int
  /// First output channel, and how many from there on exist (at most panelWidth).
  let channel, channels: Int
  /// First pixel, first channel of the tile.
  let output: UnsafeMutablePointer<Float>
  let outputStride: Int
  let residual: UnsafePointer<Float>?
  let residualStride: Int

  @inline(__always)
  func run<F: ActivationFunction>(_ activation: F) {
    withConstant(channels) { count in
      for row in 0..<rows {
        var value = load(sums + row * panelWidth)
        if let residual { value += load(residual + row * residualStride, count: count) }
        store(activation(value, channel: channel), output + row * outputStride, count: count)
      }
    }
  }
}
