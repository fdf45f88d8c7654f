/// Kitty's graphics protocol with Unicode placeholders (sw.kovidgoyal.net/kitty/graphics-protocol): a tile is sent
/// once, and cells of text with marks for row and column say where it shows.
enum KittyGraphics {
  /// An image's number: three bytes that cells carry as their foreground colour, or in tmux, which may reduce
  /// colours, the lowest byte as a palette entry and the highest as a mark.
  struct ImageID: Equatable, Hashable {
    var value: UInt32
  }

  /// - Returns: what makes the terminal keep a tile under a number.
  static func transmit(_ tile: Tile, as id: ImageID, tmux: Bool) -> [UInt8] {
    let data = Base64.encode(tile.pixels)
    var out: [UInt8] = []
    out.reserveCapacity(data.count * 102 / 100 + 256)
    for start in stride(from: 0, to: data.count, by: chunk) {
      let end = min(data.count, start + chunk)
      var keys = start > 0 ? "q=2" : "a=T,U=1,i=\(id.value),f=24,s=\(tile.width),v=\(tile.height)"
      if start == 0 { keys += ",c=\(tile.columns),r=\(tile.rows),q=2" }
      keys += end < data.count ? ",m=1" : ",m=0"
      let sequence = Array("\u{1B}_G\(keys);".utf8) + data[start..<end] + "\u{1B}\\".utf8
      out += Passthrough.wrap(sequence, tmux: tmux)
    }
    return out
  }

  /// The protocol's limit for the data of one sequence.
  private static let chunk = 4096

  static func delete(_ id: ImageID, tmux: Bool) -> [UInt8] {
    Passthrough.wrap(Array("\u{1B}_Ga=d,d=I,i=\(id.value),q=2\u{1B}\\".utf8), tmux: tmux)
  }

  /// SGR parameters that name an image.
  static func colour(of id: ImageID, tmux: Bool) -> String {
    let id = id.value
    return tmux ? "38;5;\(id & 255)" : "38;2;\(id >> 16 & 255);\(id >> 8 & 255);\(id & 255)"
  }

  static func placeholder(column: UInt8, row: UInt8, of id: ImageID, tmux: Bool) -> String {
    var scalars = String.UnicodeScalarView()
    scalars.append("\u{10EEEE}")
    scalars.append(marks[Int(row)])
    scalars.append(marks[Int(column)])
    if tmux { scalars.append(marks[Int(id.value >> 24)]) }
    return String(scalars)
  }

  /// The first 32 of kitty's rowcolumn-diacritics.txt; the index is what a mark means.
  static let marks: [Unicode.Scalar] = [
    "\u{305}", "\u{30D}", "\u{30E}", "\u{310}", "\u{312}", "\u{33D}", "\u{33E}", "\u{33F}",
    "\u{346}", "\u{34A}", "\u{34B}", "\u{34C}", "\u{350}", "\u{351}", "\u{352}", "\u{357}",
    "\u{35B}", "\u{363}", "\u{364}", "\u{365}", "\u{366}", "\u{367}", "\u{368}", "\u{369}",
    "\u{36A}", "\u{36B}", "\u{36C}", "\u{36D}", "\u{36E}", "\u{36F}", "\u{483}", "\u{484}",
  ]
}
