import KernelInterface
import Testing

@Suite struct ConvolutionTests {
  /// Channel counts around the widths of vectors and panels.
  static let channels = [1, 3, 5, 8, 15, 16, 17, 31, 32, 33, 48, 64, 130]

  @Test(arguments: availableKernels)
  func `pointwise convolutions of any channel counts`(kernels: KernelSet) {
    for inputs in Self.channels {
      for outputs in Self.channels {
        let shape = ConvolutionShape(height: 3, width: 7, channels: inputs, outputs: outputs)
        ConvolutionCase(shape, activation: .prelu).check(kernels)
      }
    }
  }

  @Test(arguments: availableKernels)
  func `3×3 convolutions of any channel counts`(kernels: KernelSet) {
    for (index, inputs) in Self.channels.enumerated() {
      let outputs = Self.channels[(index * 5 + 3) % Self.channels.count]
      let shape = ConvolutionShape(
        height: 6, width: 5, channels: inputs, outputs: outputs, kernel: (3, 3), pads: (1, 1, 1, 1))
      ConvolutionCase(shape, activation: .relu, withResidual: true).check(kernels)
    }
  }

  @Test(arguments: availableKernels)
  func `kernels, strides, dilations and asymmetric pads`(kernels: KernelSet) {
    for kernel in [(1, 1), (3, 3), (5, 5), (7, 7), (1, 3), (3, 1), (2, 4)] {
      for stride in [(1, 1), (2, 2), (2, 1)] {
        for dilation in [(1, 1), (2, 2)] {
          for pads in [(0, 0, 0, 0), (1, 0, 0, 2), (3, 3, 3, 3)] {
            for channels in [3, 40] {
              let shape = ConvolutionShape(
                height: 13, width: 14, channels: channels, outputs: 20, kernel: kernel, stride: stride,
                dilation: dilation, pads: pads)
              ConvolutionCase(shape).check(kernels)
            }
          }
        }
      }
    }
  }

  @Test(arguments: availableKernels)
  func `every activation with and without a residual`(kernels: KernelSet) {
    for activation in TestActivation.allCases {
      for withResidual in [false, true] {
        for outputs in [10, 32] {
          let shape = ConvolutionShape(
            height: 4, width: 9, channels: 16, outputs: outputs, kernel: (3, 3), pads: (1, 1, 1, 1))
          ConvolutionCase(shape, activation: activation, withResidual: withResidual).check(kernels)
        }
      }
    }
  }

  @Test(arguments: availableKernels)
  func `tiles inside the image, at its borders and across rows`(kernels: KernelSet) {
    for width in [1, 2, 13, 14, 15, 16, 17, 30, 31, 45] {
      for (channels, kernel, stride) in [(1, 3, 1), (3, 3, 2), (3, 3, 1), (16, 1, 1), (5, 1, 2), (33, 3, 1)] {
        let pad = kernel / 2
        let shape = ConvolutionShape(
          height: 5, width: width, channels: channels, outputs: 24, kernel: (kernel, kernel),
          stride: (stride, stride), pads: (pad, pad, pad, pad))
        let activation = TestActivation.allCases[width % TestActivation.allCases.count]
        ConvolutionCase(shape, activation: activation, withResidual: width % 2 == 0).check(kernels)
      }
    }
  }

  @Test(arguments: availableKernels)
  func `products of few rows`(kernels: KernelSet) {
    for rows in [1, 2, 3, 5, 7, 8, 13, 14, 16] {
      for (inputs, outputs) in [(40, 16), (33, 70), (7, 130), (300, 64)] {
        let shape = ConvolutionShape(height: 1, width: rows, channels: inputs, outputs: outputs)
        let activation = TestActivation.allCases[rows % TestActivation.allCases.count]
        ConvolutionCase(shape, activation: activation, withResidual: rows % 4 == 1).check(kernels)
      }
    }
  }

  @Test(arguments: availableKernels)
  func `tensors that are part of wider ones`(kernels: KernelSet) {
    for channels in [3, 16, 33] {
      var shape = ConvolutionShape(
        height: 5, width: 6, channels: channels, outputs: 18, kernel: (3, 3), pads: (1, 1, 1, 1))
      shape.inputPixelStride = channels + 5
      shape.outputPixelStride = 31
      ConvolutionCase(shape, activation: .clip, withResidual: true).check(kernels)
    }
  }

  @Test(arguments: availableKernels)
  func `images of one pixel and windows larger than the image`(kernels: KernelSet) {
    for kernel in [(1, 1), (3, 3), (5, 5)] {
      let half = kernel.0 / 2
      let shape = ConvolutionShape(
        height: 1, width: 1, channels: 17, outputs: 33, kernel: kernel, pads: (half, half, half, half))
      ConvolutionCase(shape).check(kernels)
    }
    ConvolutionCase(ConvolutionShape(height: 1, width: 1, channels: 3000, outputs: 40)).check(kernels)
  }

  @Test(arguments: availableKernels)
  func `weights larger than the cache`(kernels: KernelSet) {
    let shape = ConvolutionShape(
      height: 4, width: 4, channels: 512, outputs: 130, kernel: (3, 3), pads: (1, 1, 1, 1))
    ConvolutionCase(shape).check(kernels)
  }

