import ArgumentParser
import Foundation
import Library
import PathText
import SystemPackage

struct CacheStatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Print where the cache lies, how large it is, and what is in it.",
    discussion: """
      Bytes of a folder or a pack are those of its records; the database needs some more to find them. Faces that \
      several packs have found count for each.
      """)

  @Flag(help: "Print an object.")
  var json = false

  @OptionGroup var cache: CacheArguments

  func run() throws {
    let options = cache.options
    let care = try CacheCare(options)
    let statistics = try care.statistics()
    let report = CacheReport(statistics, name: care.name, keepDeleted: options.keepDeleted)
    guard json else { return try emit(lines: report.lines) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try emit(lines: String(decoding: try encoder.encode(report), as: UTF8.self).split(separator: "\n").map(String.init))
  }
}

/// As `facetui cache stats --json` prints it. Times are seconds since 1970; what is not known is left out.
private struct CacheReport: Encodable {
  struct File: Encodable {
    let path: Path
    let bytes: Int64
  }

  struct Folder: Encodable {
    let path: Path
    let photos, faces, bytes: Int
    let seen: Int64?
  }

  struct Pack: Encodable {
    let identity: String
    let name: String?
    let photos, faces, bytes: Int
    let used: Int64?
  }

  struct Gone: Encodable {
    let path: Path?
    let photos: Int
    let since, latest, seen: Int64?
  }

  struct Learnt: Encodable {
    let path: Path
    let bytes: Int64
    let folder, pack, learnt: String?
  }

  struct Thumbnails: Encodable {
    let pictures, photos: Int
  }

  /// A path that is not UTF-8 has its true bytes beside it.
  struct Path: Encodable {
    let path: FilePath

    private enum Key: CodingKey { case text, base64 }

    func encode(to encoder: any Encoder) throws {
      let name = FilePath(text: StandIn.resolved(path.text))
      let text = name.string
      var single = encoder.singleValueContainer()
      guard Array(text.utf8) != name.bytes else { return try single.encode(text) }
      var keyed = encoder.container(keyedBy: Key.self)
      try keyed.encode(text, forKey: .text)
      try keyed.encode(Data(name.bytes).base64EncodedString(), forKey: .base64)
    }

    var shown: String { StandIn.resolved(path.text) }
  }

  let cache: String
  let files: [File]
  let folders: [Folder]
  let packs: [Pack]
  let thumbnails: Thumbnails
  let deleted: Gone
  let away: [Gone]
  let contentsWithoutFile: Int
  let corrections: [Learnt]
  /// Days.
  let keepDeleted: Int?

  init(_ statistics: CacheStatistics, name: String, keepDeleted: Int?) {
    cache = name
    self.keepDeleted = keepDeleted
    files = statistics.entries.map { File(path: Path(path: $0.path), bytes: $0.bytes) }
    folders = statistics.use.folders.map {
      Folder(
        path: Path(path: $0.path), photos: $0.share.photos, faces: $0.share.faces, bytes: $0.share.bytes, seen: $0.seen)
    }
    packs = statistics.packs.map {
      Pack(
        identity: $0.identity, name: $0.name, photos: $0.share.photos, faces: $0.share.faces, bytes: $0.share.bytes,
        used: $0.used)
    }
    thumbnails = Thumbnails(pictures: statistics.thumbnails.pictures, photos: statistics.thumbnails.contents)
    let missed = statistics.use.missed
    deleted = Gone(path: nil, photos: missed.photos, since: missed.first, latest: missed.last, seen: nil)
    away = statistics.use.away.sorted { $0.key.string < $1.key.string }.map { path, gone in
      Gone(path: Path(path: path), photos: gone.photos, since: nil, latest: nil, seen: gone.last)
    }
    contentsWithoutFile = statistics.use.contentsWithoutFile
    corrections = statistics.corrections.map {
      Learnt(path: Path(path: $0.file), bytes: $0.bytes, folder: $0.folder, pack: $0.pack, learnt: $0.learnt)
    }
  }

  // MARK: - As text

  var lines: [String] {
    guard !files.isEmpty else { return ["there is no cache at \(cache)"] + learnt }
    let total = files.reduce(0) { $0 + $1.bytes }
    var lines = ["cache  \(cache)"]
    lines += files.map { "  \(column(byteText($0.bytes)))  \(FilePath($0.path.shown).lastComponent?.string ?? "")" }
    lines += ["  \(column(byteText(total)))  in all", "", "folders", header("photos", "faces", "bytes", "")]
    lines += folders.map { row($0.photos, $0.faces, $0.bytes, $0.path.shown) }
    lines += ["", "packs", header("photos", "faces", "bytes", "")]
    lines += packs.map { pack in
      let used = pack.used.map { ", used last on \(dayText($0))" } ?? ""
      return row(pack.photos, pack.faces, pack.bytes, "\(pack.name ?? pack.identity)\(used)")
    }
    lines += [
      "",
      "\(plural(thumbnails.pictures, "thumbnail", "thumbnails")) of \(plural(thumbnails.photos, "photo", "photos"))",
    ]
    return lines + rest + learnt
  }

  private var rest: [String] {
    var lines: [String] = []
    if deleted.photos > 0, let since = deleted.since {
      let kept =
        keepDeleted.map { "what is known of them stays for \(plural($0, "day", "days"))" } ?? "it stays for ever"
      lines.append(
        "\(plural(deleted.photos, "photo", "photos")) deleted, the first missed since \(dayText(since)); \(kept)")
    }
    for gone in away {
      let seen = gone.seen.map { ", seen last on \(dayText($0))" } ?? ""
      let name = gone.path?.shown ?? ""
      lines.append(
        "\(plural(gone.photos, "photo", "photos")) of \(name) not there\(seen), perhaps on a drive that is away; kept "
          + "until facetui forget is told")
    }
    if contentsWithoutFile > 0 {
      lines.append(
        plural(contentsWithoutFile, "content", "contents")
          + " that no file has: of photos that were edited, or of queries")
    }
    return lines
  }

  private var learnt: [String] {
    corrections.map { correction in
      let what = "learnt \(correction.learnt ?? "?") with \(correction.pack ?? "?") in \(correction.folder ?? "?")"
      return "\(what): \(correction.path.shown) (\(byteText(correction.bytes)))"
    }
  }

  private func column(_ text: String) -> String {
    String(repeating: " ", count: max(0, 10 - text.count)) + text
  }

  private func header(_ cells: String...) -> String { "  " + cells.map { column($0) }.joined().trimmingSuffix() }

  private func row(_ photos: Int, _ faces: Int, _ bytes: Int, _ name: String) -> String {
    "  " + column("\(photos)") + column("\(faces)") + column(byteText(Int64(bytes))) + "  " + name
  }
}

extension String {
  fileprivate func trimmingSuffix() -> String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
