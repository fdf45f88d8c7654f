import KernelInterface
import Testing

@Suite struct DepthwiseTests {
  @Test(arguments: availableKernels)
  func `any channel count`(kernels: KernelSet) {
    for channels in ConvolutionTests.channels {
      for stride in [1, 2] {
        let shape = ConvolutionShape(
          height: 8, width: 11, channels: channels, outputs: channels, kernel: (3, 3), stride: (stride, stride),
          pads: (1, 1, 1, 1))
        check(kernels, ConvolutionCase(shape, activation: .prelu))
      }
    }
  }

  @Test(arguments: availableKernels)
  func `kernels, strides, dilations and asymmetric pads`(kernels: KernelSet) {
    for kernel in [(1, 1), (3, 3), (5, 5), (7, 7), (2, 3)] {
      for stride in [(1, 1), (2, 2), (1, 2)] {
        for dilation in [(1, 1), (2, 2)] {
          for pads in [(0, 0, 0, 0), (1, 0, 0, 2), (3, 3, 3, 3)] {
            let shape = ConvolutionShape(
              height: 14, width: 15, channels: 21, outputs: 21, kernel: kernel, stride: stride, dilation: dilation,
              pads: pads)
            check(kernels, ConvolutionCase(shape))
          }
        }
      }
    }
  }

  @Test(arguments: availableKernels)
  func `the whole image as the window`(kernels: KernelSet) {
    let shape = ConvolutionShape(height: 7, width: 7, channels: 130, outputs: 130, kernel: (7, 7))
    check(kernels, ConvolutionCase(shape))
  }

  @Test(arguments: availableKernels)
  func `an image of one pixel`(kernels: KernelSet) {
    let shape = ConvolutionShape(
      height: 1, width: 1, channels: 17, outputs: 17, kernel: (3, 3), pads: (1, 1, 1, 1))
    check(kernels, ConvolutionCase(shape))
  }

  @Test(arguments: availableKernels)
  func `every activation with and without a residual`(kernels: KernelSet) {
    for activation in TestActivation.allCases {
      for withResidual in [false, true] {
        let shape = ConvolutionShape(
          height: 5, width: 9, channels: 24, outputs: 24, kernel: (3, 3), pads: (1, 1, 1, 1))
        check(kernels, ConvolutionCase(shape, activation: activation, withResidual: withResidual))
      }
    }
  }

  @Test(arguments: availableKernels)
  func `tensors that are part of wider ones, and only the asked rows`(kernels: KernelSet) {
    var shape = ConvolutionShape(
      height: 6, width: 9, channels: 19, outputs: 19, kernel: (3, 3), pads: (1, 1, 1, 1))
    shape.inputPixelStride = 22
    shape.outputPixelStride = 40
    for rows in [0..<6, 2..<3, 1..<5, 6..<6] {
      check(kernels, ConvolutionCase(shape, activation: .relu, withResidual: true), rows: rows)
    }
  }

  @Test(arguments: availableKernels)
  func `3×3 windows of every channel count on images of all small sizes`(kernels: KernelSet) {
    for channels in 1...40 {
      let stride = channels % 2 + 1
      for (height, width) in [(1, 1), (1, 2), (2, 1), (3, 3), (5, 2), (2, 6), (4, 5), (7, 20), (6, 37)] {
        let shape = ConvolutionShape(
          height: height, width: width, channels: channels, outputs: channels, kernel: (3, 3),
          stride: (stride, stride), pads: (1, 1, 1, 1))
        let activation = TestActivation.allCases[channels % TestActivation.allCases.count]
        check(kernels, ConvolutionCase(shape, activation: activation, withResidual: (height + channels) % 3 == 0))
      }
    }
  }

  @Test(arguments: availableKernels)
  func `3×3 windows with pads on single sides and uneven strides`(kernels: KernelSet) {
    for pads in [(0, 0, 0, 0), (0, 1, 0, 0), (0, 0, 0, 1), (1, 0, 0, 0), (0, 0, 1, 0), (2, 1, 2, 1), (1, 2, 1, 2)] {
      for stride in [(1, 1), (1, 2), (2, 1), (2, 2), (3, 3)] {
        for channels in [3, 8, 16, 27] {
          for size in [(6, 7), (7, 6), (3, 3)] {
            let shape = ConvolutionShape(
              height: size.0, width: size.1, channels: channels, outputs: channels, kernel: (3, 3), stride: stride,
              pads: pads)
            check(kernels, ConvolutionCase(shape, activation: .relu))
          }
        }
      }
    }
  }

  @Test(arguments: availableKernels)
  func `a few channels of a wider tensor, in any part of the rows`(kernels: KernelSet) {
    for channels in [1, 4, 10, 17] {
      var shape = ConvolutionShape(
        height: 9, width: 5, channels: channels, outputs: channels, kernel: (3, 3), pads: (1, 1, 1, 1))
      shape.inputPixelStride = channels + 6
      for rows in [0..<9, 0..<1, 3..<6, 6..<9, 8..<9] {
        for activation in TestActivation.allCases {
          check(kernels, ConvolutionCase(shape, activation: activation), rows: rows)
        }
      }
    }
  }

  private func check(_ kernels: KernelSet, _ test: ConvolutionCase, rows: Range<Int>? = nil) {
    let shape = test.shape
    let taps = shape.kernelHeight * shape.kernelWidth
    let range = rows ?? 0..<shape.outputHeight
    let packed = GuardedBuffer(count: kernels.packedDepthwiseCount(shape)) { _ in .nan }
    let weights = GuardedBuffer(Array(test.weights.prefix(shape.outputChannels * taps)))
    withExtendedLifetime(weights) { kernels.packDepthwise(shape, weights.pointer, packed.pointer) }
    let output = test.run { operands in
      operands.packedWeights = UnsafePointer(packed.pointer)
      withExtendedLifetime(packed) { kernels.depthwise(shape, operands, range) }
    } padding: {
      kernels.padded($0)
    }
    let pixels = range.lowerBound * shape.outputWidth..<range.upperBound * shape.outputWidth
    test.expect(output, in: pixels, from: "\(kernels.name) \(shape)") { pixel, channel in
      var sum = Expected()
      sum.add(Double(test.bias[channel]))
      for (tap, inputPixel) in shape.window(pixel) {
        let weight = test.weights[channel * taps + tap]
        sum.add(Double(weight) * Double(test.input[inputPixel * shape.inputPixelStride + channel]))
      }
      return test.finished(sum, pixel: pixel, channel: channel)
    }
  }
}
