import KernelInterface

/// Weights and bias of one convolution in the order that one kernel set reads them, group after group.
final class PackedWeights: Sendable {
  let weights: AlignedBuffer
  let bias: AlignedBuffer
  let weightsPerGroup: Int
  let biasPerGroup: Int
  /// Of Winograd's method, where the weights are transformed for it.
  let winograd: WinogradSize?

  /// - Parameter values: O×(I/groups)×H×W, as in the file.
  init(
    _ convolution: Convolution, values: [Float], bias: [Float]?, kernels: KernelSet, winograd: WinogradSize?
  ) {
    let groups = convolution.isDepthwise ? 1 : convolution.groups
    let outputs = convolution.outputChannels / groups
    self.winograd = winograd
    weightsPerGroup = convolution.packedGroupCount(kernels, winograd)
    biasPerGroup =
      (outputs + AlignedBuffer.vectorPadding - 1) / AlignedBuffer.vectorPadding * AlignedBuffer.vectorPadding
    weights = AlignedBuffer(count: weightsPerGroup * groups)
    self.bias = AlignedBuffer(count: biasPerGroup * groups)
    values.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress else { return }
      for group in 0..<groups {
        convolution.pack(
          kernels, winograd, source + group * (values.count / groups), weights.pointer + group * weightsPerGroup)
      }
    }
    for (index, value) in (bias ?? []).enumerated() {
      self.bias.pointer[index / outputs * biasPerGroup + index % outputs] = value
    }
  }
}

extension Convolution {
  /// The size of Winograd's method that suits the layer, whatever the image; nil where the direct sum does.
  var suitableWinograd: WinogradSize? {
    guard weightShape.count == 4, weightShape[2...] == [3, 3], window.strides == [1, 1], window.dilations == [1, 1],
      groups == 1, weightShape[1] >= 16, weightShape[0] >= 16
    else { return nil }
    // Transformed for 4×4, the largest weights would be read from memory for longer than 2×2 multiplies.
    return weightShape[0] * weightShape[1] > 400 * 400 ? .two : .four
  }

  /// Floats of one group (of all channels where it is depthwise).
  fileprivate func packedGroupCount(_ kernels: KernelSet, _ winograd: WinogradSize?) -> Int {
    if let winograd { return kernels.winograd.packedCount(packingShape, winograd) }
    return isDepthwise ? kernels.packedDepthwiseCount(packingShape) : kernels.packedConvolutionCount(packingShape)
  }

  /// Of weights and bias.
  func packedBytes(_ kernels: KernelSet, _ winograd: WinogradSize?) -> Int {
    let groups = isDepthwise ? 1 : groups
    let floats =
      packedGroupCount(kernels, winograd) * groups + outputChannels + groups * AlignedBuffer.vectorPadding
    return floats * MemoryLayout<Float>.stride
  }

  /// Packs one group (all channels where it is depthwise).
  fileprivate func pack(
    _ kernels: KernelSet, _ winograd: WinogradSize?, _ source: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>
  ) {
    if let winograd { return kernels.winograd.pack(packingShape, winograd, source, target) }
    let pack = isDepthwise ? kernels.packDepthwise : kernels.packConvolution
    pack(packingShape, source, target)
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
