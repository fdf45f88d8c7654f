/// Attributes of ONNX's Resize and Upsample, and where each output pixel reads.
struct Resize: Sendable, Equatable {
  enum Coordinates: String, Sendable {
    case halfPixel = "half_pixel"
    case pytorchHalfPixel = "pytorch_half_pixel"
    case symmetricHalfPixel = "half_pixel_symmetric"
    case alignCorners = "align_corners"
    case asymmetric
    case tensorflowNearest = "tf_half_pixel_for_nn"
  }

  enum Rounding: String, Sendable {
    case preferFloor = "round_prefer_floor"
    case preferCeiling = "round_prefer_ceil"
    case floor
    case ceiling = "ceil"
  }

  /// Pixels of an output; each column has an entry in a table.
  static let largestSide = 1 << 16

  var isLinear: Bool
  var coordinates: Coordinates
  var rounding: Rounding
  /// The axes that scales and sizes speak of; nil means all.
  var axes: [Int]?

  /// The input coordinate that an output coordinate stands for, in float32 as the reference runtime computes it.
  func source(_ output: Int, scale: Float, input: Int, outputCount: Int) -> Float {
    let x = Float(output)
    switch coordinates {
    case .asymmetric: return x / scale
    case .halfPixel: return (x + 0.5) / scale - 0.5
    case .pytorchHalfPixel: return outputCount > 1 ? (x + 0.5) / scale - 0.5 : 0
    case .tensorflowNearest: return (x + 0.5) / scale
    case .alignCorners: return outputCount == 1 ? 0 : x * Float(input - 1) / Float(outputCount - 1)
    case .symmetricHalfPixel:
      let adjustment = Float(outputCount) / (scale * Float(input))
      let offset = Float(input) / 2 * (1 - adjustment)
      return offset + (x + 0.5) / scale - 0.5
    }
  }

  /// The nearest input index for every output index along one axis.
  func nearest(scale: Float, input: Int, output: Int) -> [Int] {
    (0..<output).map { index in
      let x = source(index, scale: scale, input: input, outputCount: output)
      return min(max(rounded(x), 0), input - 1)
    }
  }

  private func rounded(_ x: Float) -> Int {
    switch rounding {
    case .preferFloor: Int((x - 0.5).rounded(.up))
    case .preferCeiling: Int((x + 0.5).rounded(.down))
    case .floor: Int(x.rounded(.down))
    case .ceiling: Int(x.rounded(.up))
    }
  }

  struct Tap: Sendable, Equatable {
    var low, high: Int
    /// Weight of `high`.
    var fraction: Float
  }

  /// The two neighbours and the weight between them for every output index along one axis.
  func linear(scale: Float, input: Int, output: Int) -> [Tap] {
    (0..<output).map { index in
      let x = source(index, scale: scale, input: input, outputCount: output)
      let clamped = min(max(x, 0), Float(input - 1))
      let low = Int(clamped)
      return Tap(low: low, high: min(low + 1, input - 1), fraction: clamped - Float(low))
    }
  }
}
