import KernelInterface

/// Weights and bias of one convolution in the order that one kernel set reads them, group after group.
final class PackedWeights: Sendable {
  let weights: AlignedBuffer
  let bias: AlignedBuffer
  let weightsPerGroup: Int
  let biasPerGroup: Int

  /// - Parameter values: O×(I/groups)×H×W, as in the file.
  init(_ convolution: Convolution, values: [Float], bias: [Float]?, kernels: KernelSet) {
    let shape = convolution.packingShape
    let groups = convolution.isDepthwise ? 1 : convolution.groups
    let outputs = convolution.outputChannels / groups
    weightsPerGroup =
      convolution.isDepthwise ? kernels.packedDepthwiseCount(shape) : kernels.packedConvolutionCount(shape)
    biasPerGroup =
      (outputs + AlignedBuffer.vectorPadding - 1) / AlignedBuffer.vectorPadding * AlignedBuffer.vectorPadding
    weights = AlignedBuffer(count: weightsPerGroup * groups)
    self.bias = AlignedBuffer(count: biasPerGroup * groups)
    let pack = convolution.isDepthwise ? kernels.packDepthwise : kernels.packConvolution
    values.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress else { return }
      for group in 0..<groups {
        pack(shape, source + group * (values.count / groups), weights.pointer + group * weightsPerGroup)
      }
    }
    for (index, value) in (bias ?? []).enumerated() {
      self.bias.pointer[index / outputs * biasPerGroup + index % outputs] = value
    }
  }
}

extension Convolution {
  /// Floats that all groups take together.
  fileprivate func packedCount(_ kernels: KernelSet) -> Int {
    isDepthwise ? kernels.packedDepthwiseCount(packingShape) : kernels.packedConvolutionCount(packingShape) * groups
  }

  /// One group, without an image size: packing depends on channels, kernel, strides and dilations only.
  fileprivate var packingShape: ConvolutionShape {
    kernelShape(input: (1, 1), output: (1, 1), padding: (0, 0))
  }

  /// The geometry of one group (of all channels where it is depthwise) for the kernels.
  func kernelShape(
    input: (height: Int, width: Int), output: (height: Int, width: Int), padding: (top: Int, left: Int)
  ) -> ConvolutionShape {
    let inputs = isDepthwise ? groups : weightShape[1]
    let outputs = isDepthwise ? groups : outputChannels / groups
    var shape = ConvolutionShape(
      inputHeight: input.height, inputWidth: input.width, inputChannels: inputs,
      outputHeight: output.height, outputWidth: output.width, outputChannels: outputs)
    shape.setWindow(window, kernel: weightShape.count == 4 ? Array(weightShape[2...]) : [1, 1])
    (shape.padTop, shape.padLeft) = padding
    return shape
  }
}

extension ConvolutionShape {
  mutating func setWindow(_ window: Window, kernel: [Int]) {
    (kernelHeight, kernelWidth) = (kernel[0], kernel[1])
    (strideY, strideX) = (window.strides[0], window.strides[1])
    (dilationY, dilationX) = (window.dilations[0], window.dilations[1])
  }
}

extension Graph {
  /// Packs all weights and drops the unpacked ones.
  mutating func packWeights(_ kernels: KernelSet) throws(GraphError) {
    for index in nodes.indices {
      guard var convolution = nodes[index].operation.convolution else { continue }
      guard convolution.packedCount(kernels) <= 4 * Shape.largestCount else {
        throw GraphError.invalid("weights of shape \(convolution.weightShape) are too large").at(nodes[index])
      }
      let values = constants[nodes[index].inputs[1]]?.floats ?? []
      let bias = nodes[index].input(2).flatMap { constants[$0]?.floats }
      convolution.packed = PackedWeights(convolution, values: values, bias: bias, kernels: kernels)
      nodes[index].operation.convolution = convolution
      nodes[index].inputs = [nodes[index].inputs[0]]
    }
    removeUnused()
  }
}
