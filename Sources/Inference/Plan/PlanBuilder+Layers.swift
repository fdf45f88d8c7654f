import KernelInterface

extension FusedActivation {
  /// For the kernels; slopes live as long as the step that holds this activation.
  var kernelActivation: Activation {
    switch self {
    case .identity: .identity
    case .relu: .relu
    case .sigmoid: .sigmoid
    case .leakyRelu(let slope): .leakyRelu(slope: slope)
    case .clip(let low, let high): .clip(low: low, high: high)
    case .prelu(let slopes): .prelu(slopes: slopes.pointer)
    }
  }
}

extension PlanBuilder {
  mutating func addConvolution(_ node: Node, _ convolution: Convolution) throws(GraphError) {
    let input = try image(node.inputs[0], for: node)
    let residual = try node.input(1).map { (name) throws(GraphError) in try image(name, for: node) }
    let output = output(node)
    guard let packed = convolution.packed, let inputStride = input.view.pixelStride,
      let outputStride = output.view.pixelStride
    else { throw .invalid("its tensors do not lie as the kernels need them") }
    let x = input.view.shape
    let y = output.view.shape
    let vertical = try convolution.window.extent(axis: 0, input: x[2], kernel: convolution.weightShape[2])
    let horizontal = try convolution.window.extent(axis: 1, input: x[3], kernel: convolution.weightShape[3])
    var shape = convolution.kernelShape(
      input: (x[2], x[3]), output: (y[2], y[3]), padding: (vertical.padBefore, horizontal.padBefore))
    var images = x[0]
    if isPointwise(convolution, x, y) {
      // All images are one column of pixels.
      shape.inputHeight *= images
      shape.outputHeight *= images
      images = 1
    }
    shape.inputPixelStride = inputStride
    shape.outputPixelStride = outputStride
    if let size = packed.winograd {
      let call = WinogradCall(
        WinogradShape(shape, images: images, size: size), kernels: kernels, threads: threads, packed: packed,
        activation: convolution.activation, input: input, output: output, residual: residual,
        residualPixelStride: residual?.view.pixelStride ?? 0)
      return add(call, node, work: 2 * y.reduce(1, *) * convolution.weightShape[1] * 9)
    }
    let call = ConvolutionCall(
      convolution: convolution, packed: packed, shape: shape, images: images, input: input, output: output,
      residual: residual, residualPixelStride: residual?.view.pixelStride ?? 0)
    add(call, node)
  }

  private func isPointwise(_ convolution: Convolution, _ x: [Int], _ y: [Int]) -> Bool {
    convolution.weightShape[2...] == [1, 1] && convolution.window.strides == [1, 1] && x[2...] == y[2...]
      && !convolution.window.mayPad
  }

  mutating func addLinear(_ node: Node, _ linear: Convolution) throws(GraphError) {
    let input = rows(try value(node.inputs[0]), for: node)
    let residual = try node.input(1).map { (name) throws(GraphError) in rows(try value(name), for: node) }
    let output = allocate(.rowMajor(graph.shapes[node.output] ?? []))
    let count = output.view.count / linear.outputChannels
    guard let packed = linear.packed, let stride = input.view.rowStride else {
      throw .invalid("its tensors do not lie as the kernels need them")
    }
    var shape = linear.kernelShape(input: (1, count), output: (1, count), padding: (0, 0))
    shape.inputPixelStride = stride
    let call = ConvolutionCall(
      convolution: linear, packed: packed, shape: shape, images: 1, input: input, output: output,
      residual: residual, residualPixelStride: residual?.view.rowStride ?? 0)
    add(call, node)
  }

  private mutating func add(_ call: ConvolutionCall, _ node: Node) {
    let kernels = kernels
    let reads = [call.input] + (call.residual.map { [$0] } ?? [])
    addStep(
      node, reads: reads, writes: [call.output], work: call.work, weights: call.packed.weights.count,
      cost: call.cost(kernels)
    ) { memory, workers in
      call.run(memory, workers, kernels)
    }
    values[node.output] = call.output
  }

  private mutating func add(_ call: WinogradCall, _ node: Node, work: Int) {
    let scratch = allocate(.rowMajor([call.scratchCount(threads: threads)]))
    let reads = [call.input, scratch] + (call.residual.map { [$0] } ?? [])
    addStep(
      node, reads: reads, writes: [call.output], work: work, weights: call.packed.weights.count,
      cost: call.cost(work)
    ) { memory, workers in
      call.run(memory, workers, scratch: memory.pointer(scratch))
    }
    values[node.output] = call.output
  }

