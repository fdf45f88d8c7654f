/// The hot loops, built once per instruction set. All activations are float32 in NHWC layout.
public struct KernelSet: Sendable {
  /// "portable", "avx2" or "avx512".
  public let name: String
  /// Output channels in one packed panel; bias and slope arrays are padded to a multiple of it.
  public let panelWidth: Int

  /// Floats that the packed weights of a convolution (groups = 1) take.
  public let packedConvolutionCount: @Sendable (ConvolutionShape) -> Int
  /// Packs OIHW weights (as ONNX stores them).
  public let packConvolution:
    @Sendable (ConvolutionShape, _ oihw: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>) -> Void
  /// Output pixels `pixels` (row-major index) of a convolution; also a matrix product: 1×1, the rows are the pixels.
  public let convolution: @Sendable (ConvolutionShape, ConvolutionOperands, _ pixels: Range<Int>) -> Void

  /// 3×3 convolutions with stride 1 in fewer multiplications.
  public let winograd: WinogradKernels

  /// Floats that the packed weights of a depthwise convolution (channels in = channels out = groups) take.
  public let packedDepthwiseCount: @Sendable (ConvolutionShape) -> Int
  /// Packs O1HW weights.
  public let packDepthwise:
    @Sendable (ConvolutionShape, _ oihw: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>) -> Void
  /// Output rows `rows` of a depthwise convolution.
  public let depthwise: @Sendable (ConvolutionShape, ConvolutionOperands, _ rows: Range<Int>) -> Void

  /// Output rows `rows` of a max pool (padding never wins). Channels in = channels out; strides as in the shape.
  public let maxPool:
    @Sendable (ConvolutionShape, UnsafePointer<Float>, UnsafeMutablePointer<Float>, _ rows: Range<Int>) -> Void
  /// Output rows `rows` of an average pool; `countPadding` divides by the whole window.
  public let averagePool:
    @Sendable (
      ConvolutionShape, UnsafePointer<Float>, UnsafeMutablePointer<Float>, _ rows: Range<Int>, _ countPadding: Bool
    ) -> Void

  /// c[i] = activation(a[i] op b[…]) over `pixels` pixels of `channels` channels.
  public let binary: @Sendable (BinaryOperation, BinaryOperands) -> Void
  /// In place or not: out = activation(in · scale[channel] + shift[channel]); nil scale and shift mean 1 and 0.
  public let elementwise: @Sendable (ElementwiseOperands) -> Void

  /// scores[i] = query · row i, between -1 and 1, or -1 where that is not a number.
  ///
  /// A panel holds `panelWidth` rows: their first values side by side, then their second values, and so on. There are
  /// `count` panels of `dimensions` · `panelWidth` floats. A row's score does not depend on which panels go with it.
  public let dotProducts:
    @Sendable (
      _ query: UnsafePointer<Float>, _ panels: UnsafePointer<Float>, _ count: Int, _ dimensions: Int,
      _ scores: UnsafeMutablePointer<Float>
    ) -> Void
  /// Writes, ascending, the indices of the values above a threshold and returns how many there are.
  /// `count` is a multiple of `panelWidth`.
  public let indicesAbove:
    @Sendable (
      _ threshold: Float, _ values: UnsafePointer<Float>, _ count: Int, _ indices: UnsafeMutablePointer<Int32>
    ) -> Int
  /// bounds[i] = query · row i + the error of that row times the query's length.
  public let upperBounds:
    @Sendable (QuantisedOperands, _ rows: Range<Int>, _ bounds: UnsafeMutablePointer<Float>) -> Void
  /// A loop of fused multiply-adds in registers, for the machine's peak: returns the floating-point operations done.
  public let peakLoop: @Sendable (_ iterations: Int) -> Int

  public init(
    name: String,
    panelWidth: Int,
    packedConvolutionCount: @escaping @Sendable (ConvolutionShape) -> Int,
    packConvolution:
      @escaping @Sendable (ConvolutionShape, _ oihw: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>) ->
      Void,
    convolution: @escaping @Sendable (ConvolutionShape, ConvolutionOperands, _ pixels: Range<Int>) -> Void,
    winograd: WinogradKernels,
    packedDepthwiseCount: @escaping @Sendable (ConvolutionShape) -> Int,
    packDepthwise:
      @escaping @Sendable (ConvolutionShape, _ oihw: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>) ->
      Void,
    depthwise: @escaping @Sendable (ConvolutionShape, ConvolutionOperands, _ rows: Range<Int>) -> Void,
    maxPool:
      @escaping @Sendable (ConvolutionShape, UnsafePointer<Float>, UnsafeMutablePointer<Float>, _ rows: Range<Int>) ->
      Void,
    averagePool:
      @escaping @Sendable (
        ConvolutionShape, UnsafePointer<Float>, UnsafeMutablePointer<Float>, _ rows: Range<Int>, _ countPadding: Bool
      ) -> Void,
    binary: @escaping @Sendable (BinaryOperation, BinaryOperands) -> Void,
    elementwise: @escaping @Sendable (ElementwiseOperands) -> Void,
    dotProducts:
      @escaping @Sendable (
        _ query: UnsafePointer<Float>, _ panels: UnsafePointer<Float>, _ count: Int, _ dimensions: Int,
        _ scores: UnsafeMutablePointer<Float>
      ) -> Void,
    indicesAbove:
      @escaping @Sendable (
        _ threshold: Float, _ values: UnsafePointer<Float>, _ count: Int, _ indices: UnsafeMutablePointer<Int32>
      ) -> Int,
    upperBounds:
      @escaping @Sendable (QuantisedOperands, _ rows: Range<Int>, _ bounds: UnsafeMutablePointer<Float>) ->
      Void,
    peakLoop: @escaping @Sendable (_ iterations: Int) -> Int
  ) {
    self.name = name
    self.panelWidth = panelWidth
    self.packedConvolutionCount = packedConvolutionCount
    self.packConvolution = packConvolution
    self.convolution = convolution
    self.winograd = winograd
    self.packedDepthwiseCount = packedDepthwiseCount
    self.packDepthwise = packDepthwise
    self.depthwise = depthwise
    self.maxPool = maxPool
    self.averagePool = averagePool
    self.binary = binary
    self.elementwise = elementwise
    self.dotProducts = dotProducts
    self.indicesAbove = indicesAbove
    self.upperBounds = upperBounds
    self.peakLoop = peakLoop
  }
}
