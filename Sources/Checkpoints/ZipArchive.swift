/// The entries of a ZIP file whose bytes are stored as they are, as PyTorch writes them.
/// Source: APPNOTE 6.3.10, with the 64-bit records of section 4.3.14.
struct ZipArchive {
  private struct Entry {
    var method: UInt16
    var size: Int
    /// Where its local header lies.
    var header: Int
  }

  /// One for each tensor, and a few.
  private static let mostEntries = 1 << 16

  private let file: Bytes
  private var entries: [String: Entry] = [:]

  static func isArchive(_ file: Bytes) -> Bool { file.starts(with: [0x50, 0x4B, 0x03, 0x04]) }

  init(_ file: Bytes) throws(CheckpointProblem) {
    self.file = file
    let directory = try Self.directory(file)
    var start = 0
    while start < directory.count {
      start = try addEntry(directory, at: start)
      guard entries.count <= Self.mostEntries else { throw .invalid("it has more than \(Self.mostEntries) entries") }
    }
  }

  var names: some Collection<String> { entries.keys }

  /// - Returns: nil where there is no entry of that name.
  func contents(_ name: String) throws(CheckpointProblem) -> Bytes? {
    guard let entry = entries[name] else { return nil }
    guard entry.method == 0 else { throw .invalid("\(name.excerpt) in it is compressed, which PyTorch never does") }
    let header = try file.part(from: entry.header, count: 30)
    guard header.starts(with: [0x50, 0x4B, 0x03, 0x04]) else { throw .invalid("the archive's directory is damaged") }
    let skipped =
      30 + Int(try header.integer(at: 26, as: UInt16.self)) + Int(try header.integer(at: 28, as: UInt16.self))
    guard entry.header <= file.count - skipped else { throw .cutOff }
    return try file.part(from: entry.header + skipped, count: entry.size)
  }

  /// The central directory.
  private static func directory(_ file: Bytes) throws(CheckpointProblem) -> Bytes {
    guard let end = end(file) else { throw .invalid("it is cut off (the archive's directory at the end is missing)") }
    if let large = try directory64(file, end: end) { return large }
    let size = try file.integer(at: end + 12, as: UInt32.self)
    let start = try file.integer(at: end + 16, as: UInt32.self)
    return try file.part(from: Int(start), count: Int(size))
  }

  /// Where the record of 22 bytes starts that closes an archive, with at most a comment behind it.
  private static func end(_ file: Bytes) -> Int? {
    let length = 22
    guard file.count >= length else { return nil }
    return file.withUnsafeBytes { bytes in
      let last = bytes.count - length
      return (max(0, last - 0xFFFF)...last).reversed().first { start in
        bytes[start] == 0x50 && bytes[start..<start + 4].elementsEqual([0x50, 0x4B, 0x05, 0x06])
          && Int(bytes[start + 20]) | Int(bytes[start + 21]) << 8 == last - start
      }
    }
  }

  private static func directory64(_ file: Bytes, end: Int) throws(CheckpointProblem) -> Bytes? {
    guard end >= 20, try file.integer(at: end - 20, as: UInt32.self) == 0x0706_4B50 else { return nil }
    let record = try place(try file.integer(at: end - 12, as: UInt64.self))
    let end64 = try file.part(from: record, count: 56)
    guard end64.starts(with: [0x50, 0x4B, 0x06, 0x06]) else { throw .invalid("the archive's directory is damaged") }
    let size = try place(try end64.integer(at: 40, as: UInt64.self))
    return try file.part(from: try place(try end64.integer(at: 48, as: UInt64.self)), count: size)
  }

  private static func place(_ value: UInt64) throws(CheckpointProblem) -> Int {
    guard let place = Int(exactly: value) else { throw .cutOff }
    return place
  }

  /// - Returns: where the next entry of the directory starts.
  private mutating func addEntry(_ directory: Bytes, at start: Int) throws(CheckpointProblem) -> Int {
    let fixed = try directory.part(from: start, count: 46)
    guard fixed.starts(with: [0x50, 0x4B, 0x01, 0x02]) else { throw .invalid("the archive's directory is damaged") }
    func length(_ place: Int) throws(CheckpointProblem) -> Int { Int(try fixed.integer(at: place, as: UInt16.self)) }
    let nameLength = try length(28)
    let extraLength = try length(30)
    let name = try directory.part(from: start + 46, count: nameLength).text()
    let extra = try directory.part(from: start + 46 + nameLength, count: extraLength)
    let size = try fixed.integer(at: 24, as: UInt32.self)
    let header = try fixed.integer(at: 42, as: UInt32.self)
    var large = try Self.largeValues(extra)
    // The 64-bit values stand in this order, each only where its 32-bit field is full.
    func wide(_ value: UInt32) throws(CheckpointProblem) -> Int {
      guard value == .max, !large.isEmpty else { return Int(value) }
      return try Self.place(large.removeFirst())
    }
    let uncompressed = try wide(size)
    if try fixed.integer(at: 20, as: UInt32.self) == .max, !large.isEmpty { large.removeFirst() }
    let entry = Entry(
      method: try fixed.integer(at: 10, as: UInt16.self), size: uncompressed, header: try wide(header))
    guard entries.updateValue(entry, forKey: name) == nil else { throw .invalid("\(name.excerpt) stands in it twice") }
    return start + 46 + nameLength + extraLength + (try length(32))
  }

  /// The numbers of the extra field 1.
  private static func largeValues(_ extra: Bytes) throws(CheckpointProblem) -> [UInt64] {
    var start = 0
    while extra.count - start >= 4 {
      let length = Int(try extra.integer(at: start + 2, as: UInt16.self))
      if try extra.integer(at: start, as: UInt16.self) == 1 {
        let field = try extra.part(from: start + 4, count: length)
        var values: [UInt64] = []
        for index in 0..<length / 8 { values.append(try field.integer(at: index * 8)) }
        return values
      }
      start += 4 + length
    }
    return []
  }
}
