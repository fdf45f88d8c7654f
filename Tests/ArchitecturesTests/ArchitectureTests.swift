import Checkpoints
import Foundation
import Inference
import Testing

@testable import Architectures

/// A checkpoint of Tests/Scripts/make_checkpoints.py with PyTorch's outputs for its `picture`.
struct Reference: Decodable, Sendable, CustomTestStringConvertible {
  var file: String
  var architecture: String
  var squeezeExcite: Bool
  /// The committed ones are narrow.
  var isFull: Bool
  var outputs: [Float]
  var folder: String?

  var testDescription: String { file }

  /// The committed ones, and those in the folder that FACETUI_CHECKPOINTS names.
  static let all = load(Bundle.module.resourcePath.map { "\($0)/Fixtures" }) + load(full)
  private static let full = ProcessInfo.processInfo.environment["FACETUI_CHECKPOINTS"]

  private static func load(_ folder: String?) -> [Reference] {
    guard let folder, let data = FileManager.default.contents(atPath: "\(folder)/reference.json"),
      var references = try? JSONDecoder().decode([Reference].self, from: data)
    else { return [] }
    for index in references.indices { references[index].folder = folder }
    return references
  }

  func checkpoint() throws -> Checkpoint { try Checkpoint(path: "\(folder ?? "")/\(file)") }

  func make() throws -> Architecture {
    var result = try Architecture(name: architecture, squeezeExcite: squeezeExcite)
    if !isFull {
      result.width = 2
      result.reduction = 2
    }
    return result
  }

  static func named(_ file: String) throws -> Reference { try #require(all.first { $0.file == file }) }
}

struct ArchitectureTests {
  @Test(arguments: Reference.all)
  func `outputs are those of PyTorch`(reference: Reference) throws {
    let architecture = try reference.make()
    let network = try architecture.network(try reference.checkpoint())
    #expect(network.dimensions == reference.outputs.count / 2)
    let outputs = try run(network, architecture)
    let largest = reference.outputs.map(abs).max() ?? 0
    let difference = zip(outputs, reference.outputs).map { abs($0 - $1) }.max() ?? .infinity
    #expect(outputs.count == reference.outputs.count)
    #expect(difference < 1e-4 * max(1, largest), "\(difference) of \(largest)")
    if reference.isFull { print("\(reference.file): \(difference) of \(largest)") }
  }

  private func run(_ network: Architecture.Network, _ architecture: Architecture) throws -> [Float] {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).onnx")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(network.bytes).write(to: file)
    let model = try Model(path: file.path)
    let shape = [2, architecture.isGrey ? 1 : 3, architecture.side, architecture.side]
    let picture = (0..<shape.reduce(1, *)).map { Float($0 * 7919 % 1999) / 999 - 1 }
    let session = try Session(model, shapes: ["image": shape], threads: 2)
    let results = try session.run(["image": Tensor(shape: shape, scalars: picture)])
    return try #require(results[model.outputs[0].name]).scalars
  }

  private func failure(_ file: String, as name: String? = nil, _ change: (inout [String: Checkpoint.Tensor]) -> Void)
    throws -> String
  {
    let reference = try Reference.named(file)
    var architecture = try reference.make()
    if let name {
      architecture = try Architecture(name: name)
      architecture.width = 2
    }
    var tensors = try reference.checkpoint().tensors
    change(&tensors)
    do throws(ArchitectureError) {
      _ = try architecture.network(Checkpoint(path: "f.pth", tensors: tensors))
      return "no failure"
    } catch {
      return error.description
    }
  }

  @Test func `tensors that do not fit are named`() throws {
    let missing = try failure("face_zip.pth") { $0["layer2.1.conv1.weight"] = nil }
    #expect(missing == "f.pth: is no resnet_face18: missing: layer2.1.conv1.weight")
    let extra = try failure("iresnet18.pth") { $0["head.weight"] = Checkpoint.Tensor(shape: [1], scalars: [1]) }
    #expect(extra == "f.pth: is no iresnet18: not part of it: head.weight")
    let wrong = try failure("mobile.pth") { $0["bn.bias"] = Checkpoint.Tensor(shape: [2], scalars: [1, 2]) }
    #expect(wrong == "f.pth: is no mobilefacenet: of another shape: bn.bias [2] instead of [16]")
    let empty = try failure("face_zip.pth") { $0 = ["fc5.weight": Checkpoint.Tensor(shape: [0], scalars: [])] }
    #expect(empty.contains("missing: conv1.weight"), "\(empty)")
  }

  @Test func `squeeze-and-excitation that is there or not is said`() throws {
    let with = try failure("face_se_zip.pth", as: "resnet_face18") { _ in }
    #expect(with.contains("not part of it: layer1.0.se.fc.0.bias"))
    #expect(with.hasSuffix("(try --squeeze-excite)"), "\(with)")
    let other = try failure("iresnet18.pth", as: "mobilefacenet") { _ in }
    #expect(other.contains("missing: conv1.conv.weight"), "\(other)")
    #expect(other.contains(" more; not part of it: bn1.bias"), "\(other)")
  }

  @Test func `an architecture that is not known is named beside those that are`() {
    #expect {
      try Architecture(name: "vgg16")
    } throws: {
      "\($0)".hasPrefix("no architecture vgg16; there are resnet_face18, iresnet18")
    }
  }
}
