/// PyTorch's format before 1.6: pickles of a magic number, a version, the writer's machine, the object and the storages'
/// keys; then each storage as its length and its numbers.
enum LegacyFormat {
  /// A pickle of 0x1950a86a20f9469cfc6c, without the instruction that ends it.
  private static let magic: [UInt8] = [
    0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19,
  ]
  private static let version = 1001

  static func isLegacy(_ file: Bytes) -> Bool { file.starts(with: magic) }

  static func read(_ file: Bytes) throws(CheckpointProblem) -> [String: Checkpoint.Tensor] {
    var position = magic.count
    guard try file.integer(at: position, as: UInt8.self) == Opcode.stop.rawValue else {
      throw .invalid("its beginning is damaged")
    }
    position += 1
    guard try next(file, &position).root == .integer(version) else {
      throw .invalid("its format is of another version than \(version)")
    }
    let isBigEndian = isBigEndian(try next(file, &position))
    let pickle = try next(file, &position)
    let keys = try next(file, &position)
    let storages = try storages(pickle, keys: keys.list(keys.root) ?? [], in: file, from: position)
    return try StateDict(pickle).tensors(isBigEndian: isBigEndian, fileSize: file.count) { storages[$0.key] }
  }

  /// The numbers of every storage by its key, in the order of the keys.
  private static func storages(
    _ pickle: Pickle, keys: [PickleValue], in file: Bytes, from start: Int
  ) throws(CheckpointProblem) -> [String: Bytes] {
    var types: [String: ElementType] = [:]
    for case .storage(let storage) in pickle.objects.lazy.map(\.kind) { types[storage.key] = storage.type }
    var storages: [String: Bytes] = [:]
    var reader = ByteReader(try file.part(from: start, count: file.count - start))
    for key in keys {
      guard let key = key.text, let type = types[key] else { throw .invalid("its list of storages is damaged") }
      // Always little-endian, whatever the numbers are.
      let count = try reader.integer(Int64.self)
      guard count >= 0, count <= file.count / type.size else { throw .cutOff }
      storages[key] = try reader.take(Int(count) * type.size)
    }
    return storages
  }

  private static func next(_ file: Bytes, _ position: inout Int) throws(CheckpointProblem) -> Pickle {
    var consumed = 0
    let rest = try file.part(from: position, count: file.count - position)
    let pickle = try PickleMachine.read(rest, consumed: &consumed)
    position += consumed
    return pickle
  }

  private static func isBigEndian(_ machine: Pickle) -> Bool {
    machine.dictionary(machine.root)?.contains { $0.key.text == "little_endian" && $0.value == .bool(false) } ?? false
  }
}
