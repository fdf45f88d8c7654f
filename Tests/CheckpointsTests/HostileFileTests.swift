import Foundation
import Testing

@testable import Checkpoints

/// Files that want something else than to be read.
struct HostileFileTests {
  /// Reads, and checks that what comes back is no larger than the file.
  private func survives(_ bytes: [UInt8]) {
    guard let tensors = try? Checkpoint.read(bytes) else { return }
    #expect(tensors.values.reduce(0) { $0 + $1.scalars.count } <= bytes.count)
  }

  private static let refused: [(program: [UInt8], name: String)] = [
    (Legacy.global("posix", "system"), "the class posix.system"),
    (Legacy.global("builtins", "eval"), "the class builtins.eval"),
    (Legacy.global("torch", "load"), "the class torch.load"),
    (Legacy.global("torch.FloatStorage", "x"), "the class torch.FloatStorage.x"),
    (stackGlobal, "the class os.popen"),
    ([0x28, 0x69], "the pickle instruction INST"),
    ([0x29, 0x29, 0x81], "the pickle instruction NEWOBJ"),
    ([0x82, 0x01], "the pickle instruction EXT1"),
    ([0xF0], "the pickle instruction 0xf0"),
    (persistentModule, "the persistent module"),
  ]

  private static var stackGlobal: [UInt8] { Legacy.text("os") + Legacy.text("popen") + [0x93] }
  private static var persistentModule: [UInt8] { [0x28] + Legacy.text("module") + [0x4E, 0x74, 0x51] }

  @Test(arguments: refused)
  func `everything else is refused by name`(program: [UInt8], name: String) {
    #expect(problem(Legacy.file(program)).contains("refused, as it holds \(name)"))
  }

  @Test func `a whole module is refused by its class`() throws {
    #expect(problem(try Fixture.bytes("whole_module.pth")).contains("the class torch.nn.modules.linear.Linear"))
  }

  @Test func `deep, circular and repeated structures do no harm`() {
    let deep: [UInt8] = [0x29] + [UInt8](repeating: 0x85, count: 200_000)
    #expect(problem(Legacy.file(deep)).contains("no dictionary"))
    // A list that holds itself.
    #expect(problem(Legacy.file([0x5D, 0x71, 0x00, 0x68, 0x00, 0x61])).contains("no dictionary"))
    // A dictionary whose "model" is itself.
    let circular: [UInt8] = [0x7D, 0x71, 0x00] + Legacy.text("model") + [0x68, 0x00, 0x73]
    #expect(problem(Legacy.file(circular)).contains("no tensor"))
    // Thirty times a pair of the pair before: a thousand million leaves.
    var laughs: [UInt8] = [0x4E]
    for index in 0..<UInt8(30) { laughs += [0x71, index, 0x68, index, 0x86] }
    #expect(problem(Legacy.file(laughs)).contains("no dictionary"))
    #expect(problem(Legacy.file([UInt8](repeating: 0x4E, count: 1_100_000))).contains("far longer"))
  }

  @Test func `instructions without operands are errors`() {
    let prefixes: [[UInt8]] = [[], [0x28], [0x4E], [0x29], [0x5D, 0x28], [0x7D, 0x4E], [0x28, 0x28, 0x4E]]
    for opcode in UInt8.min...UInt8.max {
      for prefix in prefixes {
        #expect(problem(Legacy.file(prefix + [opcode])) != "no problem")
      }
    }
  }

  @Test(arguments: Fixture.names)
  func `a file may be cut off anywhere`(name: String) throws {
    let bytes = try Fixture.bytes(name)
    for length in 0..<bytes.count {
      #expect(problem(Array(bytes.prefix(length))) != "no problem", "\(length) bytes")
    }
  }

  @Test(arguments: Fixture.names)
  func `any bit may be flipped`(name: String) throws {
    var bytes = try Fixture.bytes(name)
    for place in bytes.indices {
      bytes[place] ^= 1 << UInt8(place % 8)
      survives(bytes)
      bytes[place] ^= 1 << UInt8(place % 8)
    }
  }

  @Test(arguments: Fixture.names)
  func `bytes may be changed, repeated, dropped and swapped`(name: String) throws {
    let original = try Fixture.bytes(name)
    var random = Mutations(state: 5)
    let interesting: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF, 0x28, 0x2E, 0x52, 0x58, 0x71, 0x74, 0x85]
    for _ in 0..<500 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: bytes.indices, using: &random)
        let length = min(Int.random(in: 1...40, using: &random), bytes.count - place)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[place] = interesting.randomElement(using: &random) ?? 0
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
        case 3 where bytes.count > 100: bytes.removeSubrange(place..<place + length)
        default: bytes.swapAt(place, Int.random(in: bytes.indices, using: &random))
        }
      }
      survives(bytes)
    }
  }
}
