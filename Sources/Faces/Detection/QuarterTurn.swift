import Imaging

extension PixelImage {
  /// Turned clockwise by quarters of a turn.
  public func turned(_ quarters: Int) -> PixelImage { oriented([1, 6, 3, 8][((quarters % 4) + 4) % 4]) }
}

extension Detection {
  /// From the pixels of a picture that was turned clockwise by quarters to those of the picture itself.
  /// - Parameters:
  ///   - width: of the picture before it was turned.
  ///   - height: likewise.
  func turnedBack(_ quarters: Int, width: Float, height: Float) -> Detection {
    var result = self
    for turn in stride(from: quarters, to: 0, by: -1) {
      // Height of the picture from which the last of `turn` quarters made this one.
      let side = turn.isMultiple(of: 2) ? width : height
      let box = result.box
      result.box = Box(x: box.y, y: side - box.x - box.width, width: box.height, height: box.width)
      // Points lie on the middles of pixels, edges between them.
      result.landmarks = result.landmarks.map { Point(x: $0.y, y: side - 1 - $0.x) }
    }
    return result
  }
}
