import Imaging
import TerminalUI

/// A picture on which marks are drawn in whole blocks of its cells, so that a line is as wide everywhere.
struct BlockCanvas {
  var image: PixelImage
  /// Blocks across and down the picture.
  let blocks: Size
  /// Blocks of a cell.
  let perCell: Size

  mutating func draw(_ mark: FaceMarks.Mark, _ colour: (UInt8, UInt8, UInt8)) {
    switch mark.shape {
    case .none: break
    case .frame: outline(mark.blockFrame, arm: nil, colour)
    case .corners:
      let arm = mark.box.side < 8 ? 1 : 2
      outline(mark.blockFrame, arm: (x: arm * perCell.columns, y: max(1, arm * perCell.rows / 2)), colour)
    case .dot:
      let (x, y) = mark.blocks.dot
      fill(x, y, colour, mixed: true)
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

  /// - Parameter mixed: half of what is there stays, so that hundreds of dots leave the photo to be seen.
  private mutating func fill(_ column: Int, _ row: Int, _ colour: (UInt8, UInt8, UInt8), mixed: Bool = false) {
    for y in row * image.height / blocks.rows..<(row + 1) * image.height / blocks.rows {
      for x in column * image.width / blocks.columns..<(column + 1) * image.width / blocks.columns {
        let index = (y * image.width + x) * 3
        for (offset, part) in [colour.0, colour.1, colour.2].enumerated() {
          image.pixels[index + offset] = mixed ? UInt8((Int(image.pixels[index + offset]) + Int(part)) / 2) : part
        }
      }
    }
  }
}
