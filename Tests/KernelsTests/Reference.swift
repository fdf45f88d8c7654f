import Foundation
import KernelInterface

/// An activation with its numbers in arrays, and the plain formula for one value.
enum TestActivation: CaseIterable {
  case identity, relu, leakyRelu, prelu, clip, sigmoid

  func callAsFunction(_ x: Double, slope: Float) -> Double {
    switch self {
    case .identity: x
    case .relu: max(x, 0)
    case .leakyRelu: x < 0 ? Double(Float(0.1)) * x : x
    case .prelu: x < 0 ? Double(slope) * x : x
    case .clip: min(max(x, Double(Float(-0.3))), 0.5)
    case .sigmoid: 1 / (1 + exp(-x))
    }
  }

  func activation(slopes: UnsafePointer<Float>) -> Activation {
    switch self {
    case .identity: .identity
    case .relu: .relu
    case .leakyRelu: .leakyRelu(slope: 0.1)
    case .prelu: .prelu(slopes: slopes)
    case .clip: .clip(low: -0.3, high: 0.5)
    case .sigmoid: .sigmoid
    }
  }
}

extension ConvolutionShape {
  /// Output size from input size, kernel, strides, dilation and pads.
  init(
    height: Int, width: Int, channels: Int, outputs: Int, kernel: (Int, Int) = (1, 1), stride: (Int, Int) = (1, 1),
    dilation: (Int, Int) = (1, 1), pads: (top: Int, left: Int, bottom: Int, right: Int) = (0, 0, 0, 0)
  ) {
    self.init(
      inputHeight: height, inputWidth: width, inputChannels: channels,
      outputHeight: (height + pads.top + pads.bottom - dilation.0 * (kernel.0 - 1) - 1) / stride.0 + 1,
      outputWidth: (width + pads.left + pads.right - dilation.1 * (kernel.1 - 1) - 1) / stride.1 + 1,
      outputChannels: outputs)
    (kernelHeight, kernelWidth) = kernel
    (strideY, strideX) = stride
    (dilationY, dilationX) = dilation
    (padTop, padLeft) = (pads.top, pads.left)
  }

  var pixels: Int { outputHeight * outputWidth }

  /// The input pixels (row-major index) of an output pixel's window with their taps.
  func window(_ pixel: Int) -> [(tap: Int, input: Int)] {
    let (y, x) = (pixel / outputWidth, pixel % outputWidth)
    var inside: [(Int, Int)] = []
    for i in 0..<kernelHeight {
      for j in 0..<kernelWidth {
        let inputY = y * strideY - padTop + i * dilationY
        let inputX = x * strideX - padLeft + j * dilationX
        if inputY >= 0, inputY < inputHeight, inputX >= 0, inputX < inputWidth {
          inside.append((i * kernelWidth + j, inputY * inputWidth + inputX))
        }
      }
    }
    return inside
  }
}

/// A value as it should be, and how far a float32 sum of the same terms may be off.
struct Expected {
  var value = 0.0
  var magnitude = 0.0

  mutating func add(_ term: Double) {
    value += term
    magnitude += abs(term)
  }

  func matches(_ result: Float, tolerance: Double = 1e-6) -> Bool {
    abs(Double(result) - value) <= 1e-6 + tolerance * magnitude
  }
}
