/// Why a network cannot be loaded or run: one sentence for the user, with the file's name.
public enum InferenceError: Error, Equatable, CustomStringConvertible {
  case notReadable(path: String, reason: String)
  case notAModel(path: String, reason: String)
  case unsupportedOperator(path: String, operator: String, node: String)
  case invalidInput(String)
  /// The kernels that were asked for do not exist or do not run on this processor.
  case kernelsUnavailable(name: String, available: [String])

  public var description: String {
    switch self {
    case .notReadable(let path, let reason): "\(path): cannot be read: \(reason.shortened())"
    case .notAModel(let path, let reason): "\(path): not a usable ONNX model: \(reason.shortened())"
    case .unsupportedOperator(let path, let name, let node):
      "\(path): operator \(name.shortened(to: 100)) (node \(node.shortened(to: 100))) is not supported"
    case .kernelsUnavailable(let name, let available):
      "kernels \(name) are not available on this processor; set FACETUI_KERNELS to one of \(available.joined(separator: ", ")), or unset it"
    case .invalidInput(let reason): "invalid input of a network: \(reason.shortened(to: 4800))"
    }
  }
}
