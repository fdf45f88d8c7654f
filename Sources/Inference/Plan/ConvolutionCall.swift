import KernelInterface

/// Everything that one convolution step needs: geometry, batch, operands.
struct ConvolutionCall {
  var convolution: Convolution
  var packed: PackedWeights
  /// Of one image and one group.
  var shape: ConvolutionShape
  var images: Int
  var input, output: Value
  var residual: Value?
  var residualPixelStride = 0

  private var pixels: Int { shape.outputHeight * shape.outputWidth }
  private var groups: Int { convolution.isDepthwise ? 1 : convolution.groups }
  private var unitsPerImage: Int { convolution.isDepthwise ? shape.outputHeight : pixels }

  var work: Int {
    let taps = shape.kernelHeight * shape.kernelWidth * (convolution.isDepthwise ? 1 : shape.inputChannels)
    return 2 * images * groups * pixels * shape.outputChannels * taps
  }

  /// Of the time that a run takes, in floating-point operations: those done for outputs that only fill a panel too, and
  /// for each tap finding where its inputs lie.
  func cost(_ kernels: KernelSet) -> Double {
    let windows = Double(images * groups * pixels) * Double(shape.kernelHeight * shape.kernelWidth)
    let panels = Double((shape.outputChannels + kernels.panelWidth - 1) / kernels.panelWidth)
    if convolution.isDepthwise { return windows * panels * Self.depthwiseTapCost }
    let calls = images * groups * (1 + shape.kernelHeight * shape.kernelWidth / 16)
    return Self.cost(work, outputs: shape.outputChannels, calls: calls, kernels) + windows * panels * Self.tapCost
  }

  /// 8 and 16 nanoseconds.
  private static let tapCost = 160.0
  private static let depthwiseTapCost = 320.0

  /// - Parameter calls: of a kernel, each of which prepares tables.
  static func cost(_ work: Int, outputs: Int, calls: Int, _ kernels: KernelSet) -> Double {
    let width = kernels.panelWidth
    let padded = Double((outputs + width - 1) / width * width) / Double(outputs)
    return Double(work) * padded + Double(calls) * 5000
  }

  func run(_ memory: Memory, _ workers: WorkerPool, _ kernels: KernelSet) {
    if workers.threads > 1, weighsMost { return runByChannels(memory, workers, kernels) }
    let kernel = convolution.isDepthwise ? kernels.depthwise : kernels.convolution
    workers.run(units: images * unitsPerImage, work: work) { units in
      forEachImage(units, unitsPerImage: unitsPerImage) { image, part in
        for group in 0..<groups { kernel(shape, operands(memory, image: image, group: group), part) }
      }
    }
  }

  /// Whether the weights take longer to read than the image.
  private var weighsMost: Bool {
    groups == 1 && !convolution.isDepthwise && packed.weights.count > 1 << 17
      && packed.weights.count > images * shape.inputHeight * shape.inputWidth * shape.inputChannels
  }

  /// Each thread reads a part of the weights and all images.
  private func runByChannels(_ memory: Memory, _ workers: WorkerPool, _ kernels: KernelSet) {
    let width = kernels.panelWidth
    let depth = shape.kernelHeight * shape.kernelWidth * shape.inputChannels
    workers.run(units: (shape.outputChannels + width - 1) / width, work: work) { panels in
      let first = panels.lowerBound * width
      var part = shape
      part.outputChannels = min(panels.upperBound * width, shape.outputChannels) - first
      for image in 0..<images {
        var operands = operands(memory, image: image, group: 0)
        operands.packedWeights += first * depth
        operands.bias += first
        operands.output += first
        operands.residual = operands.residual.map { $0 + first }
        operands.activation = operands.activation.fromChannel(first)
        kernels.convolution(part, operands, 0..<pixels)
      }
    }
  }

  private func operands(_ memory: Memory, image: Int, group: Int) -> ConvolutionOperands {
    let inputStart = image * shape.inputHeight * shape.inputWidth * shape.inputPixelStride + group * shape.inputChannels
    let outputStart = image * pixels * shape.outputPixelStride + group * shape.outputChannels
    var result = ConvolutionOperands(
      input: memory.pointer(input) + inputStart,
      packedWeights: packed.weights.pointer + group * packed.weightsPerGroup,
      bias: packed.bias.pointer + group * packed.biasPerGroup,
      output: memory.pointer(output) + outputStart)
    if let residual {
      let start = image * pixels * residualPixelStride + group * shape.outputChannels
      result.residual = UnsafePointer(memory.pointer(residual) + start)
      result.residualPixelStride = residualPixelStride
    }
    result.activation = convolution.activation.kernelActivation
    return result
  }
}

extension Activation {
  /// For a part of the channels.
  fileprivate func fromChannel(_ first: Int) -> Activation {
    if case .prelu(let slopes) = self { .prelu(slopes: slopes + first) } else { self }
  }
}

/// Calls `body` for each image that a range of units touches, with the part of the image.
func forEachImage(_ units: Range<Int>, unitsPerImage: Int, _ body: (Int, Range<Int>) -> Void) {
  var start = units.lowerBound
  while start < units.upperBound {
    let image = start / unitsPerImage
    let end = min(units.upperBound, (image + 1) * unitsPerImage)
    body(image, start - image * unitsPerImage..<end - image * unitsPerImage)
    start = end
  }
}
