import KernelInterface
import Testing

@Suite struct PoolingTests {
  static let shapes: [ConvolutionShape] = {
    var shapes: [ConvolutionShape] = []
    for channels in ConvolutionTests.channels {
      for (kernel, stride, pads) in [
        ((2, 2), (2, 2), (0, 0, 0, 0)), ((3, 3), (2, 2), (1, 1, 1, 1)), ((3, 2), (1, 2), (1, 0, 0, 1)),
        ((7, 8), (1, 1), (0, 0, 0, 0)), ((2, 2), (2, 2), (0, 0, 1, 1)), ((2, 2), (1, 2), (0, 0, 0, 0)),
      ] {
        shapes.append(
          ConvolutionShape(
            height: 7, width: 8, channels: channels, outputs: channels, kernel: kernel, stride: stride, pads: pads))
      }
    }
    shapes.append(
      ConvolutionShape(height: 9, width: 9, channels: 6, outputs: 6, kernel: (3, 3), dilation: (2, 2)))
    var wide = ConvolutionShape(height: 4, width: 4, channels: 6, outputs: 6, kernel: (2, 2), stride: (2, 2))
    wide.inputPixelStride = 11
    wide.outputPixelStride = 9
    shapes.append(wide)
    return shapes
  }()

  @Test(arguments: availableKernels)
  func `max pool`(kernels: KernelSet) {
    for shape in Self.shapes {
      check(kernels, shape) { input, output, rows in
        kernels.maxPool(shape, input, output, rows)
      } reference: { values in
        values.max() ?? -.infinity
      }
    }
  }

  @Test(arguments: availableKernels)
  func `average pool`(kernels: KernelSet) {
    for shape in Self.shapes {
      check(kernels, shape) { input, output, rows in
        kernels.averagePool(shape, input, output, rows, false)
      } reference: { values in
        values.reduce(0, +) / Double(values.count)
      }
    }
  }

  @Test(arguments: availableKernels)
  func `average pool that counts the padding`(kernels: KernelSet) {
    for shape in Self.shapes {
      check(kernels, shape) { input, output, rows in
        kernels.averagePool(shape, input, output, rows, true)
      } reference: { values in
        values.reduce(0, +) / Double(shape.kernelHeight * shape.kernelWidth)
      }
    }
  }

  private func check(
    _ kernels: KernelSet, _ shape: ConvolutionShape,
    _ pool: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Range<Int>) -> Void,
    reference: ([Double]) -> Double
  ) {
    let test = ConvolutionCase(shape)
    for rows in [0..<shape.outputHeight, (shape.outputHeight - 1)..<shape.outputHeight] {
      let output = test.run {
        pool($0.input, $0.output, rows)
      } padding: {
        kernels.padded($0)
      }
      let pixels = rows.lowerBound * shape.outputWidth..<rows.upperBound * shape.outputWidth
      test.expect(output, in: pixels, from: "\(kernels.name) \(shape)") { pixel, channel in
        let values = shape.window(pixel).map { Double(test.input[$0.input * shape.inputPixelStride + channel]) }
        return Expected(value: reference(values), magnitude: values.reduce(0) { $0 + abs($1) })
      }
    }
  }
}
