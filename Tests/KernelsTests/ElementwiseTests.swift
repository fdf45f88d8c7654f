import Foundation
import KernelInterface
import Testing

@Suite struct ElementwiseTests {
  @Test(arguments: availableKernels)
  func `every binary operation with every broadcast`(kernels: KernelSet) {
    let operations: [(BinaryOperation, (Double, Double) -> Double)] = [
      (.add, { $0 + $1 }), (.subtract, { $0 - $1 }), (.multiply, { $0 * $1 }), (.divide, { $0 / $1 }),
    ]
    for channels in ConvolutionTests.channels {
      for (operation, formula) in operations {
        for activation in [TestActivation.identity, .prelu, .relu] {
          checkBinary(kernels, operation, formula, .none, channels, activation) { pixel, channel in
            pixel * channels + channel
          }
          checkBinary(kernels, operation, formula, .channel, channels, activation) { _, channel in channel }
          checkBinary(kernels, operation, formula, .pixel, channels, activation) { pixel, _ in pixel }
          checkBinary(kernels, operation, formula, .scalar, channels, activation) { _, _ in 0 }
        }
      }
    }
  }

  private func checkBinary(
    _ kernels: KernelSet, _ operation: BinaryOperation, _ formula: (Double, Double) -> Double,
    _ broadcast: Broadcast, _ channels: Int, _ activation: TestActivation, indexOfB: (Int, Int) -> Int
  ) {
    let pixels = channels == 130 ? 40 : 5
    var random = Pseudorandom(seed: channels)
    let a = random.floats(pixels * channels)
    // Away from 0, for the division.
    let b = random.floats(indexOfB(pixels - 1, channels - 1) + 1).map { $0 < 0 ? $0 - 0.5 : $0 + 0.5 }
    let slopes = random.floats(channels)
    let buffers = [a, b, kernels.padded(slopes)].map(GuardedBuffer.init)
    let output = GuardedBuffer(count: a.count) { _ in GuardedBuffer.canary }
    var operands = BinaryOperands(
      a: buffers[0].pointer, b: buffers[1].pointer, broadcast: broadcast, output: output.pointer, pixels: pixels,
      channels: channels)
    operands.activation = activation.activation(slopes: buffers[2].pointer)
    withExtendedLifetime(buffers) { kernels.binary(operation, operands) }
    let values = output.values
    let wrong = values.indices.filter { index in
      let (pixel, channel) = (index / channels, index % channels)
      let result = formula(Double(a[index]), Double(b[indexOfB(pixel, channel)]))
      let expected = Expected(value: activation(result, slope: slopes[channel]), magnitude: abs(result))
      return !expected.matches(values[index])
    }
    #expect(wrong.isEmpty, "\(kernels.name) \(operation) \(broadcast) \(channels) \(activation): \(wrong)")
    #expect(output.canariesInFrontAreIntact)
  }

  @Test(arguments: availableKernels)
  func `scale, shift and activation, in place`(kernels: KernelSet) {
    for channels in ConvolutionTests.channels {
      for activation in TestActivation.allCases {
        for (withScale, withShift) in [(false, false), (true, false), (false, true), (true, true)] {
          var random = Pseudorandom(seed: channels)
          let input = random.floats(7 * channels)
          let (scale, shift, slopes) = (random.floats(channels), random.floats(channels), random.floats(channels))
          let buffers = [scale, shift, kernels.padded(slopes)].map(GuardedBuffer.init)
          let tensor = GuardedBuffer(input)
          var operands = ElementwiseOperands(
            input: tensor.pointer, output: tensor.pointer, pixels: 7, channels: channels,
            activation: activation.activation(slopes: buffers[2].pointer))
          if withScale { operands.scale = UnsafePointer(buffers[0].pointer) }
          if withShift { operands.shift = UnsafePointer(buffers[1].pointer) }
          withExtendedLifetime(buffers) { kernels.elementwise(operands) }
          let values = tensor.values
          let wrong = values.indices.filter { index in
            let channel = index % channels
            let factor = withScale ? Double(scale[channel]) : 1
            let term = withShift ? Double(shift[channel]) : 0
            let result = activation(Double(input[index]) * factor + term, slope: slopes[channel])
            return !Expected(value: result, magnitude: 2).matches(values[index])
          }
          #expect(wrong.isEmpty, "\(kernels.name) \(channels) \(activation): \(wrong)")
          #expect(tensor.canariesInFrontAreIntact)
        }
      }
    }
  }

  @Test(arguments: availableKernels)
  func `sigmoid is accurate over the whole range`(kernels: KernelSet) {
    let special: [Float] = [0, -0.0, 1e-30, 88, -86, 200, -200, .infinity, -.infinity, .greatestFiniteMagnitude]
    let inputs = special + stride(from: Float(-86), to: 86, by: 0.0137)
    let tensor = GuardedBuffer(inputs)
    kernels.elementwise(
      ElementwiseOperands(
        input: tensor.pointer, output: tensor.pointer, pixels: 1, channels: inputs.count, activation: .sigmoid))
    for (x, y) in zip(inputs, tensor.values) {
      let expected = 1 / (1 + exp(-Double(x)))
      #expect(abs(Double(y) - expected) <= 4e-7 * expected + 1e-37, "sigmoid(\(x)) = \(y), not \(expected)")
    }
  }

  @Test(arguments: availableKernels)
  func `not a number stays not a number`(kernels: KernelSet) {
    for activation in TestActivation.allCases {
      let slopes = GuardedBuffer(kernels.padded([0.5]))
      let tensor = GuardedBuffer([.nan])
      let operands = ElementwiseOperands(
        input: tensor.pointer, output: tensor.pointer, pixels: 1, channels: 1,
        activation: activation.activation(slopes: slopes.pointer))
      withExtendedLifetime(slopes) { kernels.elementwise(operands) }
      #expect(tensor.values[0].isNaN, "\(activation)")
    }
  }
}
