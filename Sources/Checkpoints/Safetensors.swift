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
  private static let longestHeader = 1 << 24

  static func isSafetensors(_ file: Bytes) -> Bool { (try? file.integer(at: 8, as: UInt8.self)) == UInt8(ascii: "{") }

  static func read(_ file: Bytes) throws(CheckpointProblem) -> [String: Checkpoint.Tensor] {
    let length = try file.integer(at: 0, as: UInt64.self)
    guard length <= longestHeader else { throw .invalid("its header is too long") }
    let header = try file.part(from: 8, count: Int(length))
    let numbers = try file.part(from: 8 + header.count, count: file.count - 8 - header.count)
    let json = header.withUnsafeBytes { Data($0) }
    guard let entries = try? JSONDecoder().decode(Header.self, from: json).entries else {
      throw .invalid("its header is damaged")
    }
    var tensors: [String: Checkpoint.Tensor] = [:]
    var total = 0
    for (name, entry) in entries {
      let tensor = try tensor(entry, name: name, numbers)
      total += tensor.scalars.count
      guard total <= file.count else {
        throw .invalid("its tensors are larger than the file, views of the same numbers")
      }
      tensors[name] = tensor
    }
    return tensors
  }

  private static func tensor(
    _ entry: Entry, name: String, _ numbers: Bytes
  ) throws(CheckpointProblem) -> Checkpoint.Tensor {
    guard let type = types[entry.dtype] else { throw .invalid("\(name) has the unknown element type \(entry.dtype)") }
    guard entry.offsets.count == 2, let first = entry.offsets.first, let end = entry.offsets.last,
      first >= 0, end >= first
    else { throw .invalid("\(name) has no place in it") }
    let part = try numbers.part(from: first, count: end - first)
    let indices = try ElementIndices(shape: entry.shape, capacity: part.count / type.size)
    guard indices.count * type.size == part.count else {
      throw .invalid("\(name) holds too many numbers for its shape")
    }
    return Checkpoint.Tensor(
      shape: entry.shape, scalars: type.scalars(part, isBigEndian: false, indices: indices))
  }
}