  @Test(arguments: availableKernels)
  func `only the asked pixels are written`(kernels: KernelSet) {
    let shape = ConvolutionShape(
      height: 7, width: 7, channels: 8, outputs: 21, kernel: (3, 3), pads: (1, 1, 1, 1))
    for range in [0..<1, 5..<6, 3..<20, 20..<49, 48..<49, 10..<10] {
      ConvolutionCase(shape, activation: .sigmoid, withResidual: true).check(kernels, pixels: range)
    }
  }
}

/// One convolution with its random operands.
struct ConvolutionCase {
  let shape: ConvolutionShape
  /// Images one after the other; pixels are numbered through.
  let images: Int
  let activation: TestActivation
  let input, weights, bias, slopes, residual: [Float]
  let residualStride: Int

  var pixels: Int { images * shape.pixels }

  init(
    _ shape: ConvolutionShape, images: Int = 1, activation: TestActivation = .identity, withResidual: Bool = false
  ) {
    self.shape = shape
    self.images = images
    self.activation = activation
    var random = Pseudorandom(seed: shape.inputChannels * 1000 + shape.outputChannels)
    input = random.floats(
      (images * shape.inputHeight * shape.inputWidth - 1) * shape.inputPixelStride + shape.inputChannels)
    weights = random.floats(shape.outputChannels * shape.inputChannels * shape.kernelHeight * shape.kernelWidth)
    bias = random.floats(shape.outputChannels)
    slopes = random.floats(shape.outputChannels)
    residualStride = shape.outputChannels + 3
    residual = withResidual ? random.floats((images * shape.pixels - 1) * residualStride + shape.outputChannels) : []
  }

  func check(_ kernels: KernelSet, pixels: Range<Int>? = nil) {
    let range = pixels ?? 0..<shape.pixels
    let packed = GuardedBuffer(count: kernels.packedConvolutionCount(shape)) { _ in .nan }
    let unpacked = GuardedBuffer(weights)
    withExtendedLifetime(unpacked) { kernels.packConvolution(shape, unpacked.pointer, packed.pointer) }
    let output = run { operands in
      operands.packedWeights = UnsafePointer(packed.pointer)
      withExtendedLifetime(packed) { kernels.convolution(shape, operands, range) }
    } padding: {
      kernels.padded($0)
    }
    expect(output, in: range, from: "\(kernels.name) \(shape)") { expected(pixel: $0, channel: $1) }
  }

  func run(
    _ kernel: (inout ConvolutionOperands) -> Void, padding: ([Float]) -> [Float]
  ) -> GuardedBuffer {
    let output = GuardedBuffer(count: (pixels - 1) * shape.outputPixelStride + shape.outputChannels) { _ in
      GuardedBuffer.canary
    }
    let buffers = [input, padding(bias), padding(slopes), residual].map(GuardedBuffer.init)
    var operands = ConvolutionOperands(
      input: buffers[0].pointer, packedWeights: buffers[0].pointer, bias: buffers[1].pointer, output: output.pointer)
    operands.activation = activation.activation(slopes: buffers[2].pointer)
    if !residual.isEmpty {
      operands.residual = UnsafePointer(buffers[3].pointer)
      operands.residualPixelStride = residualStride
    }
    withExtendedLifetime(buffers) { kernel(&operands) }
    return output
  }

  /// The values in the range are as expected, everything else is untouched.
  func expect(
    _ output: GuardedBuffer, in range: Range<Int>, from description: String,
    tolerance: Double = 1e-6, _ expected: (_ pixel: Int, _ channel: Int) -> Expected
  ) {
    let values = output.values
    var wrong: [String] = []
    for index in values.indices {
      let (pixel, channel) = (index / shape.outputPixelStride, index % shape.outputPixelStride)
      if channel >= shape.outputChannels || !range.contains(pixel) {
        if values[index] != GuardedBuffer.canary { wrong.append("wrote to pixel \(pixel), channel \(channel)") }
        continue
      }
      let reference = expected(pixel, channel)
      if !reference.matches(values[index], tolerance: tolerance) {
        wrong.append("\(values[index]) instead of \(reference.value) at pixel \(pixel), channel \(channel)")
      }
    }
    if !output.canariesInFrontAreIntact { wrong.append("wrote in front of the output") }
    #expect(wrong.isEmpty, "\(description): \(wrong.count) wrong, first: \(wrong.first ?? "")")
  }

  func expected(pixel: Int, channel: Int) -> Expected {
    let taps = shape.kernelHeight * shape.kernelWidth
    var sum = Expected()
    sum.add(Double(bias[channel]))
    let start = pixel / shape.pixels * shape.inputHeight * shape.inputWidth
    for (tap, inputPixel) in shape.window(pixel % shape.pixels) {
      for inputChannel in 0..<shape.inputChannels {
        let weight = weights[(channel * shape.inputChannels + inputChannel) * taps + tap]
        sum.add(Double(weight) * Double(input[(start + inputPixel) * shape.inputPixelStride + inputChannel]))
      }
    }
    return finished(sum, pixel: pixel, channel: channel)
  }

  func finished(_ sum: Expected, pixel: Int, channel: Int) -> Expected {
    var result = sum
    if !residual.isEmpty { result.add(Double(residual[pixel * residualStride + channel])) }
    result.value = activation(result.value, slope: slopes[channel])
    return result
  }
}
