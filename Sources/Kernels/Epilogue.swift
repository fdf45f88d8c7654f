import KernelInterface

/// The end of a tile that has fewer pixels or channels than its registers: the residual is added, the activation
/// applied, the result stored.
struct PartialEpilogue: ActivatedLoop {
  /// rows × panelWidth
  let sums: UnsafePointer<Float>
  let output: TileOutput
  /// How many pixels and channels exist.
  let rows, channels: Int

  @inline(__always)
  func run<F: ActivationFunction>(_ activation: F) {
    withConstant(channels) { count in
      for row in 0..<rows {
        var value = load(sums + row * panelWidth)
        if let residual = output.residual { value += load(residual + row * output.residualStride, count: count) }
        store(activation(value, channel: output.channel), output.output + row * output.outputStride, count: count)
      }
    }
  }
}
