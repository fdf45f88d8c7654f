/// A network loaded from an ONNX file; weights are shared by all its sessions.
public final class Model: Sendable {
  /// Inputs that are not weights; a dimension is nil where the file leaves it open.
  public let inputs: [ValueDescription]
  public let outputs: [ValueDescription]

  /// - Throws: `InferenceError` with the file's name where it is missing, damaged, or uses an operator that the engine lacks.
  public init(path: String, instructionSet: InstructionSet = .best) throws(InferenceError) {
    throw .notReadable(path: path, reason: "the engine is not there yet")
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

/// One plan of a model for fixed input shapes. Not for two threads at once; make one each.
public final class Session {
  /// - Parameter shapes: by input name, for every input with open dimensions.
  public init(_ model: Model, shapes: [String: [Int]] = [:], threads: Int = 1) throws(InferenceError) {
    throw .notReadable(path: "", reason: "the engine is not there yet")
  }

  /// Runs the network once; the result has one tensor per output name.
  public func run(_ inputs: [String: Tensor]) throws(InferenceError) -> [String: Tensor] { [:] }
}
