import Foundation

extension Constant {
  /// Checks an ONNX tensor's type, place and size. Float64 becomes float32; whole numbers and booleans become integers.
  init(_ tensor: Onnx_TensorProto) throws(GraphError) {
    let name = tensor.name.isEmpty ? "a constant" : "tensor \(tensor.name.shortened(to: 100))"
    guard tensor.dataLocation != .external, tensor.externalData.isEmpty else {
      throw .invalid("\(name) lies in another file; store the weights inside of the model")
    }
    let shape = tensor.dims.map { Int($0) }
    let count = try Shape.count(shape)
    let type = Onnx_TensorProto.DataType(rawValue: Int(tensor.dataType)) ?? .undefined
    let values = try Self.values(tensor, type: type, name: name)
    guard values.count == count else {
      throw .invalid("\(name) of shape \(shape) holds \(values.count) values instead of \(count)")
    }
    self.init(shape: shape, values: values)
  }

  private static func values(
    _ tensor: Onnx_TensorProto, type: Onnx_TensorProto.DataType, name: String
  ) throws(GraphError) -> Values {
    let raw = tensor.hasRawData ? tensor.rawData : nil
    func whole<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type, _ typed: [Int]) throws(GraphError) -> Values {
      guard let raw else { return .integers(typed) }
      guard raw.count / MemoryLayout<T>.size <= mostIntegers else {
        throw .invalid("\(name) has more than \(mostIntegers) whole numbers")
      }
      let unpacked: [T] = try unpack(raw, name)
      return .integers(unpacked.map { Int($0) })
    }
    switch type {
    case .float:
      guard let raw else { return .floats(tensor.floatData) }
      return .floats(try unpack(raw, name))
    case .double:
      guard let raw else { return .floats(tensor.doubleData.map { Float($0) }) }
      let doubles: [Double] = try unpack(raw, name)
      return .floats(doubles.map { Float($0) })
    case .int64: return try whole(Int64.self, tensor.int64Data.map { Int($0) })
    case .int32: return try whole(Int32.self, tensor.int32Data.map { Int($0) })
    case .bool, .uint8: return try whole(UInt8.self, tensor.int32Data.map { Int($0) })
    case .int8: return try whole(Int8.self, tensor.int32Data.map { Int($0) })
    default: throw .invalid("\(name) has element type \(type), which is not supported; export the model as float32")
    }
  }

  /// Of a tensor: shapes, axes and tables of indices, which take eight bytes each.
  private static let mostIntegers = 1 << 20

  /// The bytes are little-endian, as all processors are that the kernels are built for.
  private static func unpack<T: BitwiseCopyable>(_ raw: Data, _ name: String) throws(GraphError) -> [T] {
    let size = MemoryLayout<T>.size
    guard raw.count % size == 0 else { throw .invalid("\(name) holds \(raw.count) bytes, no multiple of \(size)") }
    return [T](unsafeUninitializedCapacity: raw.count / size) { buffer, count in
      count = raw.copyBytes(to: UnsafeMutableRawBufferPointer(buffer)) / size
    }
  }
}

extension Constant.Values {
  var count: Int {
    switch self {
    case .floats(let floats): floats.count
    case .integers(let integers): integers.count
    }
  }
}
