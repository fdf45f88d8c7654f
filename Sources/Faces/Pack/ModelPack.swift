import Foundation
import Glibc
import Inference
import PathText
import SystemPackage

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
  /// Where pack.json lies.
  public var folder: String
  /// Length of an embedding.
  public var dimensions: Int { recogniser.dimensions }
  var detector: DetectorSettings
  var recogniser: RecogniserSettings

  /// - Parameters:
  ///   - nameOrFolder: a folder with a pack.json, or the name of a pack in `searchPath`; nil is the bundled one. Paths
  ///     hold any bytes, as `String.init(raw:keeping:)` writes them.
  ///   - verifies: whether its files are read as well; who says no calls `verify` later.
  /// - Throws: `PackError` where it is not found, its manifest is wrong, or a file is missing or has another checksum.
  public static func load(_ nameOrFolder: String? = nil, verifies: Bool = true) throws(PackError) -> ModelPack {
    let folder = try folder(of: nameOrFolder ?? bundledName)
    let name: String
    do throws(Errno) {
      name = try StandIn.name(of: FilePath(text: folder))
    } catch {
      throw .invalid(path: folder, reason: "\(error)")
    }
    return try ModelPack(folder: name, verifies: verifies)
  }

  /// Every pack in `searchPath`, by folder, with the reason where one cannot be used. A name that was found in an
  /// earlier folder is not listed again.
  public static func available() -> [(folder: String, pack: Result<ModelPack, PackError>)] {
    var names: Set<String> = []
    let parents = searchPath.compactMap { try? StandIn.name(of: FilePath(text: $0)) }
    return parents.flatMap { parent in
      let found = ((try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []).sorted()
      return found.filter { hasManifest("\(parent)/\($0)") && names.insert($0).inserted }.map { "\(parent)/\($0)" }
    }.map { folder in
      do throws(PackError) {
        return (folder, .success(try ModelPack(folder: folder)))
      } catch {
        return (folder, .failure(error))
      }
    }
  }

  /// Folders that hold packs, in the order in which they are searched; with all bytes, as `load` takes them.
  public static var searchPath: [String] {
    let names = ["FACETUI_PACKS", "XDG_DATA_HOME", "HOME"]
    let environment = names.compactMap { name in getenv(name).map { (name, FilePath(platformString: $0).text) } }
    return searchPath(environment: Dictionary(uniqueKeysWithValues: environment), executable: executable)
  }

  static let bundledName = "facetui-mini"

  static func searchPath(environment: [String: String], executable: String?) -> [String] {
    var folders = (environment["FACETUI_PACKS"] ?? "").split(separator: ":").map(String.init)
    if let data = dataHome(environment) { folders.append("\(data)/facetui/models") }
    guard let executable else { return folders }
    var parent = FilePath(text: executable).removingLastComponent()
    folders.append(parent.removingLastComponent().appending("share/facetui/models").text)
    repeat {
      let models = parent.appending("assets/models")
      if exists(models) { folders.append(models.text) }
    } while parent.removeLastComponent()
    return folders
  }

  /// XDG says that a relative path there is to be ignored.
  private static func dataHome(_ environment: [String: String]) -> String? {
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data }
    return environment["HOME"].map { "\($0)/.local/share" }
  }

  private static var executable: String? {
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    return FilePath(platformString: path).text
  }

  private static func folder(of name: String) throws(PackError) -> String {
    if name.contains("/") || name == "." || name == ".." {
      guard hasManifest(name) else { throw .notFound(name, searched: []) }
      return name
    }
    let candidates = searchPath.map { "\($0)/\(name)" } + [name]
    guard !name.isEmpty, let folder = candidates.first(where: hasManifest) else {
      throw .notFound(name, searched: searchPath)
    }
    return folder
  }

  private static func hasManifest(_ folder: String) -> Bool {
    exists(FilePath(text: folder).appending("pack.json"))
  }

  private static func exists(_ path: FilePath) -> Bool { path.withPlatformString { access($0, F_OK) } == 0 }
}

public enum PackError: Error, Equatable, CustomStringConvertible {
  /// No folder of that name; `searched` is empty where a folder was named and not a pack.
  case notFound(String, searched: [String])
  case invalid(path: String, reason: String)

  public var description: String {
    switch self {
    case .notFound(let name, let searched) where searched.isEmpty: "\(name): no model pack there (no pack.json)"
    case .notFound(let name, let searched): "no model pack \(name) in \(searched.joined(separator: ", "))"
    case .invalid(let path, let reason): "\(path): \(reason.shortened())"
    }
  }
}
