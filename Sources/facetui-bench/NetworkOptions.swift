import ArgumentParser
import Inference

/// Which network runs, and how.
struct NetworkOptions: ParsableArguments {
  @Argument(help: "The ONNX file.")
  var model: String
  @Option(help: "Shape of the input, as 1x3x112x112; open dimensions need it.")
  var shape: String?
  @Option(help: "Threads that share each operator.")
  var threads = 1
  @Option(help: "portable, avx2 or avx512; default: FACETUI_KERNELS, or the fastest.")
  var kernels: String?
  @Flag(help: "Compute 3×3 convolutions without Winograd's method.")
  var direct = false

  func validate() throws {
    guard (1...64).contains(threads) else { throw ValidationError("--threads must be from 1 to 64.") }
  }

  func load() throws -> Model {
    let set = try kernels.map { name in
      guard let set = InstructionSet(rawValue: name) else { throw ValidationError("--kernels \(name) is unknown.") }
      return set
    }
    return try Model(path: model, instructionSet: set, winograd: !direct)
  }

  func session(_ model: Model) throws -> Session {
    try Session(model, shapes: inputShapes(model), threads: threads)
  }

  private func inputShapes(_ model: Model) throws -> [String: [Int]] {
    guard let shape else { return [:] }
    let dimensions = shape.split(separator: "x").map { Int($0) }
    guard !dimensions.isEmpty, !dimensions.contains(nil) else {
      throw ValidationError("--shape \(shape) is not of the form 1x3x112x112.")
    }
    guard model.inputs.count == 1 else { throw ValidationError("--shape needs a model with one input.") }
    return [model.inputs[0].name: dimensions.compactMap { $0 }]
  }
}