  private mutating func rows(_ value: Value, for node: Node) -> Value {
    value.view.rowStride != nil ? value : copied(value, to: .rowMajor(value.view.shape), for: node)
  }

  /// Both operands are computed: the second is packed anew in every run.
  mutating func addMatrixProduct(_ node: Node) throws(GraphError) {
    let a = try value(node.inputs[0])
    let b = try value(node.inputs[1])
    let output = allocate(.rowMajor(graph.shapes[node.output] ?? []))
    let batch = Array(output.view.shape.dropLast(2))
    let (rows, inner) = (a.view.shape[a.view.shape.count - 2], a.view.shape[a.view.shape.count - 1])
    let columns = output.view.shape[output.view.shape.count - 1]
    let left = rowMajor(expanded(a, to: batch + [rows, inner]), for: node)
    let right = rowMajor(transposedMatrices(expanded(b, to: batch + [inner, columns])), for: node)
    let shape = ConvolutionShape(
      inputHeight: 1, inputWidth: rows, inputChannels: inner, outputHeight: 1, outputWidth: rows,
      outputChannels: columns)
    let packed = allocate(.rowMajor([kernels.packedConvolutionCount(shape)]))
    try spend(columns)
    let bias = AlignedBuffer(count: columns, padding: AlignedBuffer.vectorPadding)
    let products = output.view.count / (rows * columns)
    let kernels = kernels
    let work = 2 * products * rows * inner * columns
    let packing = Double(products) * Double(packed.view.count) * 8
    let cost =
      packing + ConvolutionCall.cost(work, outputs: columns, calls: 0, kernels) + Double(products) * Self.productCost
    addStep(node, reads: [left, right, packed], writes: [output], work: work, cost: cost) { memory, _ in
      for index in 0..<products {
        kernels.packConvolution(shape, memory.pointer(right) + index * inner * columns, memory.pointer(packed))
        let operands = ConvolutionOperands(
          input: memory.pointer(left) + index * rows * inner, packedWeights: memory.pointer(packed),
          bias: bias.pointer, output: memory.pointer(output) + index * rows * columns)
        kernels.convolution(shape, operands, 0..<rows)
      }
    }
    values[node.output] = output
  }

  /// Of packing and multiplying two matrices of hardly any elements: 300 nanoseconds.
  private static let productCost = 12_000.0

  private func expanded(_ value: Value, to shape: [Int]) -> Value {
    Value(storage: value.storage, view: value.view.expanded(to: shape))
  }

  private func transposedMatrices(_ value: Value) -> Value {
    let axes = Array(value.view.shape.indices)
    let order = axes.dropLast(2) + [axes[axes.count - 1], axes[axes.count - 2]]
    return Value(storage: value.storage, view: value.view.transposed(Array(order)))
  }

  /// - Parameter tapCost: of up to a panel of channels; 20 are a nanosecond.
  mutating func addPool(
    _ node: Node, _ window: Window, tapCost: Double,
    _ kernel:
      @escaping (ConvolutionShape, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Range<Int>) -> Void
  ) throws(GraphError) {
    let input = try image(node.inputs[0], for: node)
    let output = allocate(.standard(graph.shapes[node.output] ?? []))
    guard let stride = input.view.pixelStride, let size = window.kernel else { throw .invalid("it has no window") }
    let x = input.view.shape
    let y = output.view.shape
    var shape = ConvolutionShape(
      inputHeight: x[2], inputWidth: x[3], inputChannels: x[1],
      outputHeight: y[2], outputWidth: y[3], outputChannels: x[1])
    shape.setWindow(window, kernel: size)
    shape.padTop = try window.extent(axis: 0, input: x[2], kernel: size[0]).padBefore
    shape.padLeft = try window.extent(axis: 1, input: x[3], kernel: size[1]).padBefore
    shape.inputPixelStride = stride
    let geometry = shape
    let work = output.view.count * size[0] * size[1]
    let panels = (x[1] + kernels.panelWidth - 1) / kernels.panelWidth
    let cost = Double(x[0] * y[2] * y[3] * panels) * Double(size[0] * size[1]) * tapCost
    addStep(node, reads: [input], writes: [output], work: work, cost: cost) { memory, workers in
      let source = memory.pointer(input)
      let target = memory.pointer(output)
      workers.run(units: x[0] * y[2], work: work) { units in
        forEachImage(units, unitsPerImage: y[2]) { image, rows in
          kernel(geometry, source + image * x[2] * x[3] * stride, target + image * y[1] * y[2] * y[3], rows)
        }
      }
    }
    values[node.output] = output
  }
}
