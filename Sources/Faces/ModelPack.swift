/// A detector and a recogniser with all that is needed to use them, as described by a folder's pack.json.
public struct ModelPack: Sendable, Equatable {
  /// Cosines above which two faces count as the same person, from strict to lenient.
  public struct Thresholds: Sendable, Equatable, Codable {
    /// About 1 false accept in 100,000 pairs, in 10,000, in 1,000.
    public var safe, balanced, everything: Float
  }

  public var name: String
  public var version: String
  public var licence: String
  public var thresholds: Thresholds
  /// Changes whenever embeddings of this pack may no longer be compared: made of the files' checksums and the settings.
  public var identity: String

  /// - Parameter nameOrFolder: a folder with a pack.json, or the name of a pack in `searchPath`; nil is the bundled one.
  public static func load(_ nameOrFolder: String? = nil) throws(PackError) -> ModelPack {
    throw .notFound(nameOrFolder ?? "facetui-mini", searched: searchPath)
  }

  /// Folders that hold packs, in the order in which they are searched.
  public static var searchPath: [String] { [] }
}

public enum PackError: Error, Equatable, CustomStringConvertible {
  case notFound(String, searched: [String])
  case invalid(path: String, reason: String)

  public var description: String {
    switch self {
    case .notFound(let name, let searched): "no model pack \(name) in \(searched.joined(separator: ", "))"
    case .invalid(let path, let reason): "\(path): \(reason)"
    }
  }
}
