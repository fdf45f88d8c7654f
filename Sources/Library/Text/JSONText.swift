import Foundation
import PathText
import SystemPackage

/// Rows as JSON in UTF-8. A path that is not UTF-8 has U+FFFD in place of the wrong bytes, and all its bytes in a second
/// key, `path_base64`.
enum JSONText {
  static func array(_ rows: [MatchExport.Row], _ columns: [MatchColumn]) -> [[UInt8]] {
    guard let last = rows.last else { return [Array("[]".utf8)] }
    let items = rows.dropLast().map { "  \(object($0, columns))," } + ["  \(object(last, columns))"]
    return (["["] + items + ["]"]).map { Array($0.utf8) }
  }

  static func lines(_ rows: [MatchExport.Row], _ columns: [MatchColumn]) -> [[UInt8]] {
    rows.map { Array(object($0, columns).utf8) }
  }

  private static func object(_ row: MatchExport.Row, _ columns: [MatchColumn]) -> String {
    let box = row.box
    let sides = [("x", box.x), ("y", box.y), ("width", box.width), ("height", box.height)]
    let pairs =
      [("rank", "\(row.rank)")] + path(row.path) + [
        ("face", "\(row.number)"), ("score", row.score.fixed(4)), ("verdict", string(row.verdict.rawValue)),
        ("box", object(sides.map { ($0, $1.fixed(1)) })), ("captured", row.captured.map(string) ?? "null"),
        ("quality", row.quality.fixed(2)), ("note", row.note.map(string) ?? "null"),
      ] + columns.map { ($0.name, $0.text(of: row) ?? "null") }
    return object(pairs)
  }

  private static func path(_ path: FilePath) -> [(String, String)] {
    let bytes = path.bytes
    let text = String(decoding: bytes, as: UTF8.self)
    let pair = ("path", string(text))
    return Array(text.utf8) == bytes ? [pair] : [pair, ("path_base64", string(Data(bytes).base64EncodedString()))]
  }

  private static func object(_ pairs: [(String, String)]) -> String {
    "{" + pairs.map { "\(string($0)): \($1)" }.joined(separator: ", ") + "}"
  }

  /// In quotes, escaped as RFC 8259 demands.
  static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += #"\""#
      case "\\": result += #"\\"#
      case "\n": result += #"\n"#
      case "\r": result += #"\r"#
      case "\t": result += #"\t"#
      case "\0"..<" ", "\u{7F}": result += String(format: "\\u%04x", scalar.value)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
