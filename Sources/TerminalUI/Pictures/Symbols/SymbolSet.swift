/// The characters that pictures may be drawn with. Each set of blocks includes halves and, from quadrants on,
/// quadrants; octants do without sextants.
public enum SymbolSet: Sendable, CaseIterable {
  /// ▀ ▄ ▌ ▐: two halves of a cell.
  case half
  /// 2×2 blocks a cell (U+2596–U+259F).
  case quadrants
  /// 2×3 blocks a cell (U+1FB00–U+1FB3B), and quadrants.
  case sextants
  /// 2×4 blocks a cell (U+1CD00–U+1CDE5, Unicode 16), quadrants among them.
  case octants
  /// Letters and marks of ASCII, by brightness and shape; without colours.
  case ascii

  /// The ways to divide a cell.
  var grids: [BlockGrid] {
    switch self {
    case .half: [.halves]
    case .quadrants: [.quadrants]
    case .sextants: [.sextants, .quadrants]
    case .octants: [.octants]
    case .ascii: []
    }
  }

  /// Rows of blocks in a cell from which the rows of every grid can be made.
  var fineRows: Int {
    switch self {
    case .half, .quadrants: 2
    case .sextants: 6
    case .octants: 4
    case .ascii: 3
    }
  }
}
