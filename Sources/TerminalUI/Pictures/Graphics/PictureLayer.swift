/// What curses cannot draw, pictures in true pixels and colours of 24 bits, as bytes that follow its own update. In
/// curses' picture of the screen such a cell holds a no-break space: no blank to it, which it might clear together
/// with others, and never what a text leaves there.
public struct PictureLayer: Sendable {
  public let depth: ColourDepth
  public let graphics: Graphics
  private var shown: Grid?
  private var images: KittyImages
  private var reduced: [UInt64: ReducedTile] = [:]

  public init(depth: ColourDepth, graphics: Graphics) {
    self.depth = depth
    self.graphics = graphics
    if case .kitty(let tmux) = graphics { images = KittyImages(tmux: tmux) } else { images = KittyImages(tmux: false) }
  }

  init(depth: ColourDepth, firstKittyNumber: UInt32, tmux: Bool) {
    self.depth = depth
    graphics = .kitty(tmux: tmux)
    images = KittyImages(tmux: tmux, first: firstKittyNumber)
  }

  /// The screen as curses is told it.
  public func covered(_ grid: Grid) -> Grid {
    var grid = grid
    grid.change { cell in
      if isRaw(cell) { return Cell("\u{A0}") }
      return cell.character == "\u{A0}" ? Cell(style: cell.style) : cell
    }
    return grid
  }

  private func isPicture(_ cell: Cell) -> Bool { cell.tile != nil && graphics != .none }

  private func isRaw(_ cell: Cell) -> Bool { isPicture(cell) || depth == .direct && cell.style.hasTrueColour }

  /// The screen has been cleared, or nobody knows what it shows.
  public mutating func invalidate() { shown = nil }

  /// The terminal was given back, and `cleanup` sent.
  public mutating func forget() {
    shown = nil
    images.forget()
  }

  /// What frees the terminal of everything that this layer has put there.
  public var cleanup: [UInt8] {
    switch graphics {
    case .none, .kitty: leftovers
    case .sixel, .iterm: Array("\u{1B}[H\u{1B}[2J".utf8)
    }
  }

  /// What frees the terminal of that part of it that a cleared screen leaves there.
  public var leftovers: [UInt8] {
    if case .kitty = graphics { images.cleanup } else { [] }
  }

  /// What follows curses' update from the last screen to this one.
  /// - Parameter screen: the terminal's size; an image cannot reach its last row, as the terminal would scroll.
  public mutating func bytes(for grid: Grid, on screen: Size) -> [UInt8] {
    let damaged = Damage(from: shown, to: grid, screen: screen, covered: covered, isRaw: isRaw)
    let isUsed = isUsed(grid)
    shown = grid
    var writer = RawWriter(depth: depth)
    if isUsed {
      prepareTiles(of: grid, &writer)
      for row in 0..<grid.size.rows {
        for column in damaged.columns(inRow: row) { put(grid, column, row, &writer) }
      }
      putImages(of: grid, damaged, rows: min(grid.size.rows, screen.rows - 1), &writer)
    }
    writer.finish()
    writer.append(images.evict())
    return writer.bytes
  }

  private func isUsed(_ grid: Grid) -> Bool { depth == .direct || graphics != .none && !grid.tiles.isEmpty }
}

// MARK: - Tiles

extension PictureLayer {
  private func visibleTiles(of grid: Grid) -> [Tile] {
    var (seen, last): (Set<UInt64>, UInt64?) = ([], nil)
    var tiles: [Tile] = []
    for cell in grid.cells {
      guard let id = cell.tile?.id, id != last else { continue }
      last = id
      if seen.insert(id).inserted, let tile = grid.tiles[id] { tiles.append(tile) }
    }
    return tiles
  }

  private mutating func prepareTiles(of grid: Grid, _ writer: inout RawWriter) {
    switch graphics {
    case .none, .iterm: break
    case .kitty:
      images.beginFrame()
      for tile in visibleTiles(of: grid) { writer.append(images.use(tile)) }
    case .sixel(let colours):
      let tiles = visibleTiles(of: grid)
      if reduced.count > 256 { reduced = reduced.filter { entry in tiles.contains { $0.id == entry.key } } }
      for tile in tiles where reduced[tile.id] == nil { reduced[tile.id] = ReducedTile(tile, colours: colours) }
    }
  }

  /// A cell that can be drawn alone.
  private func put(_ grid: Grid, _ column: Int, _ row: Int, _ writer: inout RawWriter) {
    let (cell, position) = (grid[column, row], Position(column: column, row: row))
    guard let part = cell.tile, graphics != .none else {
      if cell.width > 0 { writer.put(cell, at: position) }
      return
    }
    guard case .kitty(let tmux) = graphics, let number = images.number(of: part.id) else { return }
    let text = KittyGraphics.placeholder(column: part.column, row: part.row, of: number, tmux: tmux)
    writer.put(text, colour: KittyGraphics.colour(of: number, tmux: tmux), at: position)
  }

  /// Damaged cells of one tile that make a rectangle are one image.
  private func putImages(of grid: Grid, _ damaged: Damage, rows: Int, _ writer: inout RawWriter) {
    switch graphics {
    case .none, .kitty: return
    case .sixel, .iterm: break
    }
    var damaged = damaged
    for row in 0..<max(0, rows) {
      for column in 0..<grid.size.columns where damaged[column, row] {
        guard let part = grid[column, row].tile, let tile = grid.tiles[part.id] else { continue }
        let rect = rectangle(from: Position(column: column, row: row), grid, damaged, rows: rows)
        damaged.remove(rect)
        writer.move(to: Position(column: column, row: row))
        let cells = Rect(column: Int(part.column), row: Int(part.row), columns: rect.columns, rows: rect.rows)
        writer.append(image(of: tile, cells))
        writer.loseCursor()
      }
    }
  }

  private func image(of tile: Tile, _ part: Rect) -> [UInt8] {
    switch graphics {
    case .iterm(let tmux): InlineImage.encode(tile, part: part, tmux: tmux)
    default: reduced[tile.id].map { Sixel.encode(tile, $0, part: part) } ?? []
    }
  }

  private func rectangle(from start: Position, _ grid: Grid, _ damaged: Damage, rows: Int) -> Rect {
    let first = grid[start.column, start.row].tile
    func belongs(_ column: Int, _ row: Int) -> Bool {
      guard let first, let part = grid[column, row].tile, damaged[column, row] else { return false }
      return part.id == first.id && Int(part.column) - Int(first.column) == column - start.column
        && Int(part.row) - Int(first.row) == row - start.row
    }
    var rect = Rect(column: start.column, row: start.row, columns: 1, rows: 1)
    while rect.endColumn < grid.size.columns, belongs(rect.endColumn, start.row) { rect.columns += 1 }
    while rect.endRow < rows,
      (rect.column..<rect.endColumn).allSatisfy({ belongs($0, rect.endRow) })
    { rect.rows += 1 }
    return rect
  }
}

extension Style {
  fileprivate var hasTrueColour: Bool {
    if case .rgb = foreground { return true }
    if case .rgb = background { return true }
    return false
  }
}
