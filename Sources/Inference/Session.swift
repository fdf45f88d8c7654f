/// One plan of a model for fixed input shapes. Not for two threads at once; make one each.
public final class Session {
  /// Shapes of the inputs, by name, with every dimension resolved.
  public let inputShapes: [String: [Int]]

  private let path: String
  private let plan: Plan
  private let scratch: Scratch
  private let workers: WorkerPool

  /// What a run may cost, in floating-point operations of large convolutions: 10 seconds of one core, of the slowest
  /// kind of layer. SCRFD-34G takes about 3e11 at 1280×1280.
  public static let mostOperations = 3.5e11

  /// - Parameters:
  ///   - shapes: by input name, for every input with open dimensions; the batch is a dimension like others.
  ///   - threads: how many threads share each step, the caller's included.
  ///   - scratch: where its activations lie; nil for memory of its own.
  ///   - mostOperations: less than `Session.mostOperations` for a network that runs often.
  /// - Throws: `InferenceError` where the shapes do not fit the model, or the network cannot work on them.
  public init(
    _ model: Model, shapes: [String: [Int]] = [:], threads: Int = 1, scratch: Scratch? = nil,
    mostOperations: Double = Session.mostOperations
  ) throws(InferenceError) {
    inputShapes = try Self.resolve(shapes, model)
    path = model.path
    let threads = min(max(1, threads), 64)
    do throws(GraphError) {
      var graph = try model.graph.resolved(inputShapes: inputShapes)
      try graph.apply(Pass.onShapes)
      plan = try PlanBuilder.plan(
        graph, kernels: model.kernels, threads: threads, mostOperations: mostOperations)
    } catch {
      throw Self.explained(error, model, shapes: inputShapes)
    }
    self.scratch = scratch ?? Scratch()
    workers = WorkerPool(threads: threads)
  }

  /// Runs the network once; the result has one tensor per output name.
  public func run(_ inputs: [String: Tensor]) throws(InferenceError) -> [String: Tensor] {
    try withMemory { memory throws(InferenceError) in
      try load(inputs, memory)
      return finish(memory)
    }
  }

  /// Runs the network once on pictures, which are its only input.
  public func run(_ pictures: PixelBatch) throws(InferenceError) -> [String: Tensor] {
    guard plan.inputs.count == 1, case .image(let load) = plan.inputs[0].load else {
      return try run(tensors(pictures))
    }
    guard load.channels == pictures.order.count else {
      throw .invalidInput("\(path): its input has \(load.channels) planes, the pictures \(pictures.order.count)")
    }
    return withMemory { memory in
      load.run(pictures, to: memory.base(plan.inputs[0].value))
      return finish(memory)
    }
  }

  /// For networks that do not begin as those for pictures do.
  private func tensors(_ pictures: PixelBatch) throws(InferenceError) -> [String: Tensor] {
    guard inputShapes.count == 1, let (name, shape) = inputShapes.first, shape.count == 4 else {
      throw .invalidInput("\(path): it does not take pictures")
    }
    return [name: pictures.tensor(count: shape[0], width: shape[3], height: shape[2])]
  }

  private func finish(_ memory: Memory) -> [String: Tensor] {
    for step in plan.steps { step.run(memory, workers) }
    return results(memory)
  }

  /// Runs the network once and tells where the time went, in execution order.
  public func profile(_ inputs: [String: Tensor]) throws(InferenceError) -> [OperatorTime] {
    try withMemory { memory throws(InferenceError) in try profile(inputs, memory) }
  }

  private func profile(_ inputs: [String: Tensor], _ memory: Memory) throws(InferenceError) -> [OperatorTime] {
    let clock = ContinuousClock()
    let start = clock.now
    try load(inputs, memory)
    let loading = clock.now - start
    var times = [
      OperatorTime(
        node: "inputs", kind: "Load", seconds: loading.seconds, operations: 0, bytes: bytes(plan.inputs.map(\.value)))
    ]
    for step in plan.steps {
      let time = clock.measure { step.run(memory, workers) }
      times.append(
        OperatorTime(
          node: step.node, kind: step.kind, seconds: time.seconds, operations: step.work, bytes: step.bytes))
    }
    let time = clock.measure { _ = results(memory) }
    let outputBytes = bytes(plan.outputs.map(\.value))
    times.append(
      OperatorTime(node: "outputs", kind: "Store", seconds: time.seconds, operations: 0, bytes: outputBytes))
    return times
  }

