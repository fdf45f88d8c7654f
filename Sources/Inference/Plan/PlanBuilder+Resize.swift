extension PlanBuilder {
  mutating func addResize(_ node: Node, _ resize: Resize) throws(GraphError) {
    let input = try image(node.inputs[0], for: node)
    let x = input.view.shape
    let geometry = try resize.geometry(x, operands(node))
    let output = allocate(.standard(geometry.shape))
    guard let stride = input.view.pixelStride else { throw .invalid("its input does not lie evenly") }
    let rows = Sampling(resize, scale: geometry.scales[2], input: x[2], output: geometry.shape[2])
    let columns = Sampling(resize, scale: geometry.scales[3], input: x[3], output: geometry.shape[3])
    let image = ResizedImage(
      rows: rows, columns: columns, channels: x[1], inputPixelStride: stride, inputWidth: x[3])
    let imageRows = geometry.shape[2]
    let work = output.view.count
    let cost = Double(work) * Self.resizedElementCost + Double(work / x[1]) * Self.resizedPixelCost
    addStep(node, reads: [input], writes: [output], work: work, cost: cost) { memory, workers in
      let source = memory.pointer(input)
      let target = memory.pointer(output)
      workers.run(units: x[0] * imageRows, work: work) { units in
        for unit in units {
          let start = source + unit / imageRows * x[2] * x[3] * stride
          image.writeRow(unit % imageRows, from: start, to: target + unit * image.outputRowCount)
        }
      }
    }
    values[node.output] = output
  }
}

extension PlanBuilder {
  /// 2 and 4 nanoseconds: of a pixel, what does not depend on its channels.
  private static let resizedElementCost = 64.0
  private static let resizedPixelCost = 128.0
}

/// The taps of one axis.
private enum Sampling {
  case nearest([Int])
  case linear([Resize.Tap])

  init(_ resize: Resize, scale: Float, input: Int, output: Int) {
    self =
      resize.isLinear
      ? .linear(resize.linear(scale: scale, input: input, output: output))
      : .nearest(resize.nearest(scale: scale, input: input, output: output))
  }

  var count: Int {
    switch self {
    case .nearest(let indices): indices.count
    case .linear(let taps): taps.count
    }
  }
}

private struct ResizedImage {
  let rows, columns: Sampling
  let channels, inputPixelStride, inputWidth: Int

  var outputRowCount: Int { columns.count * channels }

  func writeRow(_ row: Int, from input: UnsafePointer<Float>, to output: UnsafeMutablePointer<Float>) {
    let rowStride = inputWidth * inputPixelStride
    switch (rows, columns) {
    case (.nearest(let rows), .nearest(let columns)):
      copyRow(input + rows[row] * rowStride, output, columns)
    case (.linear(let rows), .linear(let columns)):
      let tap = rows[row]
      blendRow(input + tap.low * rowStride, input + tap.high * rowStride, output, tap.fraction, columns)
    default: break
    }
  }

  private func copyRow(_ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ columns: [Int]) {
    for (column, source) in columns.enumerated() {
      (output + column * channels).update(from: input + source * inputPixelStride, count: channels)
    }
  }

  private func blendRow(
    _ upper: UnsafePointer<Float>, _ lower: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>,
    _ down: Float, _ columns: [Resize.Tap]
  ) {
    for (column, tap) in columns.enumerated() {
      let (left, right) = (tap.low * inputPixelStride, tap.high * inputPixelStride)
      let target = output + column * channels
      for channel in 0..<channels {
        let top = upper[left + channel] * (1 - tap.fraction) + upper[right + channel] * tap.fraction
        let bottom = lower[left + channel] * (1 - tap.fraction) + lower[right + channel] * tap.fraction
        target[channel] = top * (1 - down) + bottom * down
      }
    }
  }
}
