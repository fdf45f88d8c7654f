import KernelInterface

/// What a node computes. Operands that are tensors stay in the node's inputs; the rest is here.
enum Operation: Sendable {
  /// Inputs: x, weights O×(I/groups)×H×W, bias?; once packed: x, residual?
  case convolution(Convolution)
  /// x·Wᵀ + b on the last axis. Inputs: x, weights O×I, bias?; once packed: x, residual?
  case linear(Convolution)
  case gemm(Gemm)
  case matrixProduct
  /// Inputs: x, scale, bias, mean, variance.
  case batchNormalisation(epsilon: Float)
  /// x·scale + shift, along axis 1, or one value for all.
  case affine(scale: [Float], shift: [Float])
  case activation(FusedActivation)
  /// Inputs: x, slope.
  case prelu
  /// Inputs: x, low?, high?
  case clip
  case binary(BinaryOperation, FusedActivation)
  case concat(axis: Int)
  case maxPool(Window)
  case averagePool(Window, countPadding: Bool)
  case globalAveragePool
  /// Inputs: x, axes?
  case reduceMean(keepDimensions: Bool, emptyMeansNone: Bool)
  /// `flattening`: everything from the axis on is one distribution (before opset 13).
  case softmax(axis: Int, flattening: Bool)
  case flatten(axis: Int)
  case reshape(allowZero: Bool)
  /// Reverses the axes where there is no permutation.
  case transpose([Int]?)
  /// Inputs: x, axes?
  case squeeze
  /// Inputs: x, axes.
  case unsqueeze
  /// Inputs: x, roi?, scales?, sizes?
  case resize(Resize)
  /// Inputs: x, starts, ends, axes?, steps?
  case slice
  case gather(axis: Int)
  case shape(start: Int, end: Int?)
  case identity
  case cast(toInteger: Bool)
  case constantOfShape(Constant)
  case expand
}

struct Convolution: Sendable {
  var window: Window
  var groups = 1
  /// Output channels, input channels of a group, height, width; known once the weights are.
  var weightShape: [Int] = []
  var packed: PackedWeights?
  var hasResidual = false
  var activation = FusedActivation.identity

  var outputChannels: Int { weightShape[0] }
  /// One filter for each channel; also that of a single channel.
  var isDepthwise: Bool { weightShape[0] == groups && weightShape[1] == 1 }
}

struct Gemm: Sendable {
  var alpha: Float
  var beta: Float
  var transposeA: Bool
  var transposeB: Bool
}

enum FusedActivation: Sendable {
  case identity, relu, sigmoid
  case leakyRelu(slope: Float)
  case clip(low: Float, high: Float)
  case prelu(AlignedBuffer)

  var isIdentity: Bool {
    if case .identity = self { true } else { false }
  }
}

extension Operation {
  var isBinary: Bool {
    if case .binary = self { true } else { false }
  }

  /// The convolution of a convolution or of a linear layer, which share everything but the geometry.
  var convolution: Convolution? {
    get {
      switch self {
      case .convolution(let convolution), .linear(let convolution): convolution
      default: nil
      }
    }
    set {
      guard let newValue else { return }
      if case .linear = self { self = .linear(newValue) } else { self = .convolution(newValue) }
    }
  }
}
