import KernelInterface

/// Turns ONNX nodes into operations; the one list of what the engine can do.
struct OperatorDecoder {
  let opset: Int
  /// Initialisers, and what nodes hold as attributes and newer opsets as inputs.
  var constants: [String: Constant] = [:]
  private(set) var nodes: [Node] = []
  private var wholeNumbers = 0
  /// Of all constants together: eight bytes each, where the file may hold one.
  private static let mostWholeNumbers = 1 << 22

  init(opset: Int) {
    self.opset = opset
  }

  mutating func decode(_ proto: Onnx_NodeProto) throws(GraphError) {
    let output = proto.output.first ?? ""
    let name = proto.name.isEmpty ? output : proto.name
    guard proto.domain.isEmpty || proto.domain == "ai.onnx" else {
      throw .unsupported(operator: "\(proto.domain).\(proto.opType)", node: name)
    }
    guard !output.isEmpty else { throw .invalid("\(proto.opType) (node \(name)) has no output") }
    var node = Node(name: name, kind: proto.opType, operation: .identity, inputs: proto.input, output: output)
    do throws(GraphError) {
      let attributes = Attributes(proto)
      if proto.opType == "Constant" {
        guard constants[output] == nil else { throw GraphError.invalid("value \(output) is produced twice") }
        return try add(constant(attributes), output)
      }
      guard let operation = try operation(proto.opType, attributes, &node) else {
        throw GraphError.unsupported(operator: proto.opType, node: name)
      }
      node.operation = operation
      try checkInputs(node)
      nodes.append(node)
    } catch {
      throw error.at(node)
    }
  }

  mutating func add(_ constant: Constant, _ name: String) throws(GraphError) {
    wholeNumbers += constant.integers?.count ?? 0
    guard wholeNumbers <= Self.mostWholeNumbers else {
      throw .invalid("its constants hold more than \(Self.mostWholeNumbers) whole numbers")
    }
    constants[name] = constant
  }

  private func checkInputs(_ node: Node) throws(GraphError) {
    let counts = node.operation.inputCounts
    guard counts.contains(node.inputs.count), (0..<counts.lowerBound).allSatisfy({ node.input($0) != nil }) else {
      throw .invalid("it has \(node.inputs.count) inputs")
    }
  }

  /// Older opsets hold as an attribute what newer ones take as an input.
  private mutating func move(_ values: [Int]?, toInput index: Int, of node: inout Node) {
    guard let values else { return }
    move(.vector(values), toInput: index, of: &node)
  }

  private mutating func move(_ constant: Constant, toInput index: Int, of node: inout Node) {
    var name = "\(node.output):\(index)"
    while constants[name] != nil { name += "'" }
    constants[name] = constant
    while node.inputs.count <= index { node.inputs.append("") }
    node.inputs[index] = name
  }

  private mutating func operation(
    _ type: String, _ attributes: Attributes, _ node: inout Node
  ) throws(GraphError) -> Operation? {
    if let operation = try layer(type, attributes) { return operation }
    if let operation = try elementwise(type, attributes, &node) { return operation }
    return try movement(type, attributes, &node)
  }

  private func layer(_ type: String, _ attributes: Attributes) throws(GraphError) -> Operation? {
    switch type {
    case "Conv":
      let groups = try attributes.integer("group") ?? 1
      guard (1...65536).contains(groups) else { throw .invalid("group = \(groups) is out of range") }
      return .convolution(Convolution(window: try Window(attributes), groups: groups))
    case "Gemm":
      return .gemm(
        Gemm(
          alpha: try attributes.float("alpha") ?? 1, beta: try attributes.float("beta") ?? 1,
          transposeA: try attributes.flag("transA"), transposeB: try attributes.flag("transB")))
    case "MatMul": return .matrixProduct
    case "BatchNormalization":
      guard try !attributes.flag("training_mode") else { throw .invalid("it is in training mode") }
      guard try attributes.flag("spatial", default: true) else { throw .invalid("spatial = 0 is not supported") }
      return .batchNormalisation(epsilon: try attributes.float("epsilon") ?? 1e-5)
    case "MaxPool": return .maxPool(try pool(attributes))
    case "AveragePool":
      let window = try pool(attributes)
      let countPadding = try attributes.flag("count_include_pad")
      guard !(countPadding && window.roundsUp) else {
        throw .invalid("ceil_mode together with count_include_pad is not supported")
      }
      return .averagePool(window, countPadding: countPadding)
    case "GlobalAveragePool": return .globalAveragePool
    case "Softmax":
      return .softmax(axis: try attributes.integer("axis") ?? (opset < 13 ? 1 : -1), flattening: opset < 13)
    default: return nil
    }
  }

  private func pool(_ attributes: Attributes) throws(GraphError) -> Window {
    let window = try Window(attributes)
    guard window.kernel != nil else { throw .invalid("kernel_shape is missing") }
    return window
  }

  private func elementwise(
    _ type: String, _ attributes: Attributes, _ node: inout Node
  ) throws(GraphError) -> Operation? {
    switch type {
    case "Relu": return .activation(.relu)
    case "Sigmoid": return .activation(.sigmoid)
    case "LeakyRelu": return .activation(.leakyRelu(slope: try attributes.float("alpha") ?? 0.01))
    case "PRelu": return .prelu
    case "Clip":
      guard opset < 11 else { return .clip }
      return .activation(
        .clip(
          low: try attributes.float("min") ?? -.greatestFiniteMagnitude,
          high: try attributes.float("max") ?? .greatestFiniteMagnitude))
    case "Add": return .binary(.add, .identity)
    case "Sub": return .binary(.subtract, .identity)
    case "Mul": return .binary(.multiply, .identity)
    case "Div": return .binary(.divide, .identity)
    case "Identity": return .identity
    case "Dropout":
      // Ratio and training flag do not matter in inference; a training flag that is on is not seen in exported models.
      node.inputs = Array(node.inputs.prefix(1))
      return .identity
    case "Cast": return .cast(toInteger: try castTarget(attributes))
    default: return nil
    }
  }

