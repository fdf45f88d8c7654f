import Foundation
import SwiftProtobuf

/// A network under construction, to be written as an ONNX file (opset 13, float32).
public struct NetworkWriter: Sendable {
  public enum Attribute: Sendable {
    case integer(Int)
    case integers([Int])
    case float(Float)
  }

  private var model: Onnx_ModelProto

  /// - Parameters:
  ///   - name: of the network.
  ///   - producer: the program that writes it.
  public init(name: String, producer: String) {
    model = .with {
      $0.irVersion = 7
      $0.producerName = producer
      $0.opsetImport = [.with { $0.version = 13 }]
      $0.graph.name = name
    }
  }

  /// - Parameter shape: nil where a dimension is left open.
  public mutating func addInput(_ name: String, shape: [Int?]) {
    model.graph.input.append(Self.description(name, shape))
  }

  public mutating func addOutput(_ name: String, shape: [Int?]) {
    model.graph.output.append(Self.description(name, shape))
  }

  /// Constant numbers that nodes read by their name.
  public mutating func addWeights(_ name: String, _ tensor: Tensor) {
    model.graph.initializer.append(
      .with {
        $0.name = name
        $0.dims = tensor.shape.map { Int64($0) }
        $0.dataType = Int32(Onnx_TensorProto.DataType.float.rawValue)
        $0.rawData = Self.bytes(tensor.scalars)
      })
  }

  /// - Parameters:
  ///   - type: ONNX's name of the operator.
  ///   - name: a number is added where another node has it already, as a file must not hold a name twice.
  public mutating func addNode(
    _ type: String, name: String, inputs: [String], output: String, attributes: [String: Attribute] = [:]
  ) {
    let taken = Set(model.graph.node.map(\.name))
    let free = taken.contains(name) ? (2...).lazy.map { "\(name).\($0)" }.first { !taken.contains($0) } ?? name : name
    model.graph.node.append(
      .with {
        $0.opType = type
        $0.name = free
        $0.input = inputs
        $0.output = [output]
        $0.attribute = attributes.sorted { $0.key < $1.key }.map(Self.attribute)
      })
  }

  /// The file; the same calls give the same bytes.
  /// - Throws: where it would be larger than the 2 GiB that the format allows.
  public func serialised() throws(InferenceError) -> [UInt8] {
    do {
      return try model.serializedBytes()
    } catch {
      throw .invalidInput("the network is too large for an ONNX file")
    }
  }

  private static func description(_ name: String, _ shape: [Int?]) -> Onnx_ValueInfoProto {
    .with {
      $0.name = name
      $0.type.tensorType.elemType = Int32(Onnx_TensorProto.DataType.float.rawValue)
      $0.type.tensorType.shape.dim = shape.map { size in
        .with { if let size { $0.dimValue = Int64(size) } else { $0.dimParam = "N" } }
      }
    }
  }

  private static func attribute(_ name: String, _ value: Attribute) -> Onnx_AttributeProto {
    .with {
      $0.name = name
      switch value {
      case .integer(let number):
        $0.type = .int
        $0.i = Int64(number)
      case .integers(let numbers):
        $0.type = .ints
        $0.ints = numbers.map { Int64($0) }
      case .float(let number):
        $0.type = .float
        $0.f = number
      }
    }
  }

  private static func bytes(_ scalars: [Float]) -> Data {
    scalars.map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) }
  }
}
