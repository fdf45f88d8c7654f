import Faces
import SystemPackage

public enum ExportFormat: String, Sendable, CaseIterable {
  case csv, tsv, json, jsonl, paths
}

/// A list of matches as it is written to a file or to standard output; docs/file-formats.md describes the formats.
public struct MatchExport: Sendable {
  public struct Row: Sendable, Equatable {
    /// From 1.
    public var rank: Int
    public var path: FilePath
    /// Number of the face in its photo, from 1.
    public var number: Int
    /// Cosine, -1 to 1.
    public var score: Float
    public var verdict: Verdict
    /// Pixels of the photo after orientation.
    public var box: Box
    public var captured: String?
  }

  public var rows: [Row]

  public init(rows: [Row]) { self.rows = rows }

  /// - Parameters:
  ///   - folder: stands before each photo's path: the folder as the user wrote it, or empty for paths inside it; nil is the absolute one.
  ///   - cut: see `Verdict`.
  public init(_ matches: [Match], in library: PhotoLibrary, folder: FilePath? = nil, cut: Float? = nil) {
    rows = []
  }

  /// - Parameter nul: ends each path with a NUL byte instead of a newline; only for `.paths`.
  public func bytes(as format: ExportFormat, nul: Bool = false) -> [UInt8] { [] }

  /// Replaces the file as a whole or not at all.
  /// - Throws: `LibraryError.file` with the file's name.
  public func write(to file: FilePath, as format: ExportFormat, nul: Bool = false) throws(LibraryError) {}
}
