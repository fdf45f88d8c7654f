public enum InferenceError: Error, Equatable, CustomStringConvertible {
  case notReadable(path: String, reason: String)
  case notAModel(path: String, reason: String)
  case unsupportedOperator(path: String, operator: String, node: String)
  case invalidInput(String)

  public var description: String {
    switch self {
    case .notReadable(let path, let reason): "\(path): cannot be read: \(reason)"
    case .notAModel(let path, let reason): "\(path): not a usable ONNX model: \(reason)"
    case .unsupportedOperator(let path, let name, let node): "\(path): operator \(name) (node \(node)) is not supported"
    case .invalidInput(let reason): "invalid input of a network: \(reason)"
    }
  }
}
