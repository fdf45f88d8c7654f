/// How many output pixels a Winograd convolution computes from one patch, along each axis.
public enum WinogradSize: Int, Sendable, CaseIterable {
  /// F(2×2, 3×3): patches of 4×4, 2.25 times fewer multiplications than the direct sum.
  case two = 2
  /// F(4×4, 3×3): patches of 6×6, 4 times fewer multiplications.
  case four = 4

  /// Pixels of a patch along one axis.
  public var patch: Int { rawValue + 2 }

  /// Pixels of a patch, each of which becomes one matrix product.
  public var elements: Int { patch * patch }
}

/// A 3×3 convolution with stride 1 over a batch of images, cut into tiles of output pixels.
///
/// The tiles of all images are numbered in one row, image after image, row after row.
public struct WinogradShape: Sendable, Equatable {
  public let convolution: ConvolutionShape
  public let images: Int
  public let size: WinogradSize
  public let tilesDown, tilesAcross: Int

  /// - Parameter convolution: kernel 3×3, strides and dilations 1.
  public init(_ convolution: ConvolutionShape, images: Int, size: WinogradSize) {
    self.convolution = convolution
    self.images = images
    self.size = size
    tilesDown = (convolution.outputHeight + size.rawValue - 1) / size.rawValue
    tilesAcross = (convolution.outputWidth + size.rawValue - 1) / size.rawValue
  }

  public var tiles: Int { images * tilesDown * tilesAcross }
}

/// A convolution 3×3 with stride 1 as matrix products on transformed patches.
///
/// The input's patches and the weights are transformed, multiplied pixel by pixel of the patch (a matrix product over
/// the channels for each), and the products transformed back. After Lavin and Gray, "Fast Algorithms for Convolutional
/// Neural Networks", 2015; the points of F(4×4) are 0, ±√½, ±√2 and ∞, whose rounding errors are the smallest.
public struct WinogradKernels: Sendable {
  /// The most tiles that one block of transformed patches holds.
  public let blockTiles: Int
  /// Floats that the transformed weights take.
  public let packedCount: @Sendable (ConvolutionShape, WinogradSize) -> Int
  /// Transforms OIHW weights.
  public let pack:
    @Sendable (ConvolutionShape, WinogradSize, _ oihw: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>) ->
      Void
  /// Floats that a block of transformed patches takes.
  public let blockCount: @Sendable (WinogradShape) -> Int
  /// Transforms the patches of the `tiles` (at most `blockTiles`), the `channels` whole panels only, into a block.
  public let transform:
    @Sendable (
      WinogradShape, _ input: UnsafePointer<Float>, _ tiles: Range<Int>, _ panels: Range<Int>,
      _ block: UnsafeMutablePointer<Float>
    ) -> Void
  /// Multiplies a block of patches with the output channels of `panels` and writes the pixels of its tiles.
  ///
  /// The operands' input is not used; output and residual are those of the first image.
  public let multiply:
    @Sendable (
      WinogradShape, ConvolutionOperands, _ block: UnsafePointer<Float>, _ tiles: Range<Int>, _ panels: Range<Int>
    ) -> Void

  public init(
    blockTiles: Int,
    packedCount: @escaping @Sendable (ConvolutionShape, WinogradSize) -> Int,
    pack:
      @escaping @Sendable (
        ConvolutionShape, WinogradSize, _ oihw: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>
      ) -> Void,
    blockCount: @escaping @Sendable (WinogradShape) -> Int,
    transform:
      @escaping @Sendable (
        WinogradShape, _ input: UnsafePointer<Float>, _ tiles: Range<Int>, _ panels: Range<Int>,
        _ block: UnsafeMutablePointer<Float>
      ) -> Void,
    multiply:
      @escaping @Sendable (
        WinogradShape, ConvolutionOperands, _ block: UnsafePointer<Float>, _ tiles: Range<Int>, _ panels: Range<Int>
      ) -> Void
  ) {
    self.blockTiles = blockTiles
    self.packedCount = packedCount
    self.pack = pack
    self.blockCount = blockCount
    self.transform = transform
    self.multiply = multiply
  }
}
