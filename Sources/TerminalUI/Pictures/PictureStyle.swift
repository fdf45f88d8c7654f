/// How pictures are shown on a screen.
public struct PictureStyle: Sendable, Hashable {
  public let way: PictureWay
  public let depth: ColourDepth
  /// The pixels that a picture has for each cell: the terminal's own, or as many as symbols can make use of.
  public let cell: CellSize
  /// The colour around pictures in true pixels: black where the terminal does not tell its own.
  public let ground: Colour

  /// Half blocks of two pixels a cell.
  public static let standard = PictureStyle(way: .half, depth: .palette, cell: CellSize(width: 1, height: 2))

  public init(way: PictureWay, depth: ColourDepth, cell: CellSize, ground: Colour = .rgb(0, 0, 0)) {
    self.way = way
    self.depth = depth
    self.cell = cell
    self.ground = ground
  }

  /// - Parameter terminal: the size of the terminal's cells in pixels; nil where it is not known.
  public init(way: PictureWay, depth: ColourDepth, terminal: CellSize?, ground: Colour = .rgb(0, 0, 0)) {
    let terminal = terminal ?? CellSize(width: 10, height: 20)
    let cell = way.isGraphic ? Self.bounded(terminal) : Self.sampled(terminal)
    self.init(way: way, depth: depth, cell: cell, ground: ground)
  }

  /// More pixels a cell show nothing that one sees, and take long to send.
  private static func bounded(_ cell: CellSize) -> CellSize {
    let scale = min(1, 24 / Double(max(cell.width, cell.height / 2)))
    return CellSize(
      width: Int((Double(cell.width) * scale).rounded()), height: Int((Double(cell.height) * scale).rounded()))
  }

  /// Eight columns of pixels in the shape of the terminal's cells.
  private static func sampled(_ cell: CellSize) -> CellSize {
    let height = (8 * Double(cell.height) / Double(cell.width)).rounded()
    return CellSize(width: 8, height: Int(min(32, max(8, height))))
  }

  /// The characters that pictures are made of; nil where they are none.
  var symbols: SymbolSet? {
    switch way {
    case .octants: .octants
    case .sextants: .sextants
    case .quadrants: .quadrants
    case .half: .half
    case .ascii: .ascii
    case .kitty, .sixel, .iterm, .none: nil
    }
  }

  /// Whether pictures are letters or a few greys: they need more cells to show the same.
  public var isCoarse: Bool { way == .ascii || depth <= .sixteen && !way.isGraphic }

  /// Columns and rows of the parts of a cell that lines in true pixels are drawn with, as few pixels as are seen; other
  /// lines are characters.
  public var blocks: Size {
    switch way {
    case .kitty, .sixel, .iterm:
      let width = max(2, cell.width / 6)
      return Size(columns: max(1, cell.width / width), rows: max(1, cell.height / width))
    case .octants, .sextants, .quadrants, .half, .ascii, .none: return Size(columns: 1, rows: 1)
    }
  }

  /// The largest picture in a rectangle of cells, in pixels.
  public func pixels(of size: Size) -> (width: Int, height: Int) {
    (size.columns * cell.width, size.rows * cell.height)
  }

  /// The cells that a picture takes: all that it touches, but made of characters it is stretched to whole cells.
  public func size(width: Int, height: Int) -> Size {
    func cells(_ length: Int, _ cell: Int) -> Int {
      way.isGraphic ? (length + cell - 1) / cell : max(1, (2 * length + cell) / (2 * cell))
    }
    return Size(columns: cells(width, cell.width), rows: cells(height, cell.height))
  }

  /// The rows that make a square of a number of columns, and the other way round.
  public func rows(ofSquare columns: Int) -> Int {
    Int((Double(columns * cell.width) / Double(cell.height)).rounded())
  }

  public func columns(ofSquare rows: Int) -> Int {
    Int((Double(rows * cell.height) / Double(cell.width)).rounded())
  }
}
