import Foundation
import Testing

@testable import Checkpoints

/// Files that are small or hollow and would take much memory, time or screen.
struct BoundsTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "checkpoint-bounds-\(UUID())")

  // MARK: - Files

  private func sparse(_ beginning: [UInt8], size: UInt64) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "sparse.pth")
    try Data(beginning).write(to: file)
    let handle = try FileHandle(forWritingTo: file)
    try handle.truncate(atOffset: size)
    try handle.close()
    return file.path
  }

  private static let beginnings: [[UInt8]] = [
    [0x50, 0x4B, 0x03, 0x04], Array(Legacy.file([0x7D]).prefix(15)), [0x40, 0, 0, 0, 0, 0, 0, 0, 0x7B],
  ]

  @Test(arguments: beginnings)
  func `a file of a terabyte is refused by its size`(beginning: [UInt8]) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try sparse(beginning, size: 1 << 40)
    #expect(throws: CheckpointError.notReadable(path: path, reason: "it has 1048576 MiB, at most 1024 are read")) {
      try Checkpoint(path: path)
    }
  }

  @Test func `a large file of another kind is not read as a whole`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try sparse([], size: 1 << 40)
    #expect(throws: CheckpointProblem.unknown.inFile(path)) { try Checkpoint(path: path) }
  }

  @Test func `a header that is too long is refused before the file is read`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try sparse([0, 0, 0, 0x32, 0, 0, 0, 0, 0x7B], size: 1 << 40)
    #expect {
      try Checkpoint(path: path)
    } throws: { "\($0)".contains("its header has 838860800 bytes") }
  }

  // MARK: - Pickles

  private func longText(_ text: String) -> [UInt8] {
    [0x58] + withUnsafeBytes(of: UInt32(text.utf8.count).littleEndian) { Array($0) } + Array(text.utf8)
  }

  /// A list of as many pairs, all the same, in the memo's place 1.
  private func pairs(_ count: Int) -> [UInt8] {
    let pair: [UInt8] = Legacy.text("k") + Legacy.text("v") + [0x86, 0x71, 0]
    return pair + [0x5D, 0x28] + [[UInt8]](repeating: [0x68, 0], count: count).joined() + [0x65, 0x71, 1]
  }

  @Test func `a list that is copied again and again is refused`() {
    let copy = Legacy.global("collections", "OrderedDict") + [0x71, 2]
    let copies = [[UInt8]](repeating: [0x68, 2, 0x68, 1, 0x85, 0x52], count: 2000).joined()
    #expect(problem(Legacy.file(pairs(50_000) + copy + copies)).contains("copies the same lists again and again"))
    #expect(problem(Legacy.file(pairs(20) + copy + copies)).contains("holds no tensors"))
  }

  @Test func `a long shape is refused before it is copied`() {
    var program = Legacy.global("torch._utils", "_rebuild_tensor_v2") + [0x28]
    program += Legacy.storage(count: 1) + Legacy.integer(0)
    program += [0x28] + [[UInt8]](repeating: [0x4B, 1], count: 50_000).joined() + [0x74, 0x71, 1, 0x68, 1, 0x74, 0x52]
    let text = problem(Legacy.file(program))
    #expect(text.contains("the shape [1, 1, 1, 1] and 49996 more") && text.utf8.count < 300)
  }

  @Test func `more instructions than a state_dict has are refused`() {
    #expect(problem(Legacy.file([UInt8](repeating: 0x29, count: 300_000))).contains("far longer"))
  }

  @Test(arguments: ["a", "e\u{301}\u{301}", "\u{1B}]0;x\u{7}"])
  func `names of any length make short messages`(part: String) {
    let long = longText(String(repeating: part, count: 100_000))
    let none: [UInt8] = [0x4E]
    let tensor = Legacy.tensor(count: 1, shape: [1], strides: [1])
    let longClass: [UInt8] = long + long + [0x93]
    let persistent: [UInt8] = [0x28] + long + none + [0x74, 0x51]
    let noTensors: [UInt8] = [0x7D] + long + none + [0x73]
    let mixed: [UInt8] = Legacy.single(tensor) + long + none + [0x73]
    let twice: [UInt8] = [0x7D, 0x28] + long + tensor + long + tensor + [0x75]
    let missing: [UInt8] = [0x7D] + long + tensor + [0x73]
    for program in [longClass, persistent, noTensors, mixed, twice, missing] {
      let text = problem(Legacy.file(program))
      #expect(text != "no problem" && text.utf8.count < 800, "\(text.prefix(200))")
    }
  }

  // MARK: - Safetensors

  private func safetensors(_ header: String, data: Int = 4) -> [UInt8] {
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
    return length + Array(header.utf8) + [UInt8](repeating: 0, count: data)
  }

  @Test func `a long header is refused by its size`() {
    let header = "{" + String(repeating: " ", count: 1 << 22) + "}"
    #expect(problem(safetensors(header)).contains("its header has 4194306 bytes, at most 4194304 are read"))
  }

  @Test func `long names, types and shapes of safetensors make short messages`() {
    let long = String(repeating: "x", count: 100_000)
    let ones = String(repeating: "1,", count: 50_000) + "1"
    for header in [
      #"{"\#(long)":{"dtype":"\#(long)","shape":[1],"data_offsets":[0,4]}}"#,
      #"{"\#(long)":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#,
      #"{"\#(long)":{"dtype":"F32","shape":[1],"data_offsets":[0,3]}}"#,
      #"{"w":{"dtype":"F32","shape":[\#(ones)],"data_offsets":[0,4]}}"#,
    ] {
      let text = problem(safetensors(header))
      #expect(text != "no problem" && text.utf8.count < 400, "\(text.prefix(200))")
    }
  }

  @Test func `all tensors together are bounded before they are made`() {
    let entry = #"{"dtype":"U8","shape":[1000],"data_offsets":[0,1000]}"#
    let header = "{" + (0..<100).map { "\"t\($0)\":\(entry)" }.joined(separator: ",") + "}"
    #expect(problem(safetensors(header, data: 1000)).contains("larger than the file"))
    var budget = ElementBudget(fileSize: 1 << 40)
    #expect(throws: Never.self) { try budget.spend(1 << 28) }
    #expect(throws: CheckpointProblem.self) { try budget.spend(1) }
  }

  // MARK: - Archives

  @Test func `an archive with very many entries is refused`() {
    var directory: [UInt8] = []
    for index in 0..<70_000 {
      let name = Array("\(index)".utf8)
      var entry = [UInt8](repeating: 0, count: 46)
      entry.replaceSubrange(0..<4, with: [0x50, 0x4B, 0x01, 0x02])
      entry[28] = UInt8(name.count)
      directory += entry + name
    }
    var end: [UInt8] = [0x50, 0x4B, 0x05, 0x06] + [UInt8](repeating: 0, count: 8)
    for number in [directory.count, 30] { end += withUnsafeBytes(of: UInt32(number).littleEndian) { Array($0) } }
    let file = [0x50, 0x4B, 0x03, 0x04] + [UInt8](repeating: 0, count: 26) + directory + end + [0, 0]
    #expect(problem(file).contains("more than 65536 entries"))
  }
}
