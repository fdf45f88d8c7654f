import Foundation
import Glibc
import Journal
import PathText
import SystemPackage

/// Which candidates the user saw when a person was looked at last, so that what is new since then can be told. It is no
/// decision: who loses the file sees all candidates as new. docs/file-formats.md describes it.
public struct LastLooks: Sendable {
  /// What was seen of a person.
  public struct Look: Sendable, Equatable {
    /// As ISO 8601: "2026-11-29T14:55:03Z".
    public let at: String
    /// Faces, as `FaceKey` of groups names them: by content and number.
    public let seen: Set<String>
  }

  /// Faces that are kept of a person, the latest looks' first.
  static let mostFaces = 4000
  private static let mostBytes = 64 << 20

  /// nil where the environment names no home.
  public let path: FilePath?
  public private(set) var looks: [PersonID: Look] = [:]

  /// Reads the file; what is no line of it is passed over.
  public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.local/state" : nil }
    let folder = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home
    self.init(folder.map { FilePath("\($0)/facetui/looks.jsonl") })
  }

  init(_ path: FilePath?) {
    self.path = path
    for line in lines {
      guard let look = try? JSONDecoder().decode(Line.self, from: Data(line.utf8)), look.v == Line.version,
        let person = PersonID(look.person)
      else { continue }
      looks[person] = Look(at: look.at, seen: Set(look.seen))
    }
  }

  private var lines: [String] {
    guard let path, let file = try? FileDescriptor.open(path, .readOnly, options: [.nonBlocking, .closeOnExec]) else {
      return []
    }
    defer { try? file.close() }
    var status = stat()
    guard fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= Self.mostBytes,
      let bytes = try? FileHandle(fileDescriptor: file.rawValue, closeOnDealloc: false).readToEnd()
    else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Takes down that faces were seen, beside what the file holds by now. A folder that cannot be written to keeps nothing;
  /// that is no reason to interrupt anybody.
  /// - Parameter faces: candidates, best first.
  public mutating func look(at person: PersonID, _ faces: [String], now: Date = .now) {
    guard let path else { return }
    self = LastLooks(path)
    let old = looks[person]?.seen.subtracting(faces).sorted() ?? []
    let seen = Array((faces + old).prefix(Self.mostFaces))
    looks[person] = Look(at: now.formatted(.iso8601), seen: Set(seen))
    let text = looks.sorted { $0.key < $1.key }.compactMap { Line($0.key, $0.value).text }.map { $0 + "\n" }.joined()
    let folder = path.removingLastComponent()
    try? FileManager.default.createDirectory(
      atPath: folder.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try? path.replaceContents(with: Array(text.utf8))
  }

  private struct Line: Codable {
    static let version = 1

    let v: Int
    let person, at: String
    let seen: [String]

    init(_ person: PersonID, _ look: Look) {
      (v, self.person, at, seen) = (Self.version, person.description, look.at, look.seen.sorted())
    }

    var text: String? {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) }
    }
  }
}

extension PhotoLibrary {
  /// What faces are called in `LastLooks`; those whose photo's content is not known are left out.
  public func lookKeys(of faces: [FaceID]) -> [FaceID: String] {
    let contents = contents.withLock(\.self)
    return faces.reduce(into: [:]) { keys, face in keys[face] = contents.groupingKey(of: face)?.description }
  }
}
