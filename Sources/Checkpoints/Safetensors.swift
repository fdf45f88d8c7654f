import Foundation

/// The length of a header, the header in JSON (name, element type, shape and place of each tensor), and the numbers.
/// Source: https://huggingface.co/docs/safetensors, "Format".
enum Safetensors {
  private struct Header: Decodable {
    var entries: [String: Entry] = [:]

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Name.self)
      for key in container.allKeys where key.stringValue != "__metadata__" {
        entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
      }
    }
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private struct Entry: Decodable {
    var dtype: String
    var shape: [Int]
    var offsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }
  }

  private static let types: [String: ElementType] = [
    "F32": .float32, "F64": .float64, "F16": .float16, "BF16": .bfloat16, "I64": .int64, "I32": .int32, "I16": .int16,
    "I8": .int8, "U8": .uint8, "BOOL": .bool,
  ]
  private static let longestHeader = 1 << 22

  static func isSafetensors(_ file: Bytes) -> Bool { (try? file.integer(at: 8, as: UInt8.self)) == UInt8(ascii: "{") }

  static func read(_ file: Bytes) throws(CheckpointProblem) -> [String: Checkpoint.Tensor] {
    let header = try file.part(from: 8, count: try headerLength(file))
    let numbers = try file.part(from: 8 + header.count, count: file.count - 8 - header.count)
    let json = header.withUnsafeBytes { Data($0) }
    guard let entries = try? JSONDecoder().decode(Header.self, from: json).entries else {
      throw .invalid("its header is damaged")
    }
    var tensors: [String: Checkpoint.Tensor] = [:]
    var budget = ElementBudget(fileSize: file.count)
    for (name, entry) in entries { tensors[name] = try tensor(entry, name: name, numbers, &budget) }
    return tensors
  }

  /// - Parameter file: its first eight bytes are enough.
  static func headerLength(_ file: Bytes) throws(CheckpointProblem) -> Int {
    let length = try file.integer(at: 0, as: UInt64.self)
    guard length <= longestHeader else {
      throw .invalid("its header has \(length) bytes, at most \(longestHeader) are read")
    }
    return Int(length)
  }

  private static func tensor(
    _ entry: Entry, name: String, _ numbers: Bytes, _ budget: inout ElementBudget
  ) throws(CheckpointProblem) -> Checkpoint.Tensor {
    guard let type = types[entry.dtype] else {
      throw .invalid("\(name.excerpt) has the unknown element type \(entry.dtype.excerpt)")
    }
    guard entry.offsets.count == 2, let first = entry.offsets.first, let end = entry.offsets.last,
      first >= 0, end >= first
    else { throw .invalid("\(name.excerpt) has no place in it") }
    let part = try numbers.part(from: first, count: end - first)
    let indices = try ElementIndices(shape: entry.shape, capacity: part.count / type.size)
    guard indices.count * type.size == part.count else {
      throw .invalid("\(name.excerpt) holds too many numbers for its shape")
    }
    try budget.spend(indices.count)
    return Checkpoint.Tensor(
      shape: entry.shape, scalars: type.scalars(part, isBigEndian: false, indices: indices))
  }
}
