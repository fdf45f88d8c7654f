import ArgumentParser
import TerminalUI

/// How many colours a replayed screen has.
enum ReplayColours: String, CaseIterable, ExpressibleByArgument {
  case direct = "true"
  case palette = "256"
  case sixteen = "16"
  case eight = "8"
  case none

  var depth: ColourDepth {
    switch self {
    case .direct: .direct
    case .palette: .palette
    case .sixteen: .sixteen
    case .eight: .eight
    case .none: .none
    }
  }
}

/// How a replay draws its pictures.
struct ReplayPictures {
  /// nil for half blocks of two pixels.
  var way: PictureWay?
  var depth = ColourDepth.palette

  func style(isColoured: Bool) -> PictureStyle {
    let depth = isColoured ? depth : .none
    let way = depth == .none ? PictureWay.ascii : way
    guard let way else { return PictureStyle(way: .half, depth: depth, cell: PictureStyle.standard.cell) }
    let cell = self.way == nil ? PictureStyle.standard.cell : PictureStyle(way: way, depth: depth, terminal: nil).cell
    return PictureStyle(way: way, depth: depth, cell: cell)
  }
}
