import KernelInterface

/// Turns a graph with known shapes and packed weights into steps, and notes when each buffer is in use.
struct PlanBuilder {
  let graph: Graph
  let kernels: KernelSet
  let threads: Int
  var values: [String: Value] = [:]
  private var buffers: [BufferLifetime] = []
  private var steps: [Step] = []
  private var inputs: [Plan.Input] = []
  /// What the loading of the inputs computes already.
  private var loaded: Set<String> = []
  /// Values that are written straight into their part of a Concat's result.
  private var placements: [String: Placement] = [:]
  private var constants: [String: AlignedBuffer] = [:]
  /// For constants as the kernels read them.
  private var budget = ByteBudget("constants")
  /// In floating-point operations of a convolution, the cheapest there are; one core does 20 of them in a nanosecond.
  private var cost = 0.0

  private struct Placement {
    var target: String
    var start: Int
  }

  /// - Parameter mostOperations: that a run may cost, see `cost`.
  static func plan(
    _ graph: Graph, kernels: KernelSet, threads: Int, mostOperations: Double = Session.mostOperations
  ) throws(GraphError) -> Plan {
    var builder = PlanBuilder(graph: graph, kernels: kernels, threads: threads)
    for input in graph.inputs { try builder.addInput(input.name) }
    builder.placeConcatenated()
    for node in graph.nodes where !builder.loaded.contains(node.output) {
      do throws(GraphError) {
        try builder.add(node)
      } catch {
        throw error.at(node)
      }
    }
    return try builder.finished(mostOperations: mostOperations)
  }

  private init(graph: Graph, kernels: KernelSet, threads: Int) {
    self.graph = graph
    self.kernels = kernels
    self.threads = threads
  }

  private mutating func addInput(_ name: String) throws(GraphError) {
    let shape = graph.shapes[name] ?? []
    let value = allocate(.standard(shape))
    var load = Plan.Load.plain(count: value.view.count)
    values[name] = value
    if shape.count == 4 {
      try spend(2 * shape[1])
      load = .image(ImageLoad(shape: shape))
      if let node = soleReader(of: name), case .affine(let scale, let shift) = node.operation {
        load = .image(ImageLoad(shape: shape, scale: scale, shift: shift))
        values[node.output] = value
        loaded.insert(node.output)
      }
    }
    inputs.append(Plan.Input(name: name, shape: shape, value: value, load: load))
  }

  private func soleReader(of name: String) -> Node? {
    let readers = graph.nodes.filter { $0.inputs.contains(name) }
    return readers.count == 1 && !graph.outputs.contains { $0.name == name } ? readers[0] : nil
  }

  private mutating func finished(mostOperations: Double) throws(GraphError) -> Plan {
    var outputs: [Plan.Output] = []
    // What goes in and what comes out is there a second time outside of the session.
    var copies = inputs.reduce(0) { $0 + $1.value.view.count }
    for output in graph.outputs {
      let value = try value(output.name)
      use(value)
      let shape = value.view.shape
      copies += try Shape.count(shape)
      outputs.append(
        Plan.Output(
          name: output.name, shape: shape, value: value, copy: StridedCopy(from: value.view, to: .rowMajor(shape))))
    }
    let memory = MemoryPlan.layout(buffers)
    guard memory.count + copies <= Self.mostFloats else {
      throw .invalid("its activations need more than \((Self.mostFloats * MemoryLayout<Float>.stride) >> 20) MiB")
    }
    try checkMemory(activations: memory.count + copies)
    guard cost <= mostOperations else {
      throw .invalid(
        "it would compute for too long: as for about \(Int(min(cost, 1e18) / 1e9)) billion operations, "
          + "at most \(Int(mostOperations / 1e9)) billion are supported")
    }
    return Plan(steps: steps, inputs: inputs, outputs: outputs, memory: memory)
  }

  private func checkMemory(activations: Int) throws(GraphError) {
    let activations = activations * MemoryLayout<Float>.stride
    let weights = graph.packedBytes + graph.budget.held + budget.held
    guard weights + activations <= ByteBudget.session else {
      throw .invalid(
        "its weights need \(weights >> 20) MiB and its activations \(activations >> 20) MiB, together more than "
          + "\(ByteBudget.session >> 20) MiB, so that with all else it would exceed 1 GiB")
    }
  }

  /// 640 MiB; SCRFD takes 100 MiB at 1280×1280.
  private static let mostFloats = 160 << 20
  /// Of a step, for calling its kernels.
  private static let stepCost = 1e5
  /// Of an element in a step that is no convolution.
  private static let elementCost = 64.0

  // MARK: Values

  mutating func value(_ name: String) throws(GraphError) -> Value {
    if let value = values[name] { return value }
    guard let constant = graph.constants[name] else { throw .invalid("value \(name) is not there") }
    guard let floats = constant.floats else { throw .invalid("value \(name) is not of type float32") }
    guard !floats.isEmpty else { throw .invalid("value \(name) is empty") }
    let buffer = if let known = constants[name] { known } else { try aligned(floats) }
    constants[name] = buffer
    return Value(storage: .constant(buffer), view: .rowMajor(constant.shape))
  }

