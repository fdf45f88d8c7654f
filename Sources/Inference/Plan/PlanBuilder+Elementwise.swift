import Foundation
import KernelInterface

extension PlanBuilder {
  mutating func addActivation(_ node: Node, _ activation: FusedActivation) throws(GraphError) {
    let source = try value(node.inputs[0])
    if case .prelu = activation {
      return addElementwise(node, channelsLast(source, for: node), activation: activation)
    }
    addElementwise(node, dense(source, for: node), activation: activation)
  }

  mutating func addAffine(_ node: Node, _ scale: [Float], _ shift: [Float]) throws(GraphError) {
    let source = try value(node.inputs[0])
    let input = source.view.shape.count >= 2 ? channelsLast(source, for: node) : dense(source, for: node)
    let channels = input.view.shape.count >= 2 ? input.view.shape[1] : 1
    addElementwise(
      node, input, channels: channels, scale: try spread(scale, channels), shift: try spread(shift, channels))
  }

  /// One value for each channel, which may all be the same.
  private mutating func spread(_ values: [Float], _ channels: Int) throws(GraphError) -> AlignedBuffer {
    try spend(channels)
    return AlignedBuffer(
      (0..<channels).map { values[values.count == 1 ? 0 : $0] }, padding: AlignedBuffer.vectorPadding)
  }

  /// One pass over a dense value; the output lies like it.
  private mutating func addElementwise(
    _ node: Node, _ input: Value, channels: Int? = nil, activation: FusedActivation = .identity,
    scale: AlignedBuffer? = nil, shift: AlignedBuffer? = nil
  ) {
    let output = allocate(input.view.denseLike())
    let isPerChannel = if case .prelu = activation { true } else { false }
    // Without numbers per channel every float is a pixel of its own, and a part is one long row.
    let channels = channels ?? (isPerChannel ? input.view.shape[1] : 1)
    let isFlat = !isPerChannel && scale == nil
    let units = input.view.count / channels
    let kernels = kernels
    let work = input.view.count * 2
    addStep(
      node, reads: [input], writes: [output], work: work,
      cost: isFlat ? nil : Self.elementwiseCost(work, pixels: units)
    ) { memory, workers in
      let source = memory.pointer(input)
      let target = memory.pointer(output)
      workers.run(units: units, work: work) { part in
        let start = part.lowerBound * channels
        var operands = ElementwiseOperands(
          input: source + start, output: target + start, pixels: isFlat ? 1 : part.count,
          channels: isFlat ? part.count : channels, activation: activation.kernelActivation)
        operands.scale = scale.map { UnsafePointer($0.pointer) }
        operands.shift = shift.map { UnsafePointer($0.pointer) }
        kernels.elementwise(operands)
      }
    }
    values[node.output] = output
  }

  mutating func addBinary(
    _ node: Node, _ operation: BinaryOperation, _ activation: FusedActivation
  ) throws(GraphError) {
    let shape = graph.shapes[node.output] ?? []
    var first = try value(node.inputs[0])
    var second = try value(node.inputs[1])
    if first.view.shape != shape, second.view.shape == shape, operation.isCommutative { swap(&first, &second) }
    let a = first.view.shape == shape ? dense(first, for: node) : filled(first, like: .standard(shape), for: node)
    second.view = second.view.expanded(to: shape)
    var broadcast = second.view.spread(over: a.view)
    if broadcast == nil {
      second = filled(second, like: a.view.denseLike(), for: node)
      broadcast = Broadcast.none
    }
    addBinary(node, operation, activation, a, second, broadcast ?? .none)
  }

  private mutating func filled(_ value: Value, like view: View, for node: Node) -> Value {
    copied(Value(storage: value.storage, view: value.view.expanded(to: view.shape)), to: view, for: node)
  }

  private mutating func addBinary(
    _ node: Node, _ operation: BinaryOperation, _ activation: FusedActivation, _ a: Value, _ b: Value,
    _ broadcast: Broadcast
  ) {
    let output = allocate(a.view.denseLike())
    let channels = a.view.innermostLength
    let units = a.view.count / channels
    let kernels = kernels
    let work = a.view.count
    addStep(
      node, reads: [a, b], writes: [output], work: work, cost: Self.elementwiseCost(work, pixels: units)
    ) { memory, workers in
      let (left, right, target) = (memory.pointer(a), memory.pointer(b), memory.pointer(output))
      workers.run(units: units, work: work) { part in
        let start = part.lowerBound * channels
        let offset =
          switch broadcast {
          case .none: start
          case .pixel: part.lowerBound
          case .channel, .scalar: 0
          }
        var operands = BinaryOperands(
          a: left + start, b: right + offset, broadcast: broadcast, output: target + start, pixels: part.count,
          channels: channels)
        operands.activation = activation.kernelActivation
        kernels.binary(operation, operands)
      }
    }
    values[node.output] = output
  }

