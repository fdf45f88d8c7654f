/// Why a file gives no tensors: one sentence for the user, with the file's name.
public enum CheckpointError: Error, Equatable, CustomStringConvertible {
  case notReadable(path: String, reason: String)
  /// Damaged, cut off, or of a format that is not known.
  case invalid(path: String, reason: String)
  /// The file asks for something that tensors do not need; its name is the opcode's or the class's.
  case refused(path: String, name: String)

  public var description: String {
    switch self {
    case .notReadable(let path, let reason): "\(path): cannot be read: \(reason)"
    case .invalid(let path, let reason): "\(path): not a usable checkpoint: \(reason)"
    case .refused(let path, let name):
      "\(path): refused, as it holds the \(name), which no state_dict needs; save the tensors alone: torch.save(model.state_dict(), …)"
    }
  }
}

/// What is wrong with a checkpoint, before the file's name is known.
enum CheckpointProblem: Error, Equatable {
  case invalid(String)
  case refused(String)

  func inFile(_ path: String) -> CheckpointError {
    switch self {
    case .invalid(let reason): .invalid(path: path, reason: reason)
    case .refused(let name): .refused(path: path, name: name)
    }
  }

  static let unknown = CheckpointProblem.invalid("it is damaged, or neither PyTorch's nor a safetensors file")
  static let cutOff = CheckpointProblem.invalid("it is cut off")
}

extension String {
  /// A name from a file, short enough for a message: at most 80 scalars, as one character may be made of any number.
  var excerpt: String {
    let most = 80
    let start = unicodeScalars.prefix(most)
    return start.endIndex == unicodeScalars.endIndex ? self : String(String.UnicodeScalarView(start)) + "…"
  }
}

extension [Int] {
  /// A shape from a file, short enough for a message.
  var excerpt: String { count > ElementIndices.mostAxes ? "\(Array(prefix(4))) and \(count - 4) more" : "\(self)" }
}
