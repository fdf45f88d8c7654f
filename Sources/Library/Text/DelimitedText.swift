/// Rows as text with one separator; paths keep their bytes.
package enum DelimitedText {
  /// RFC 4180, without the lines' ends: a field with a comma, a quote or a line end stands in quotes, its quotes doubled.
  static func csv(_ rows: [MatchExport.Row], _ columns: [MatchColumn]) -> [[UInt8]] {
    lines(rows, columns, separator: UInt8(ascii: ","), escaped: quoted)
  }

  static func csvLine(_ fields: [[UInt8]]) -> [UInt8] {
    Array(fields.map(quoted).joined(separator: [UInt8(ascii: ",")]))
  }

  /// A tab, line end or backslash inside a field is written as \t, \n, \r or \\.
  static func tsv(_ rows: [MatchExport.Row], _ columns: [MatchColumn]) -> [[UInt8]] {
    lines(rows, columns, separator: UInt8(ascii: "\t"), escaped: backslashed)
  }

  private static func lines(
    _ rows: [MatchExport.Row], _ columns: [MatchColumn], separator: UInt8, escaped: ([UInt8]) -> [UInt8]
  ) -> [[UInt8]] {
    let header = (MatchExport.Row.columns + columns.map(\.name)).map { Array($0.utf8) }
    let fields = rows.map { row in row.fields + columns.map { Array(($0.text(of: row) ?? "").utf8) } }
    return ([header] + fields).map { Array($0.map(escaped).joined(separator: [separator])) }
  }

  private static func quoted(_ field: [UInt8]) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    guard field.contains(where: { $0 == quote || $0 == UInt8(ascii: ",") || $0 == 10 || $0 == 13 }) else {
      return field
    }
    return [quote] + field.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
  }

  /// A tab, line end or backslash as \t, \n, \r or \\.
  package static func backslashed(_ field: [UInt8]) -> [UInt8] {
    field.flatMap { byte in
      switch byte {
      case 9: Array(#"\t"#.utf8)
      case 10: Array(#"\n"#.utf8)
      case 13: Array(#"\r"#.utf8)
      case UInt8(ascii: "\\"): Array(#"\\"#.utf8)
      default: [byte]
      }
    }
  }
}
