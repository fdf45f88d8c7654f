extension PixelRectangle {
  /// Where the part lies when the stored picture of this size is shown as its EXIF orientation says.
  func oriented(_ orientation: Int, width: Int, height: Int) -> PixelRectangle {
    flipped(orientation, width: width, height: height).transposed(orientation)
  }

  /// Where a part of the shown picture lies in the stored one, which has this size.
  func stored(_ orientation: Int, width: Int, height: Int) -> PixelRectangle {
    transposed(orientation).flipped(orientation, width: width, height: height)
  }

  private func flipped(_ orientation: Int, width: Int, height: Int) -> PixelRectangle {
    let (flipsColumn, flipsRow) = Orientation.flips(orientation)
    return PixelRectangle(
      x: flipsColumn ? width - x - self.width : x, y: flipsRow ? height - y - self.height : y, width: self.width,
      height: self.height)
  }

  private func transposed(_ orientation: Int) -> PixelRectangle {
    (5...8).contains(orientation) ? PixelRectangle(x: y, y: x, width: height, height: width) : self
  }
}

enum Orientation {
  /// Which way the stored column and row run along the shown picture's axes (EXIF 2.32, tag 0x0112).
  static func flips(_ orientation: Int) -> (column: Bool, row: Bool) {
    ([2, 3, 7, 8].contains(orientation), [3, 4, 6, 7].contains(orientation))
  }
}

extension PixelImage {
  /// The picture as a viewer shows it, given the EXIF orientation of the stored pixels; others than 2-8 change nothing.
  public func oriented(_ orientation: Int) -> PixelImage {
    guard (2...8).contains(orientation) else { return self }
    let transposed = orientation >= 5
    let newWidth = transposed ? height : width
    let newHeight = transposed ? width : height
    let (flipsColumn, flipsRow) = Orientation.flips(orientation)
    let columnStep = (flipsColumn ? -1 : 1) * 3
    let rowStep = (flipsRow ? -1 : 1) * width * 3
    let origin = ((flipsRow ? height - 1 : 0) * width + (flipsColumn ? width - 1 : 0)) * 3
    let (xStep, yStep) = transposed ? (rowStep, columnStep) : (columnStep, rowStep)
    let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { target, count in
      var next = 0
      pixels.withUnsafeBufferPointer { source in
        for y in 0..<newHeight {
          var position = origin + y * yStep
          for _ in 0..<newWidth {
            target[next] = source[position]
            target[next + 1] = source[position + 1]
            target[next + 2] = source[position + 2]
            next += 3
            position += xStep
          }
        }
      }
      count = next
    }
    return PixelImage(width: newWidth, height: newHeight, pixels: turned)
  }
}
