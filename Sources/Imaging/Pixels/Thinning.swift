extension PixelImage {
  /// The picture with whole blocks of pixels averaged to one each, while its longer side keeps this many pixels. Several
  /// times as fast as `resized`, which is for the rest. Rows and columns beyond the last whole block are left out.
  public func thinned(longSide wanted: Int) -> PixelImage {
    let factor = min(self.longSide / max(wanted, 1), width, height, 256)
    guard factor >= 2 else { return self }
    let (columns, rows) = (width / factor, height / factor)
    let result = [UInt8](unsafeUninitializedCapacity: columns * rows * 3) { target, count in
      pixels.withUnsafeBufferPointer { source in
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: columns * factor * 3) { sums in
          for row in 0..<rows {
            addRows(from: row * factor, factor, of: source, into: sums)
            let line = UnsafeMutableBufferPointer(rebasing: target[row * columns * 3..<(row + 1) * columns * 3])
            Self.average(sums, by: factor, into: line)
          }
        }
      }
      count = columns * rows * 3
    }
    return PixelImage(width: columns, height: rows, pixels: result)
  }

  private func addRows(
    from first: Int, _ count: Int, of source: UnsafeBufferPointer<UInt8>, into sums: UnsafeMutableBufferPointer<UInt32>
  ) {
    sums.initialize(repeating: 0)
    for row in first..<first + count {
      let start = row * width * 3
      let line = UnsafeBufferPointer(rebasing: source[start..<start + sums.count])
      for i in sums.indices { sums[i] &+= UInt32(line[i]) }
    }
  }

  private static func average(
    _ sums: UnsafeMutableBufferPointer<UInt32>, by factor: Int, into line: UnsafeMutableBufferPointer<UInt8>
  ) {
    let area = UInt32(factor * factor)
    for column in 0..<line.count / 3 {
      for channel in 0..<3 {
        var sum = area / 2
        for step in 0..<factor { sum &+= sums[(column * factor + step) * 3 + channel] }
        line[column * 3 + channel] = UInt8(truncatingIfNeeded: sum / area)
      }
    }
  }
}
