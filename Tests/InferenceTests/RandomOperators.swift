@testable import Inference

/// A node of each operator that the engine knows, with operands that mostly fit.
extension RandomGraph {
  static let operators = [
    "Add", "AveragePool", "BatchNormalization", "Cast", "Clip", "Concat", "Constant", "ConstantOfShape", "Conv", "Div",
    "Dropout", "Expand", "Flatten", "Gather", "Gemm", "GlobalAveragePool", "Identity", "LeakyRelu", "MatMul",
    "MaxPool", "Mul", "PRelu", "ReduceMean", "Relu", "Reshape", "Resize", "Shape", "Sigmoid", "Slice", "Softmax",
    "Squeeze", "Sub", "Transpose", "Unsqueeze", "Upsample",
  ]

  /// - Returns: the name of the value that the last node produces.
  mutating func grow(_ type: String) -> String {
    let images = values.filter { $0.shape.count == 4 }
    let wantsImage = ["Conv", "AveragePool", "MaxPool", "GlobalAveragePool", "Resize", "Upsample"].contains(type)
    let x = wantsImage && !images.isEmpty && chance.happens(0.98) ? chance.pick(images) : operand()
    switch type {
    case "Conv", "AveragePool", "MaxPool": return windowed(type, x)
    case "Gemm", "MatMul": return product(type, x)
    case "Resize", "Upsample": return resized(type, x)
    case "BatchNormalization":
      let channels = x.shape.count > 1 ? x.shape[1] : 1
      var parameters: [String] = []
      for _ in 0..<4 { parameters.append(floats([maybe(channels)])) }
      return add(type, [x.name] + parameters)
    case "Relu", "Sigmoid", "GlobalAveragePool", "Identity": return add(type, [x.name])
    case "Dropout": return add(type, [x.name] + (chance.happens(0.3) ? [floats([])] : []))
    case "LeakyRelu": return add(type, [x.name], [.float("alpha", 0.1)])
    case "Softmax": return add(type, [x.name], optional(.integer("axis", Int64(axis(x.shape.count)))))
    case "PRelu": return add(type, [x.name, floats(slope(x.shape))])
    case "Clip": return clipped(x)
    case "Add", "Sub", "Mul", "Div": return combined(type, x)
    case "Cast": return add(type, [x.name], [.integer("to", chance.pick([1, 1, 1, 6, 7, 11, 99]))])
    case "Constant":
      let value = Onnx_TensorProto.with {
        $0.dataType = 1
        $0.floatData = [2]
      }
      return add("Mul", [x.name, add(type, [], [.tensor("value", value)])])
    default: return moved(type, x)
    }
  }

  /// A value, or a constant of the same shape, for what becomes known before the run.
  private mutating func operand() -> Value {
    let value = chance.pick(values)
    guard chance.happens(0.2) else { return value }
    return Value(name: floats(value.shape), shape: value.shape)
  }

  private mutating func optional(_ attribute: Onnx_AttributeProto) -> [Onnx_AttributeProto] {
    chance.happens(0.5) ? [attribute] : []
  }

  private mutating func pairs(_ name: String, count: Int, of choices: [Int]) -> [Onnx_AttributeProto] {
    guard chance.happens(0.4) else { return [] }
    var numbers: [Int64] = []
    for _ in 0..<count { numbers.append(Int64(maybe(chance.pick(choices)))) }
    return [.integers(name, numbers)]
  }

  private mutating func windowed(_ type: String, _ x: Value) -> String {
    let kernel = [maybe(chance.pick([1, 2, 3, 3, 5])), maybe(chance.pick([1, 2, 3, 3, 5]))]
    var attributes = pairs("strides", count: 2, of: [1, 2, 3]) + pairs("dilations", count: 2, of: [1, 1, 2])
    attributes += pairs("pads", count: 4, of: [0, 1, 1, 2])
    if chance.happens(0.2) {
      attributes.append(.text("auto_pad", chance.pick(["SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET", "?"])))
    }
    guard type == "Conv" else {
      attributes.append(.integers("kernel_shape", kernel.map { Int64($0) }))
      attributes += optional(.integer("ceil_mode", 1)) + optional(.integer("count_include_pad", 1))
      return add(type, [x.name], attributes)
    }
    let channels = x.shape.count > 1 ? x.shape[1] : 1
    let groups = chance.pick([1, 1, channels, channels.isMultiple(of: 2) ? 2 : 1])
    let outputs = groups * chance.pick([1, 1, 2, 3, 16, 17])
    var inputs = [x.name, floats([maybe(outputs), maybe(channels / max(1, groups))] + kernel)]
    if chance.happens(0.5) { inputs.append(floats([maybe(outputs)])) }
    if groups != 1 || chance.happens(0.1) { attributes.append(.integer("group", Int64(maybe(groups)))) }
    return add(type, inputs, attributes)
  }

