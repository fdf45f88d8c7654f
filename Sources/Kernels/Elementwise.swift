import KernelInterface

func elementwise(_ operands: ElementwiseOperands) {
  var operands = operands
  // Without anything that differs from channel to channel the whole tensor is one long pixel.
  if operands.scale == nil, operands.shift == nil, !operands.activation.isPerChannel {
    operands.channels *= operands.pixels
    operands.pixels = 1
  }
  operands.activation.run(ElementwiseLoop(operands: operands))
}

private struct ElementwiseLoop: ActivatedLoop {
  let operands: ElementwiseOperands

  func run<F: ActivationFunction>(_ activation: F) {
    if operands.scale == nil, operands.shift == nil {
      for pixel in 0..<operands.pixels {
        run(activation, pixel) { value, _, _ in value }
      }
      return
    }
    for pixel in 0..<operands.pixels {
      run(activation, pixel) { value, channel, count in
        var result = value
        if let scale = operands.scale { result *= load(scale + channel, count: count) }
        if let shift = operands.shift { result += load(shift + channel, count: count) }
        return result
      }
    }
  }

  @inline(__always)
  private func run<F: ActivationFunction>(_ activation: F, _ pixel: Int, _ transform: (Panel, Int, Int) -> Panel) {
    let input = operands.input + pixel * operands.channels
    let output = operands.output + pixel * operands.channels
    let whole = operands.channels - operands.channels % panelWidth
    var channel = 0
    while channel < whole {
      let value = transform(load(input + channel), channel, panelWidth)
      store(activation(value, channel: channel), output + channel)
      channel += panelWidth
    }
    let rest = operands.channels - whole
    if rest > 0 {
      let value = transform(load(input + channel, count: rest), channel, rest)
      store(activation(value, channel: channel), output + channel, count: rest)
    }
  }
}
