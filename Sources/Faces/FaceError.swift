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