  private mutating func product(_ type: String, _ x: Value) -> String {
    let matrices = values.filter { $0.shape.count == 2 }
    if type == "Gemm" {
      let a = matrices.isEmpty ? x : chance.pick(matrices)
      let (rows, columns) = (a.shape.first ?? 1, a.shape.last ?? 1)
      let flags = (a: chance.happens(0.2), b: chance.happens(0.5))
      let inner = maybe(flags.a ? rows : columns)
      let outer = small()
      let others = chance.happens(0.2) ? matrices.map(\.name) : []
      var inputs = [a.name, others.isEmpty ? floats(flags.b ? [outer, inner] : [inner, outer]) : chance.pick(others)]
      if chance.happens(0.5) { inputs.append(floats(broadcastable([flags.a ? columns : rows, outer]))) }
      let switches = [("transA", flags.a), ("transB", flags.b)].map { Onnx_AttributeProto.integer($0.0, $0.1 ? 1 : 0) }
      return add(type, inputs, switches + optional(.float("alpha", 2)) + optional(.float("beta", 0.5)))
    }
    let inner = maybe(x.shape.last ?? 1)
    let batch = chance.happens(0.3) ? Array(x.shape.dropLast(2)) : []
    if chance.happens(0.2) {
      return add(type, [x.name, add("Transpose", [x.name])])
    }
    return add(type, [x.name, floats(batch + [inner, small()])])
  }

  private mutating func resized(_ type: String, _ x: Value) -> String {
    let (height, width) = (chance.pick([0.5, 1, 2, 1.7]), chance.pick([0.5, 1, 2, 3]))
    let horizontal: Float = chance.happens(0.97) ? Float(width) : chance.pick([0, -1, 1e30, .nan, 1e-30])
    let scales = Onnx_TensorProto.with {
      $0.name = freshName()
      $0.dims = [4]
      $0.dataType = 1
      $0.floatData = [1, 1, Float(height), horizontal]
    }
    let operand = add("Constant", [], [.tensor("value", scales)])
    let mode = Onnx_AttributeProto.text("mode", chance.pick(["nearest", "linear", "linear", "cubic"]))
    if type == "Upsample" || opset < 11 { return add(type, [x.name, operand], [mode]) }
    let coordinates = Onnx_AttributeProto.text(
      "coordinate_transformation_mode",
      chance.pick(["half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric", "half_pixel_symmetric", "?"]))
    if chance.happens(0.5) { return add(type, [x.name, "", operand], [mode, coordinates]) }
    let sizes = x.shape.prefix(2) + [maybe(small()), maybe(small())]
    return add(type, [x.name, "", "", integers(Array(sizes))], [mode, coordinates])
  }

  private mutating func slope(_ shape: [Int]) -> [Int] {
    guard shape.count > 1, chance.happens(0.6) else { return broadcastable(shape) }
    return [maybe(shape[1])] + [Int](repeating: 1, count: shape.count - 2)
  }

  private mutating func clipped(_ x: Value) -> String {
    guard opset >= 11 else {
      return add("Clip", [x.name], optional(.float("min", -0.5)) + optional(.float("max", 0.5)))
    }
    return add("Clip", [x.name, chance.happens(0.5) ? floats([]) : "", chance.happens(0.5) ? floats([]) : ""])
  }

  private mutating func combined(_ type: String, _ x: Value) -> String {
    let equals = values.filter { $0.shape == x.shape }
    let other =
      chance.happens(0.4) && !equals.isEmpty ? chance.pick(equals).name : floats(broadcastable(x.shape))
    return add(type, chance.happens(0.5) ? [x.name, other] : [other, x.name])
  }

