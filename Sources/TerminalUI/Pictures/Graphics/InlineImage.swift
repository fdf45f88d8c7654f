/// iTerm2's inline images (iterm2.com/documentation-images.html).
enum InlineImage {
  /// - Parameter part: the cells of the tile to show; the cursor stands at their upper left.
  static func encode(_ tile: Tile, part: Rect, tmux: Bool) -> [UInt8] {
    let png = PNG.encode(
      width: part.columns * tile.cell.width, height: part.rows * tile.cell.height, pixels: tile.pixels(of: part))
    let size = "size=\(png.count);width=\(part.columns);height=\(part.rows)"
    let keys = "inline=1;\(size);preserveAspectRatio=0;doNotMoveCursor=1"
    let sequence = Array("\u{1B}]1337;File=\(keys):".utf8) + Base64.encode(png) + [0x07]
    return Passthrough.wrap(sequence, tmux: tmux)
  }
}