  /// Numbers that a step reads in every run.
  mutating func aligned(_ values: [Float], padding: Int = 16) throws(GraphError) -> AlignedBuffer {
    try spend(values.count)
    return AlignedBuffer(values, padding: padding)
  }

  /// Counts floats that are to be allocated for constants.
  mutating func spend(_ count: Int) throws(GraphError) { try budget.spend(count) }

  /// The node's operands that are constants.
  func operands(_ node: Node) -> [Constant?] { node.operands(graph.constants) }

  /// The output of a node in NHWC or row-major order; for a part of a Concat, that part.
  mutating func output(_ node: Node) -> Value {
    let shape = graph.shapes[node.output] ?? []
    if let placement = placements[node.output] {
      let target = concatenation(placement.target)
      let view = target.view.sliced(axis: 1, start: placement.start, count: shape[1])
      return Value(storage: target.storage, view: view)
    }
    return allocate(.standard(shape))
  }

  mutating func concatenation(_ name: String) -> Value {
    if let value = values[name] { return value }
    let value = allocate(.standard(graph.shapes[name] ?? []))
    values[name] = value
    return value
  }

  func isPlaced(_ name: String, in target: String) -> Bool { placements[name]?.target == target }

  /// A new buffer, in use from the step that comes next.
  mutating func allocate(_ view: View) -> Value {
    let next = steps.count
    // What is too large has only to be seen as such.
    buffers.append(BufferLifetime(count: min(view.count, Self.mostFloats + 1), first: next, last: next))
    return Value(storage: .buffer(buffers.count - 1), view: view)
  }

  /// Keeps the value's buffer until the step that comes next.
  private mutating func use(_ value: Value) {
    if case .buffer(let index) = value.storage { buffers[index].last = steps.count }
  }

  /// Appends a step that reads and writes these values.
  ///
  /// - Parameters:
  ///   - weights: floats of packed weights.
  ///   - cost: what bounds the time, where it is not that of an element-wise loop.
  mutating func addStep(
    _ node: Node, kind: String? = nil, reads: [Value], writes: [Value], work: Int,
    weights: Int = 0, cost: Double? = nil, _ run: @escaping (Memory, WorkerPool) -> Void
  ) {
    for value in reads + writes { use(value) }
    let elements = writes.reduce(Double(work)) { max($0, Double($1.view.count)) }
    self.cost += Self.stepCost + (cost ?? Self.elementCost * elements)
    let floats = (reads + writes).reduce(weights) { $0 + $1.view.count }
    let bytes = floats * MemoryLayout<Float>.stride
    steps.append(Step(node: node.name, kind: kind ?? node.kind, work: work, bytes: bytes, run: run))
  }

  // MARK: Layout

  /// Copies a value into a new buffer that lies as the view says.
  mutating func copied(_ value: Value, to view: View, for node: Node) -> Value {
    let result = allocate(view)
    addCopy(value, to: result, for: node)
    return result
  }

  mutating func addCopy(_ value: Value, to target: Value, for node: Node) {
    let copy = StridedCopy(from: value.view, to: target.view)
    addStep(node, kind: "Copy", reads: [value], writes: [target], work: 0, cost: copy.cost) { memory, _ in
      copy.run(from: memory.base(value), to: memory.base(target))
    }
  }

  /// The named value as an image whose pixels lie evenly with their channels together.
  mutating func image(_ name: String, for node: Node) throws(GraphError) -> Value {
    let value = try value(name)
    if value.view.pixelStride != nil { return value }
    let copy = copied(value, to: .standard(value.view.shape), for: node)
    values[name] = copy
    return copy
  }

  mutating func rowMajor(_ value: Value, for node: Node) -> Value {
    value.view.isRowMajor ? value : copied(value, to: .rowMajor(value.view.shape), for: node)
  }

  mutating func dense(_ value: Value, for node: Node) -> Value {
    value.view.isDense ? value : copied(value, to: .standard(value.view.shape), for: node)
  }

  /// Dense, with axis 1 innermost, for operators with one number per channel.
  mutating func channelsLast(_ value: Value, for node: Node) -> Value {
    let rank = value.view.shape.count
    let order = [0] + Array(2..<max(2, rank)) + [1]
    guard rank >= 2 else { return dense(value, for: node) }
    let wanted = View.rowMajor(order.map { value.view.shape[$0] }).transposed(
      order.indices.map { order.firstIndex(of: $0) ?? 0 })
    return value.view.liesLike(wanted) ? value : copied(value, to: wanted, for: node)
  }

  // MARK: Concat

  /// Lets convolutions write straight into the result of a Concat along channels.
  private mutating func placeConcatenated() {
    let producers = graph.producers()
    for node in graph.nodes {
      guard case .concat(let axis) = node.operation, let shape = graph.shapes[node.output], shape.count == 4,
        axis == 1 || axis == -3, Set(node.inputs).count == node.inputs.count
      else { continue }
      var start = 0
      for input in node.inputs {
        let isWritten = producers[input].map { graph.nodes[$0].operation.writesStrided } ?? false
        if isWritten, placements[input] == nil { placements[input] = Placement(target: node.output, start: start) }
        start += graph.shapes[input]?[1] ?? 0
      }
    }
  }
}

extension Operation {
  fileprivate var writesStrided: Bool {
    if case .convolution = self { true } else { false }
  }
}