  private mutating func moved(_ type: String, _ x: Value) -> String {
    let rank = x.shape.count
    switch type {
    case "Concat": return joined(x)
    case "Flatten": return add(type, [x.name], optional(.integer("axis", Int64(axis(rank)))))
    case "Transpose": return add(type, [x.name], optional(.integers("perm", permutation(rank))))
    case "Slice": return sliced(x)
    case "Gather":
      let axis = axis(rank)
      let length = x.shape.indices.contains(axis) ? x.shape[axis] : x.shape.first ?? 1
      var indices: [Int] = []
      for _ in 0..<chance.pick([1, 2, 3, 4, 64]) { indices.append(maybe(chance.below(2 * length) - length)) }
      let shape = indices.count == 4 ? [2, 2] : indices.count == 1 && chance.happens(0.5) ? [] : [indices.count]
      return add(type, [x.name, integers(indices, shape: shape)], [.integer("axis", Int64(axis))])
    case "Reshape": return add(type, [x.name, integers(regrouped(x.shape))])
    case "Expand": return add(type, [x.name, integers(expansion(x.shape))])
    case "Shape": return add(chance.pick(["Reshape", "Expand"]), [x.name, add(type, [x.name])])
    case "ConstantOfShape": return add("Add", [x.name, add(type, [integers(broadcastable(x.shape))])])
    case "Squeeze":
      let ones = x.shape.indices.filter { x.shape[$0] == 1 }
      return withAxes(type, x, ones.isEmpty || chance.happens(0.3) ? nil : [maybe(chance.pick(ones))])
    case "Unsqueeze": return withAxes(type, x, [axis(rank + 1)])
    default: return withAxes(type, x, rank == 0 || chance.happens(0.2) ? nil : axes(rank))
    }
  }

  private mutating func axes(_ rank: Int) -> [Int] {
    var axes: [Int] = []
    for axis in 0..<rank where chance.happens(0.5) { axes.append(maybe(axis)) }
    return axes
  }

  /// Opset 13 made inputs of the axes of Squeeze and Unsqueeze, opset 18 those of ReduceMean; the engine takes both.
  private mutating func withAxes(_ type: String, _ x: Value, _ axes: [Int]?) -> String {
    guard let axes else { return add(type, [x.name]) }
    if chance.happens(0.5) { return add(type, [x.name, integers(axes)]) }
    let keep = type == "ReduceMean" ? optional(.integer("keepdims", 0)) : []
    return add(type, [x.name], keep + [.integers("axes", axes.map { Int64($0) })])
  }

  private mutating func permutation(_ rank: Int) -> [Int64] {
    chance.happens(0.97) ? (0..<Int64(rank)).shuffled(using: &chance) : [0, 0, Int64(maybe(7))]
  }

  private mutating func joined(_ x: Value) -> String {
    let axis = axis(x.shape.count)
    var parts = [x.name]
    for _ in 0..<1 + chance.below(4) {
      var shape = x.shape
      if shape.indices.contains(axis) { shape[axis] = maybe(small()) }
      parts.append(chance.happens(0.4) ? x.name : floats(shape))
    }
    return add("Concat", parts.shuffled(using: &chance), [.integer("axis", Int64(axis))])
  }

  private mutating func sliced(_ x: Value) -> String {
    let axes = axes(x.shape.count)
    let lengths = axes.map { x.shape.indices.contains($0) ? x.shape[$0] : 1 }
    let starts = lengths.map { maybe(chance.below($0)) }
    let ends = zip(starts, lengths).map { maybe(max($0 &+ 1, $1 - chance.below(2))) }
    let steps = axes.map { _ in maybe(chance.pick([1, 1, 2, 3])) }
    var operands = [starts, ends, axes, steps]
    if chance.happens(0.2) { operands = [ends, starts, axes, steps.map { 0 &- $0 }] }
    return add("Slice", [x.name] + operands.map { integers($0) })
  }

  /// The same number of elements under another shape.
  private mutating func regrouped(_ shape: [Int]) -> [Int] {
    var rest = shape.reduce(1, *)
    var result: [Int] = []
    while rest > 1, result.count < 5 {
      let factor = chance.pick((1...min(rest, 64)).filter { rest.isMultiple(of: $0) })
      result.append(maybe(factor))
      rest /= factor
    }
    result.append(chance.happens(0.5) ? -1 : rest)
    return result.shuffled(using: &chance)
  }

  /// Larger along axes of length 1, and now and then far too large.
  private mutating func expansion(_ shape: [Int]) -> [Int] {
    var result = shape
    for axis in result.indices where result[axis] == 1 && chance.happens(0.3) { result[axis] = maybe(small()) }
    return chance.happens(0.2) ? [maybe(small())] + result : result
  }
}
