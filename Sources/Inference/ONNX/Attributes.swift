import Foundation

/// A node's attributes, each checked for its type when read. Some writers leave out a value of 0 and give the type only.
struct Attributes {
  private var byName: [String: Onnx_AttributeProto] = [:]

  init(_ node: Onnx_NodeProto) {
    for attribute in node.attribute { byName[attribute.name] = attribute }
  }

  func has(_ name: String) -> Bool { byName[name] != nil }

  func integer(_ name: String) throws(GraphError) -> Int? {
    guard let attribute = byName[name] else { return nil }
    guard attribute.hasI || attribute.type == .int else { throw .invalid("attribute \(name) is not a whole number") }
    return Int(attribute.i)
  }

  func flag(_ name: String, default standard: Bool = false) throws(GraphError) -> Bool {
    try integer(name).map { $0 != 0 } ?? standard
  }

  func integers(_ name: String) throws(GraphError) -> [Int]? {
    guard let attribute = byName[name] else { return nil }
    guard !attribute.hasI, !attribute.hasF, !attribute.hasS, !attribute.hasT, attribute.floats.isEmpty else {
      throw .invalid("attribute \(name) is not a list of whole numbers")
    }
    return attribute.ints.map { Int($0) }
  }

  func float(_ name: String) throws(GraphError) -> Float? {
    guard let attribute = byName[name] else { return nil }
    guard attribute.hasF || attribute.type == .float else { throw .invalid("attribute \(name) is not a number") }
    return attribute.f
  }

  func floats(_ name: String) throws(GraphError) -> [Float]? {
    guard let attribute = byName[name] else { return nil }
    guard attribute.ints.isEmpty, !attribute.hasS else { throw .invalid("attribute \(name) is not a list of numbers") }
    return attribute.floats
  }

  func string(_ name: String) throws(GraphError) -> String? {
    guard let attribute = byName[name] else { return nil }
    guard attribute.hasS, let text = String(data: attribute.s, encoding: .utf8) else {
      throw .invalid("attribute \(name) is not text")
    }
    return text
  }

  func tensor(_ name: String) throws(GraphError) -> Constant? {
    guard let attribute = byName[name] else { return nil }
    guard attribute.hasT else { throw .invalid("attribute \(name) is not a tensor") }
    return try Constant(attribute.t)
  }

  /// A list of two or four window attributes, each within `range`; a list of another length is an error.
  func window(_ name: String, count: Int, in range: ClosedRange<Int>) throws(GraphError) -> [Int]? {
    guard let values = try integers(name) else { return nil }
    guard values.count == count else { throw .invalid("attribute \(name) must have \(count) values (images only)") }
    guard values.allSatisfy(range.contains) else {
      throw .invalid("attribute \(name) = \(values) is outside of \(range.lowerBound)…\(range.upperBound)")
    }
    return values
  }
}

extension Window {
  /// Larger than any real window, small enough that no later arithmetic overflows.
  private static let limit = 4096

  init(_ attributes: Attributes) throws(GraphError) {
    kernel = try attributes.window("kernel_shape", count: 2, in: 1...Self.limit)
    strides = try attributes.window("strides", count: 2, in: 1...Self.limit) ?? strides
    dilations = try attributes.window("dilations", count: 2, in: 1...Self.limit) ?? dilations
    pads = try attributes.window("pads", count: 4, in: 0...Self.limit) ?? pads
    roundsUp = try attributes.flag("ceil_mode")
    switch try attributes.string("auto_pad") ?? "NOTSET" {
    case "NOTSET", "": autoPad = .explicit
    case "SAME_UPPER": autoPad = .sameUpper
    case "SAME_LOWER": autoPad = .sameLower
    case "VALID": autoPad = .valid
    case let other: throw .invalid("auto_pad \(other) is unknown")
    }
  }
}
