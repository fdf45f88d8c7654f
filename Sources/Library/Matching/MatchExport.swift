import Faces
import PathText
import SystemPackage

public enum ExportFormat: String, Sendable, CaseIterable {
  case csv, tsv, json, jsonl, paths

  /// CR LF for CSV, as RFC 4180 demands.
  public var lineEnd: String { self == .csv ? "\r\n" : "\n" }
}

/// A list of matches as it is written to a file or to standard output; docs/file-formats.md describes the formats.
public struct MatchExport: Sendable {
  public struct Row: Sendable, Equatable {
    /// From 1; the query itself has 0.
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
    /// 0 to 1, see `FaceQuality`.
    public var quality: Float
    /// See `Standing`.
    public var note: String?
    /// See `MatchOdds`, 0 to 1; nil where the score does not decide.
    public var chanceOfError: Double?
    /// Of the face in other files that show the same picture; nil where they are listed themselves.
    public var copies: Int?

    public init(
      rank: Int, path: FilePath, number: Int, score: Float, verdict: Verdict, box: Box, captured: String? = nil,
      quality: Float = 1, note: String? = nil
    ) {
      self.rank = rank
      self.path = path
      self.number = number
      self.score = score
      self.verdict = verdict
      self.box = box
      self.captured = captured
      self.quality = quality
      self.note = note
    }
  }

  public var rows: [Row]
  /// Those that stand after `note`.
  public let columns: [MatchColumn]

  public init(rows: [Row], columns: [MatchColumn] = []) { (self.rows, self.columns) = (rows, columns) }

  /// - Parameters:
  ///   - matches: in the order in which they are written; those whose face is gone are left out.
  ///   - folder: stands before each photo's path: the folder as the user wrote it, or empty for paths inside it; a list's
  ///     photos have their own names instead. With nil paths are absolute.
  ///   - cut: see `Verdict`.
  ///   - chance: of error of a match; with nil there is no column for it.
  ///   - copies: how many stand behind a face, where they are not listed themselves; with nil there is no column for it.
  public init(
    _ matches: some Sequence<Match>, in library: PhotoLibrary, folder: FilePath? = nil, cut: Float? = nil,
    chance: ((Match, FaceQuality) -> Double?)? = nil, copies: [FaceID: Int]? = nil
  ) {
    rows = []
    columns = (chance == nil ? [] : [.chanceOfError]) + (copies == nil ? [] : [.copies])
    var rank = 0
    for match in matches {
      guard let (photo, face) = library.face(match.face) else { continue }
      let verdict = Verdict(
        score: match.score, thresholds: library.pack.thresholds, cut: cut, standing: match.standing)
      if match.standing != .query { rank += 1 }
      rows.append(
        Row(
          rank: match.standing == .query ? 0 : rank,
          path: folder.map { library.name(of: match.photo, below: $0) } ?? library.absolute(match.photo),
          number: match.number, score: match.score, verdict: verdict, box: face.box, captured: photo.captured,
          quality: face.quality.value,
          note: match.note(verdict)))
      rows[rows.count - 1].chanceOfError = chance?(match, face.quality)
      rows[rows.count - 1].copies = copies.map { $0[match.face] ?? 0 }
    }
  }

  /// - Parameter nul: ends each path with a NUL byte instead of a newline; only for `.paths`.
  public func bytes(as format: ExportFormat, nul: Bool = false) -> [UInt8] {
    let end = Array((nul ? "\0" : format.lineEnd).utf8)
    return lines(as: format).flatMap { $0 + end }
  }

  /// Without their ends; a field of a CSV line may hold line ends of its own.
  public func lines(as format: ExportFormat) -> [[UInt8]] {
    switch format {
    case .csv: DelimitedText.csv(rows, columns)
    case .tsv: DelimitedText.tsv(rows, columns)
    case .json: JSONText.array(rows, columns)
    case .jsonl: JSONText.lines(rows, columns)
    case .paths: paths
    }
  }

  /// Each photo once, where its best face stands.
  private var paths: [[UInt8]] {
    var seen: Set<FilePath> = []
    return rows.filter { seen.insert($0.path).inserted }.map(\.path.bytes)
  }

  /// Replaces the file as a whole or not at all; a new one has mode 0600.
  /// - Throws: `LibraryError.file` with the file's name; also where lines cannot hold the paths.
  public func write(to file: FilePath, as format: ExportFormat, nul: Bool = false) throws(LibraryError) {
    if format == .paths, !nul { try PathLines.check(rows.map(\.path), for: file) }
    do {
      try AtomicFile.write(bytes(as: format, nul: nul), to: file)
    } catch {
      throw .file(file.text, reason: "the list cannot be written: \(error)")
    }
  }
}

extension MatchExport.Row {
  static let columns = [
    "rank", "path", "face", "score", "verdict", "box_x", "box_y", "box_width", "box_height", "captured",
    "quality", "note",
  ]

  /// In the order of `columns`.
  var fields: [[UInt8]] {
    [
      Array("\(rank)".utf8), path.bytes, Array("\(number)".utf8), Array(score.fixed(4).utf8),
      Array(verdict.rawValue.utf8), Array(box.x.fixed(1).utf8), Array(box.y.fixed(1).utf8),
      Array(box.width.fixed(1).utf8), Array(box.height.fixed(1).utf8), Array((captured ?? "").utf8),
      Array(quality.fixed(2).utf8), Array((note ?? "").utf8),
    ]
  }
}

extension Float {
  /// With this many decimals, never in scientific notation; what is no number is 0.
  func fixed(_ decimals: Int) -> String {
    let scale = (0..<decimals).reduce(1) { product, _ in product * 10 }
    let scaled = (Double(self) * Double(scale)).rounded()
    guard let value = Int(exactly: scaled) else { return "0" }
    let fraction = String(value.magnitude % UInt(scale))
    let zeros = String(repeating: "0", count: decimals - fraction.count)
    return "\(value < 0 ? "-" : "")\(value.magnitude / UInt(scale)).\(zeros)\(fraction)"
  }
}
