/// What is wrong with a network, before the file's name is known.
enum GraphError: Error, Equatable {
  case invalid(String)
  case unsupported(operator: String, node: String)

  /// Names the node in a reason that does not.
  func at(_ node: Node) -> GraphError {
    guard case .invalid(let reason) = self else { return self }
    return .invalid("\(node.kind.shortened(to: 100)) (node \(node.name.shortened(to: 100))): \(reason)")
  }

  func inFile(_ path: String) -> InferenceError {
    switch self {
    case .invalid(let reason): .notAModel(path: path, reason: reason)
    case .unsupported(let name, let node): .unsupportedOperator(path: path, operator: name, node: node)
    }
  }
}
