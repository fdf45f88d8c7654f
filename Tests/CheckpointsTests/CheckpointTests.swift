import Foundation
import Testing

@testable import Checkpoints

struct CheckpointTests {
  @Test(arguments: Fixture.names)
  func `tensors are those that PyTorch wrote`(name: String) throws {
    let checkpoint = try Checkpoint(path: Fixture.path(name))
    for (key, expected) in try Expected.load() where !(name.hasSuffix("safetensors") && key == "bytes") {
      let tensor = try #require(checkpoint.tensors[key], "\(key)")
      #expect(tensor.shape == expected.shape)
      #expect(tensor.scalars == expected.values)
    }
    #expect(checkpoint.tensors.count == (name.hasSuffix("safetensors") ? 10 : 11))
  }

  @Test func `a file of Python 2 is read`() throws {
    // OrderedDict([["w", tensor]]) with byte strings for names.
    var program = Legacy.global("collections", "OrderedDict") + [0x5D, 0x5D, 0x28] + Legacy.text("w")
    program += Legacy.tensor(count: 6, offset: 1, shape: [2, 2], strides: [1, 2])
    program += [0x65, 0x61, 0x85, 0x52]
    let tensors = try Checkpoint.read(Legacy.file(program, storages: [("0", [0, 1, 2, 3, 4, 5])]))
    #expect(tensors == ["w": Checkpoint.Tensor(shape: [2, 2], scalars: [1, 3, 2, 4])])
  }

  @Test func `a missing file, a folder and a device are one clear sentence`() {
    for (path, reason) in [
      ("/nowhere/x.pth", "No such file"), ("/tmp", "regular file"), ("/dev/null", "regular file"),
    ] {
      #expect {
        try Checkpoint(path: path)
      } throws: {
        "\($0)".hasPrefix("\(path): cannot be read: ") && "\($0)".contains(reason)
      }
    }
  }

  @Test func `what is not in the file's bounds is refused`() {
    func of(_ tensor: [UInt8]) -> String {
      problem(Legacy.file(Legacy.single(tensor), storages: [("0", [1, 2, 3, 4])]))
    }
    #expect(of(Legacy.tensor(count: 4, shape: [4], strides: [1])) == "no problem")
    #expect(of(Legacy.tensor(count: 4, offset: 1, shape: [4], strides: [1])).contains("out of its storage"))
    #expect(of(Legacy.tensor(count: 4, offset: -1, shape: [2], strides: [1])).contains("shape"))
    #expect(of(Legacy.tensor(count: 4, shape: [2], strides: [-1])).contains("strides"))
    #expect(of(Legacy.tensor(count: 4, shape: [2, 2], strides: [.max, .max])).contains("out of its storage"))
    #expect(of(Legacy.tensor(count: 5, shape: [4], strides: [1])).contains("cut off"))
    #expect(of(Legacy.tensor(count: .max, shape: [.max], strides: [1])).contains("cut off"))
    #expect(of(Legacy.tensor(count: 4, shape: [1 << 30], strides: [0])).contains("larger than the file"))
    #expect(of(Legacy.tensor(count: 4, shape: [.max, .max, .max], strides: [0, 0, 0])).contains("too large"))
    #expect(of(Legacy.tensor(count: 4, shape: [0, .max, .max, .max], strides: [0, 0, 0, 0])).contains("too large"))
  }

  @Test func `dictionaries without tensors say what they hold`() {
    let outer: [UInt8] = [0x7D] + Legacy.text("optimizer") + Legacy.integer(3) + [0x73]
    #expect(problem(Legacy.file(outer)).contains("holds no tensors, but optimizer"))
    #expect(problem(Legacy.file(Legacy.integer(3))).contains("no dictionary of tensors"))
    var mixed = Legacy.single(Legacy.tensor(count: 1, shape: [1], strides: [1]))
    mixed += Legacy.text("n") + [0x4E, 0x73]
    #expect(problem(Legacy.file(mixed, storages: [("0", [1])])).contains("n in it is no tensor"))
  }
}
