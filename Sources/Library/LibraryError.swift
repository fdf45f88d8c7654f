import Faces

public enum LibraryError: Error, Equatable, CustomStringConvertible {
  case folder(String, reason: String)
  case cache(String, reason: String)
  case pack(PackError)
  case network(String)
  /// A file that the user named: a query, or an export.
  case file(String, reason: String)
  /// There is too little to learn from.
  case learning(String)

  public var description: String {
    switch self {
    case .folder(let path, let reason), .file(let path, let reason): "\(path): \(reason)"
    case .cache(let path, let reason): "\(path): the cache cannot be used: \(reason)"
    case .pack(let error): error.description
    case .network(let reason), .learning(let reason): reason
    }
  }
}
