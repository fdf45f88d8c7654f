import Foundation
import Imaging
import Inference

public enum FaceError: Error, Equatable, CustomStringConvertible {
  case image(ImageError)
  case network(InferenceError)
  case pack(PackError)

  public var description: String {
    switch self {
    case .image(let error): error.description
    case .network(let error): error.description
    case .pack(let error): error.description
    }
  }
}

extension FaceError {
  /// The same where a file is to be called otherwise.
  func replacing(_ name: String, by other: String) -> FaceError {
    func mended(_ text: String) -> String { text.replacingOccurrences(of: name, with: other) }
    switch self {
    case .pack(.invalid(let path, let reason)): return .pack(.invalid(path: mended(path), reason: mended(reason)))
    case .network(.notReadable(let path, let reason)):
      return .network(.notReadable(path: mended(path), reason: reason))
    case .network(.notAModel(let path, let reason)): return .network(.notAModel(path: mended(path), reason: reason))
    case .network(.unsupportedOperator(let path, let kind, let node)):
      return .network(.unsupportedOperator(path: mended(path), operator: kind, node: node))
    case .network(.invalidInput(let reason)): return .network(.invalidInput(mended(reason)))
    case .pack, .network, .image: return self
    }
  }
}
