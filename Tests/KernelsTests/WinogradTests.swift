import KernelInterface
import Testing

@Suite struct WinogradTests {
  @Test(arguments: availableKernels, WinogradSize.allCases)
  func `images of any size`(kernels: KernelSet, size: WinogradSize) {
    for (height, width) in [(1, 1), (2, 3), (4, 4), (5, 7), (6, 6), (8, 3), (13, 14), (30, 21)] {
      let shape = ConvolutionShape(
        height: height, width: width, channels: 16, outputs: 16, kernel: (3, 3), pads: (1, 1, 1, 1))
      WinogradCase(ConvolutionCase(shape), size).check(kernels)
    }
  }

  @Test(arguments: availableKernels, WinogradSize.allCases)
  func `any channel counts`(kernels: KernelSet, size: WinogradSize) {
    for (index, inputs) in ConvolutionTests.channels.enumerated() {
      let outputs = ConvolutionTests.channels[(index * 5 + 3) % ConvolutionTests.channels.count]
      let shape = ConvolutionShape(
        height: 6, width: 9, channels: inputs, outputs: outputs, kernel: (3, 3), pads: (1, 1, 1, 1))
      WinogradCase(ConvolutionCase(shape, activation: .prelu, withResidual: true), size).check(kernels)
    }
  }

  @Test(arguments: availableKernels, WinogradSize.allCases)
  func `asymmetric pads and none`(kernels: KernelSet, size: WinogradSize) {
    for pads in [(0, 0, 0, 0), (1, 0, 0, 2), (2, 2, 2, 2), (0, 1, 3, 0)] {
      let shape = ConvolutionShape(height: 9, width: 10, channels: 20, outputs: 24, kernel: (3, 3), pads: pads)
      WinogradCase(ConvolutionCase(shape), size).check(kernels)
    }
  }

  @Test(arguments: availableKernels, WinogradSize.allCases)
  func `every activation with and without a residual`(kernels: KernelSet, size: WinogradSize) {
    for activation in TestActivation.allCases {
      for withResidual in [false, true] {
        let shape = ConvolutionShape(
          height: 5, width: 9, channels: 16, outputs: 40, kernel: (3, 3), pads: (1, 1, 1, 1))
        WinogradCase(ConvolutionCase(shape, activation: activation, withResidual: withResidual), size).check(kernels)
      }
    }
  }

  @Test(arguments: availableKernels, WinogradSize.allCases)
  func `batches, and tensors that are part of wider ones`(kernels: KernelSet, size: WinogradSize) {
    for images in [2, 3] {
      var shape = ConvolutionShape(
        height: 7, width: 5, channels: 18, outputs: 17, kernel: (3, 3), pads: (1, 1, 1, 1))
      shape.inputPixelStride = 23
      shape.outputPixelStride = 31
      WinogradCase(ConvolutionCase(shape, images: images, activation: .relu, withResidual: true), size).check(kernels)
    }
  }

  @Test(arguments: availableKernels, WinogradSize.allCases)
  func `blocks of any number of tiles, panel by panel`(kernels: KernelSet, size: WinogradSize) {
    let shape = ConvolutionShape(
      height: 20, width: 20, channels: 33, outputs: 50, kernel: (3, 3), pads: (1, 1, 1, 1))
    let convolution = ConvolutionCase(shape, activation: .clip)
    for blockTiles in 1...kernels.winograd.blockTiles {
      WinogradCase(convolution, size).check(kernels, blockTiles: blockTiles, panelsAtATime: 1)
    }
  }
}

/// A convolution that the fast method computes block by block and the sum of all products judges.
struct WinogradCase {
  let convolution: ConvolutionCase
  let shape: WinogradShape

  init(_ convolution: ConvolutionCase, _ size: WinogradSize) {
    self.convolution = convolution
    shape = WinogradShape(convolution.shape, images: convolution.images, size: size)
  }

  func check(_ kernels: KernelSet, blockTiles: Int? = nil, panelsAtATime: Int = .max) {
    let winograd = kernels.winograd
    let packed = GuardedBuffer(count: winograd.packedCount(shape.convolution, shape.size)) { _ in .nan }
    let unpacked = GuardedBuffer(convolution.weights)
    withExtendedLifetime(unpacked) { winograd.pack(shape.convolution, shape.size, unpacked.pointer, packed.pointer) }
    let output = convolution.run { operands in
      operands.packedWeights = UnsafePointer(packed.pointer)
      for first in stride(from: 0, to: shape.tiles, by: blockTiles ?? winograd.blockTiles) {
        let tiles = first..<min(first + (blockTiles ?? winograd.blockTiles), shape.tiles)
        run(kernels, operands, tiles, panelsAtATime)
      }
    } padding: {
      kernels.padded($0)
    }
    withExtendedLifetime(packed) {}
    let description = "\(kernels.name) \(shape)"
    convolution.expect(output, in: 0..<convolution.pixels, from: description, tolerance: 2e-6) {
      convolution.expected(pixel: $0, channel: $1)
    }
  }

  private func run(_ kernels: KernelSet, _ operands: ConvolutionOperands, _ tiles: Range<Int>, _ panelsAtATime: Int) {
    let winograd = kernels.winograd
    let block = GuardedBuffer(count: winograd.blockCount(shape)) { _ in .nan }
    func forEachPart(_ channels: Int, _ body: (Range<Int>) -> Void) {
      let panels = (channels + kernels.panelWidth - 1) / kernels.panelWidth
      for first in stride(from: 0, to: panels, by: min(panels, panelsAtATime)) {
        body(first..<min(panels, first + min(panels, panelsAtATime)))
      }
    }
    forEachPart(shape.convolution.inputChannels) {
      winograd.transform(shape, operands.input, tiles, $0, block.pointer)
    }
    forEachPart(shape.convolution.outputChannels) {
      winograd.multiply(shape, operands, block.pointer, tiles, $0)
    }
  }
}