  /// Bytes that reading and writing the values once moves.
  private func bytes(_ values: [Value]) -> Int {
    values.reduce(0) { $0 + 2 * $1.view.count * MemoryLayout<Float>.stride }
  }

  /// Bytes of the one block that holds all activations.
  public var activationBytes: Int { plan.memory.count * MemoryLayout<Float>.stride }

  private func withMemory<Result, Failure: Error>(
    _ body: (Memory) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // Room for kernels that read whole vectors at the end of the last buffer.
    try scratch.borrow(plan.memory.count + 64) { arena throws(Failure) in
      try body(Memory(arena: arena, offsets: plan.memory.offsets))
    }
  }

  private func load(_ inputs: [String: Tensor], _ memory: Memory) throws(InferenceError) {
    for name in inputs.keys where inputShapes[name] == nil {
      throw .invalidInput("\(path): the model has no input \(name)")
    }
    for port in plan.inputs {
      guard let tensor = inputs[port.name] else { throw .invalidInput("\(path): input \(port.name) is missing") }
      guard tensor.shape == port.shape, tensor.scalars.count == port.load.count else {
        throw .invalidInput("\(path): input \(port.name) has shape \(tensor.shape) instead of \(port.shape)")
      }
      tensor.scalars.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress else { return }
        port.load.run(from: source, to: memory.base(port.value))
      }
    }
  }

  private func results(_ memory: Memory) -> [String: Tensor] {
    var results: [String: Tensor] = [:]
    for port in plan.outputs {
      let scalars = [Float](unsafeUninitializedCapacity: port.copy.count) { target, count in
        if let target = target.baseAddress { port.copy.run(from: memory.base(port.value), to: target) }
        count = port.copy.count
      }
      results[port.name] = Tensor(shape: port.shape, scalars: scalars)
    }
    return results
  }

  private static func resolve(_ shapes: [String: [Int]], _ model: Model) throws(InferenceError) -> [String: [Int]] {
    for name in shapes.keys where !model.inputs.contains(where: { $0.name == name }) {
      throw .invalidInput("\(model.path): the model has no input \(name)")
    }
    var result: [String: [Int]] = [:]
    for input in model.inputs {
      guard let shape = shapes[input.name] ?? input.shape.allKnown else {
        throw .invalidInput("\(model.path): input \(input.name) needs a shape, as the model leaves it open")
      }
      guard shape.count == input.shape.count, zip(shape, input.shape).allSatisfy({ $1 == nil || $0 == $1 }),
        shape.allSatisfy({ $0 > 0 }), (try? Shape.count(shape)) != nil
      else {
        throw .invalidInput("\(model.path): input \(input.name) cannot have shape \(shape), it is \(input.description)")
      }
      result[input.name] = shape
    }
    return result
  }

  /// A shape that the caller chose may be at fault; one that the file fixes is the file's fault.
  private static func explained(_ error: GraphError, _ model: Model, shapes: [String: [Int]]) -> InferenceError {
    guard case .invalid(let reason) = error, model.inputs.contains(where: { $0.shape.allKnown == nil }) else {
      return error.inFile(model.path)
    }
    let given = shapes.map { "\($0.key) = \($0.value)" }.sorted().joined(separator: ", ")
    return .invalidInput("\(model.path) with \(given): \(reason)")
  }
}

extension [Int?] {
  fileprivate var allKnown: [Int]? {
    let known = compactMap { $0 }
    return known.count == count ? known : nil
  }
}

extension ValueDescription {
  /// The shape with open dimensions as question marks.
  fileprivate var description: String { "[" + shape.map { $0.map(String.init) ?? "?" }.joined(separator: ", ") + "]" }
}
