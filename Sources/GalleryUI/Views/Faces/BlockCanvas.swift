import Imaging
import TerminalUI

/// A picture on which marks are drawn in whole blocks of its cells, so that a line is as wide everywhere.
struct BlockCanvas {
  var image: PixelImage
  /// Blocks across and down the picture.
  let blocks: Size
  /// Blocks of a cell.
  let perCell: Size
  /// Blocks that stay as they are: eyes and mouths.
  let kept: [PixelBox]

  mutating func draw(_ mark: FaceMarks.Mark, _ colour: (UInt8, UInt8, UInt8)) {
    switch mark.shape {
    case .none: break
    case .frame: outline(mark.blockFrame, arm: nil, colour)
    case .corners:
      let arm = min(mark.box.width, 2 * mark.box.height) < 8 ? 1 : 2
      outline(mark.blockFrame, arm: (x: arm * perCell.columns, y: max(1, arm * perCell.rows / 2)), colour)
    }
  }

  /// - Parameter arm: blocks that are drawn from each corner; nil draws whole sides.
  private mutating func outline(_ box: PixelBox, arm: (x: Int, y: Int)?, _ colour: (UInt8, UInt8, UInt8)) {
    for x in box.left...box.right where arm.map({ min(x - box.left, box.right - x) < $0.x }) ?? true {
      fill(x, box.top, colour)
      fill(x, box.bottom, colour)
    }
    for y in box.top...box.bottom where arm.map({ min(y - box.top, box.bottom - y) < $0.y }) ?? true {
      fill(box.left, y, colour)
      fill(box.right, y, colour)
    }
  }

  private mutating func fill(_ column: Int, _ row: Int, _ colour: (UInt8, UInt8, UInt8)) {
    guard !kept.contains(where: { $0.contains(column, row) }) else { return }
    let (left, right) = (column * image.width / blocks.columns, (column + 1) * image.width / blocks.columns)
    for y in row * image.height / blocks.rows..<(row + 1) * image.height / blocks.rows {
      for index in stride(from: (y * image.width + left) * 3, to: (y * image.width + right) * 3, by: 3) {
        (image.pixels[index], image.pixels[index + 1], image.pixels[index + 2]) = colour
      }
    }
  }
}
