/// Geometry of one convolution of one image in NHWC layout.
///
/// Output pixel (y, x) reads input rows `y·strideY − padTop + i·dilationY` and columns likewise; what lies outside
/// is 0.
public struct ConvolutionShape: Sendable, Equatable {
  public var inputHeight, inputWidth, inputChannels: Int
  public var outputHeight, outputWidth, outputChannels: Int
  public var kernelHeight = 1, kernelWidth = 1
  public var strideY = 1, strideX = 1
  public var dilationY = 1, dilationX = 1
  public var padTop = 0, padLeft = 0
  /// Floats from one pixel to the next; larger than the channels where a tensor is a part of a wider one (groups,
  /// concatenation in place).
  public var inputPixelStride, outputPixelStride: Int

  public init(
    inputHeight: Int, inputWidth: Int, inputChannels: Int,
    outputHeight: Int, outputWidth: Int, outputChannels: Int
  ) {
    self.inputHeight = inputHeight
    self.inputWidth = inputWidth
    self.inputChannels = inputChannels
    self.outputHeight = outputHeight
    self.outputWidth = outputWidth
    self.outputChannels = outputChannels
    inputPixelStride = inputChannels
    outputPixelStride = outputChannels
  }
}

/// Operands of one convolution; every pointer stays valid during the call only.
public struct ConvolutionOperands {
  public var input: UnsafePointer<Float>
  /// As written by `KernelSet.packConvolution` or `packDepthwise` of the same kernel set; fastest at a multiple of
  /// 64 bytes.
  public var packedWeights: UnsafePointer<Float>
  /// One per output channel, rounded up to `KernelSet.panelWidth`.
  public var bias: UnsafePointer<Float>
  /// Added before the activation; same shape as the output.
  public var residual: UnsafePointer<Float>?
  public var residualPixelStride = 0
  public var activation = Activation.identity
  public var output: UnsafeMutablePointer<Float>

  public init(
    input: UnsafePointer<Float>, packedWeights: UnsafePointer<Float>, bias: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>
  ) {
    self.input = input
    self.packedWeights = packedWeights
    self.bias = bias
    self.output = output
  }
}
