import Foundation

@testable import Checkpoints

enum Fixture {
  static let names = ["zip.pth", "legacy.pth", "prefixed_zip.pth", "prefixed_legacy.pth", "plain.safetensors"]

  static func path(_ name: String) -> String {
    (Bundle.module.resourceURL ?? URL(fileURLWithPath: "/")).appendingPathComponent("Fixtures/\(name)").path
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }
}

/// What Tests/Scripts/make_checkpoints.py says is in the fixtures.
struct Expected: Decodable {
  var shape: [Int]
  var values: [Float]

  static func load() throws -> [String: Expected] {
    try JSONDecoder().decode([String: Expected].self, from: Data(try Fixture.bytes("expected.json")))
  }
}

/// SplitMix64, so that every run mutates the same way.
struct Mutations: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Assembles files of PyTorch's older format by hand.
enum Legacy {
  static let two: [UInt8] = [0x80, 0x02]

  /// - Parameters:
  ///   - program: the object's pickle without its protocol and its end.
  ///   - storages: keys with elements of four bytes.
  static func file(_ program: [UInt8], storages: [(key: String, floats: [Float])] = []) -> [UInt8] {
    let magic: [UInt8] = [0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
    let version: [UInt8] = [0x4D, 0xE9, 0x03]
    let keys: [UInt8] = [0x5D, 0x28] + storages.flatMap { text($0.key) } + [0x65]
    var bytes: [UInt8] = []
    for pickle in [magic, version, [0x7D], program, keys] { bytes += two + pickle + [0x2E] }
    for storage in storages {
      bytes += withUnsafeBytes(of: Int64(storage.floats.count).littleEndian) { Array($0) }
      for float in storage.floats { bytes += withUnsafeBytes(of: float.bitPattern.littleEndian) { Array($0) } }
    }
    return bytes
  }

  /// SHORT_BINSTRING, as Python 2 writes names.
  static func text(_ text: String) -> [UInt8] { [0x55, UInt8(text.utf8.count)] + Array(text.utf8) }

  static func global(_ module: String, _ name: String) -> [UInt8] { Array("c\(module)\n\(name)\n".utf8) }

  static func integer(_ value: Int32) -> [UInt8] { [0x4A] + withUnsafeBytes(of: value.littleEndian) { Array($0) } }

  /// BINPERSID of a float32 storage "0".
  static func storage(count: Int32, class name: String = "FloatStorage") -> [UInt8] {
    var bytes: [UInt8] = [0x28] + text("storage") + global("torch", name)
    bytes += text("0") + text("cpu") + integer(count)
    return bytes + [0x4E, 0x74, 0x51]
  }

  static func tensor(count: Int32, offset: Int32 = 0, shape: [Int32], strides: [Int32]) -> [UInt8] {
    var bytes = global("torch._utils", "_rebuild_tensor_v2") + [0x28]
    bytes += storage(count: count) + integer(offset)
    for list in [shape, strides] { bytes += [0x28] + list.flatMap(integer) + [0x74] }
    bytes += [0x89] + global("collections", "OrderedDict")
    return bytes + [0x29, 0x52, 0x74, 0x52]
  }

  /// A dictionary of one tensor.
  static func single(_ tensor: [UInt8]) -> [UInt8] {
    let key: [UInt8] = [0x7D] + text("w")
    return key + tensor + [0x73]
  }
}

func problem(_ bytes: [UInt8]) -> String {
  do throws(CheckpointProblem) {
    _ = try Checkpoint.read(bytes)
    return "no problem"
  } catch {
    return error.inFile("f.pth").description
  }
}
