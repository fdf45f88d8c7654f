import KernelInterface

/// A network loaded from an ONNX file; weights are packed once and shared by all its sessions.
public final class Model: Sendable {
  /// The file that it came from.
  public let path: String
  /// Inputs that are not weights; a dimension is nil where the file leaves it open.
  public let inputs: [ValueDescription]
  /// As declared in the file; the shapes that a run returns follow from its input.
  public let outputs: [ValueDescription]
  /// Whether the input meets arithmetic before any layer, as in networks that bring colour values into their range.
  public let normalisesInput: Bool
  /// The kernels that its sessions run on.
  public let instructionSet: InstructionSet

  let graph: Graph
  let kernels: KernelSet

  /// - Parameters:
  ///   - path: an ONNX file with its weights inside, opset 9 to 20, float32, at most 320 MiB.
  ///   - instructionSet: nil takes the one that FACETUI_KERNELS names, or the fastest.
  ///   - winograd: whether 3×3 convolutions with stride 1 may use Winograd's method, which rounds a little differently.
  /// - Throws: `InferenceError` with the file's name where it is missing, damaged, or uses an operator that the engine lacks.
  public convenience init(
    path: String, instructionSet: InstructionSet? = nil, winograd: Bool = true
  ) throws(InferenceError) {
    try self.init(ModelBytes.read(path), path: path, instructionSet: instructionSet, winograd: winograd)
  }

  /// - Parameters:
  ///   - bytes: the contents of an ONNX file.
  ///   - path: where they come from, for errors.
  public init(
    _ bytes: consuming [UInt8], path: String, instructionSet: InstructionSet? = nil, winograd: Bool = true
  ) throws(InferenceError) {
    let chosen = if let instructionSet { instructionSet } else { try InstructionSet.selected() }
    guard InstructionSet.available.contains(chosen) else {
      throw .kernelsUnavailable(name: chosen.rawValue, available: InstructionSet.available.map(\.rawValue))
    }
    var graph = try ModelFile.read(bytes, path: path)
    normalisesInput = graph.normalisesInput
    do throws(GraphError) {
      try graph.apply(Pass.onLoad)
      returnFreeMemory()
      try graph.packWeights(chosen.kernels, winograd: winograd)
      returnFreeMemory()
    } catch {
      throw error.inFile(path)
    }
    self.path = path
    self.graph = graph
    self.instructionSet = chosen
    kernels = chosen.kernels
    inputs = graph.inputs
    outputs = graph.outputs
  }
}

extension Graph {
  /// Follows the first input through what does not compute, before any rewriting.
  fileprivate var normalisesInput: Bool {
    guard var value = inputs.first?.name else { return false }
    for node in nodes where node.inputs.contains(value) {
      switch node.operation {
      case .identity, .cast, .transpose: value = node.output
      case .binary, .batchNormalisation, .affine: return true
      default: return false
      }
    }
    return false
  }
}

public struct ValueDescription: Sendable, Equatable {
  public let name: String
  public let shape: [Int?]

  public init(name: String, shape: [Int?]) {
    self.name = name
    self.shape = shape
  }
}