  /// 2 nanoseconds for an element and 4 for a pixel, which is what counts where there are few channels.
  private static func elementwiseCost(_ work: Int, pixels: Int) -> Double {
    64 * Double(work) + 128 * Double(pixels)
  }

  mutating func addSoftmax(_ node: Node, axis: Int, flattening: Bool) throws(GraphError) {
    let source = try value(node.inputs[0])
    let shape = source.view.shape
    let axis = flattening && axis == shape.count ? axis : try Shape.axis(axis, rank: shape.count)
    let (input, length) =
      flattening
      ? (rowMajor(source, for: node), shape[axis...].reduce(1, *))
      : (axisLast(source, axes: [axis], for: node), shape[axis])
    let output = allocate(input.view.denseLike())
    let count = shape.reduce(1, *)
    addStep(node, reads: [input], writes: [output], work: count * 20) { memory, _ in
      for start in stride(from: 0, to: count, by: length) {
        softmax(memory.pointer(input) + start, memory.pointer(output) + start, length)
      }
    }
    values[node.output] = output
  }

  mutating func addMean(_ node: Node, axes: [Int]) throws(GraphError) {
    let source = try value(node.inputs[0])
    let shape = source.view.shape
    if axes == [2, 3], shape.count == 4, graph.shapes[node.output]?.count == 4 {
      let average = kernels.averagePool
      return try addPool(node, Window(kernel: [shape[2], shape[3]]), tapCost: Self.averageTapCost) {
        average($0, $1, $2, $3, false)
      }
    }
    let length = axes.map { shape[$0] }.reduce(1, *)
    let input = axisLast(source, axes: axes, for: node)
    let output = allocate(.rowMajor(graph.shapes[node.output] ?? []))
    let count = output.view.count
    addStep(node, reads: [input], writes: [output], work: count * length) { memory, _ in
      let target = memory.pointer(output)
      for index in 0..<count { target[index] = mean(memory.pointer(input) + index * length, length) }
    }
    values[node.output] = output
  }

  /// Dense, with these axes innermost and all in ascending order.
  private mutating func axisLast(_ value: Value, axes: [Int], for node: Node) -> Value {
    let order = value.view.shape.indices.filter { !axes.contains($0) } + axes
    let wanted = View.rowMajor(order.map { value.view.shape[$0] })
      .transposed(order.indices.map { order.firstIndex(of: $0) ?? 0 })
    return value.view.liesLike(wanted) ? value : copied(value, to: wanted, for: node)
  }
}

private func softmax(_ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ count: Int) {
  var highest = input[0]
  for index in 1..<max(1, count) { highest = max(highest, input[index]) }
  var sum: Float = 0
  for index in 0..<count {
    output[index] = exp(input[index] - highest)
    sum += output[index]
  }
  for index in 0..<count { output[index] /= sum }
}

private func mean(_ input: UnsafePointer<Float>, _ count: Int) -> Float {
  var sum = 0.0
  for index in 0..<count { sum += Double(input[index]) }
  return Float(sum / Double(count))
}

extension BinaryOperation {
  fileprivate var isCommutative: Bool {
    switch self {
    case .add, .multiply: true
    case .subtract, .divide: false
    }
  }
}

extension View {
  /// Length of the innermost axis in memory.
  fileprivate var innermostLength: Int {
    physicalOrder.last { shape[$0] != 1 }.map { shape[$0] } ?? 1
  }

  /// How this view, expanded to the shape of a dense one, repeats over it; nil where no kernel does that.
  fileprivate func spread(over main: View) -> Broadcast? {
    let axes = main.physicalOrder.filter { shape[$0] != 1 }
    guard let inner = axes.last, axes.contains(where: { strides[$0] != 0 }) else { return .scalar }
    let outer = axes.dropLast()
    if axes.allSatisfy({ strides[$0] == main.strides[$0] }) { return Broadcast.none }
    if strides[inner] == 1, outer.allSatisfy({ strides[$0] == 0 }) { return .channel }
    let perPixel = outer.allSatisfy { strides[$0] == main.strides[$0] / shape[inner] }
    return strides[inner] == 0 && perPixel ? .pixel : nil
  }
}