  private func castTarget(_ attributes: Attributes) throws(GraphError) -> Bool {
    switch Onnx_TensorProto.DataType(rawValue: try attributes.integer("to") ?? 0) {
    case .float: return false
    case .int64, .int32: return true
    default: throw .invalid("only casts to float32, int32 and int64 are supported")
    }
  }

  private mutating func movement(
    _ type: String, _ attributes: Attributes, _ node: inout Node
  ) throws(GraphError) -> Operation? {
    switch type {
    case "Concat":
      guard let axis = try attributes.integer("axis") else { throw .invalid("axis is missing") }
      return .concat(axis: axis)
    case "Flatten": return .flatten(axis: try attributes.integer("axis") ?? 1)
    case "Reshape": return .reshape(allowZero: try attributes.flag("allowzero"))
    case "Transpose": return .transpose(try attributes.integers("perm"))
    case "Squeeze", "Unsqueeze":
      move(try attributes.integers("axes"), toInput: 1, of: &node)
      return type == "Squeeze" ? .squeeze : .unsqueeze
    case "ReduceMean":
      move(try attributes.integers("axes"), toInput: 1, of: &node)
      return .reduceMean(
        keepDimensions: try attributes.flag("keepdims", default: true),
        emptyMeansNone: try attributes.flag("noop_with_empty_axes"))
    case "Slice":
      move(try attributes.integers("starts"), toInput: 1, of: &node)
      move(try attributes.integers("ends"), toInput: 2, of: &node)
      move(try attributes.integers("axes"), toInput: 3, of: &node)
      return .slice
    case "Gather": return .gather(axis: try attributes.integer("axis") ?? 0)
    case "Shape":
      return .shape(start: try attributes.integer("start") ?? 0, end: try attributes.integer("end"))
    case "ConstantOfShape":
      let value = try attributes.tensor("value") ?? .vector([Float(0)])
      guard value.values.count == 1 else { throw .invalid("value must hold one element") }
      return .constantOfShape(value)
    case "Expand": return .expand
    case "Resize": return .resize(try resize(attributes, &node))
    case "Upsample":
      if node.inputs.count == 2 { node.inputs.insert("", at: 1) }
      if let scales = try attributes.floats("scales") { move(.vector(scales), toInput: 2, of: &node) }
      return .resize(Resize(isLinear: try isLinear(attributes), coordinates: .asymmetric, rounding: .floor))
    default: return nil
    }
  }

  private func constant(_ attributes: Attributes) throws(GraphError) -> Constant {
    if let value = try attributes.tensor("value") { return value }
    if let value = try attributes.float("value_float") { return Constant(shape: [], values: .floats([value])) }
    if let value = try attributes.floats("value_floats") { return .vector(value) }
    if let value = try attributes.integer("value_int") { return Constant(shape: [], values: .integers([value])) }
    if let value = try attributes.integers("value_ints") { return .vector(value) }
    throw .invalid("it holds neither numbers nor a tensor")
  }

  private func isLinear(_ attributes: Attributes) throws(GraphError) -> Bool {
    switch try attributes.string("mode") ?? "nearest" {
    case "nearest": return false
    case "linear", "bilinear": return true
    case let other: throw .invalid("mode \(other) is not supported")
    }
  }

  private func resize(_ attributes: Attributes, _ node: inout Node) throws(GraphError) -> Resize {
    if opset < 11, node.inputs.count == 2 { node.inputs.insert("", at: 1) }
    guard try !attributes.flag("antialias") else { throw .invalid("antialias is not supported") }
    let policy = try attributes.string("keep_aspect_ratio_policy") ?? "stretch"
    guard policy == "stretch" else { throw .invalid("keep_aspect_ratio_policy \(policy) is not supported") }
    // Before opset 11 there was one mode only.
    let mode = try attributes.string("coordinate_transformation_mode") ?? (opset < 11 ? "asymmetric" : "half_pixel")
    guard let coordinates = Resize.Coordinates(rawValue: mode) else {
      throw .invalid("coordinate_transformation_mode \(mode) is not supported")
    }
    let nearest = try attributes.string("nearest_mode") ?? (opset < 11 ? "floor" : "round_prefer_floor")
    guard let rounding = Resize.Rounding(rawValue: nearest) else {
      throw .invalid("nearest_mode \(nearest) is unknown")
    }
    return Resize(
      isLinear: try isLinear(attributes), coordinates: coordinates, rounding: rounding,
      axes: try attributes.integers("axes"))
  }
}

extension Operation {
  /// How many inputs the operator may have; the first `lowerBound` must not be left out.
  fileprivate var inputCounts: ClosedRange<Int> {
    switch self {
    case .convolution, .linear: 2...3
    case .gemm: 2...3
    case .batchNormalisation: 5...5
    case .matrixProduct, .prelu, .binary, .unsqueeze, .reshape, .gather, .expand: 2...2
    case .clip: 1...3
    case .concat: 1...4096
    case .reduceMean, .squeeze: 1...2
    case .resize: 1...4
    case .slice: 3...5
    case .affine, .activation, .maxPool, .averagePool, .globalAveragePool, .softmax, .flatten, .transpose, .shape,
      .identity, .cast, .constantOfShape:
      1...1
    }
  }
}
