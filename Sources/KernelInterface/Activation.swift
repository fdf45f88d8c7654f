/// What a kernel applies to each value just before storing it.
public enum Activation {
  case identity
  /// max(x, 0)
  case relu
  /// x for x ≥ 0, slope·x below.
  case leakyRelu(slope: Float)
  /// x for x ≥ 0, slopes[channel]·x below. Holds the output channels rounded up to `KernelSet.panelWidth`.
  case prelu(slopes: UnsafePointer<Float>)
  /// min(max(x, low), high)
  case clip(low: Float, high: Float)
  /// 1 / (1 + exp(-x))
  case sigmoid
}

extension Activation: @unchecked Sendable {}
