extension PixelImage {
  /// The picture at another size: averages areas where an axis shrinks, and is bilinear where it grows.
  /// Sizes under 1 count as 1.
  public func resized(width newWidth: Int, height newHeight: Int) -> PixelImage {
    let columns = max(newWidth, 1)
    let rows = max(newHeight, 1)
    if columns == width && rows == height { return self }
    let horizontal = Filter(from: width, to: columns)
    let vertical = Filter(from: height, to: rows)
    let result = [UInt8](unsafeUninitializedCapacity: columns * rows * 3) { target, count in
      pixels.withUnsafeBufferPointer { source in
        // One row of the source's width holds the vertical average, so no whole picture of floats is needed.
        withUnsafeTemporaryAllocation(of: Float.self, capacity: width * 3) { average in
          for row in 0..<rows {
            vertical.averageRows(row, of: source, into: average)
            let line = UnsafeMutableBufferPointer(rebasing: target[row * columns * 3..<(row + 1) * columns * 3])
            horizontal.averageColumns(of: average, into: line)
          }
        }
      }
      count = columns * rows * 3
    }
    return PixelImage(width: columns, height: rows, pixels: result)
  }

  /// The largest size of the same shape within `width` × `height`; never enlarged.
  public func fitted(width limitWidth: Int, height limitHeight: Int) -> PixelImage {
    let scale = min(1, Double(limitWidth) / Double(width), Double(limitHeight) / Double(height))
    if scale >= 1 { return self }
    return resized(width: Int((Double(width) * scale).rounded()), height: Int((Double(height) * scale).rounded()))
  }
}

/// For each position along an axis of the result, the first position in the source and the weights from there on.
private struct Filter {
  private var starts: [Int] = []
  /// `offsets[i]..<offsets[i + 1]` in `weights` belong to position i.
  private var offsets: [Int] = [0]
  private var weights: [Float] = []

  init(from source: Int, to target: Int) {
    let step = Double(source) / Double(target)
    for position in 0..<target {
      if step > 1 {
        addArea(from: Double(position) * step, to: min(Double(position + 1) * step, Double(source)), limit: source)
      } else {
        addBilinear(centre: (Double(position) + 0.5) * step - 0.5, limit: source)
      }
      offsets.append(weights.count)
    }
  }

  private mutating func addArea(from start: Double, to end: Double, limit: Int) {
    let first = min(Int(start), limit - 1)
    let last = max(first, min(Int(end.rounded(.up)), limit) - 1)
    starts.append(first)
    for index in first...last {
      let covered = min(end, Double(index + 1)) - max(start, Double(index))
      weights.append(Float(max(covered, 0) / (end - start)))
    }
  }

  private mutating func addBilinear(centre: Double, limit: Int) {
    let clamped = min(max(centre, 0), Double(limit - 1))
    let first = Int(clamped)
    starts.append(first)
    let fraction = Float(clamped - Double(first))
    weights.append(1 - fraction)
    if first + 1 < limit { weights.append(fraction) }
  }

  func averageRows(
    _ row: Int, of source: UnsafeBufferPointer<UInt8>, into average: UnsafeMutableBufferPointer<Float>
  ) {
    let length = average.count
    let range = offsets[row]..<offsets[row + 1]
    for (index, tap) in range.enumerated() {
      let weight = weights[tap]
      let line = UnsafeBufferPointer(
        rebasing: source[(starts[row] + index) * length..<(starts[row] + index + 1) * length])
      if index == 0 {
        for i in 0..<length { average[i] = weight * Float(line[i]) }
      } else {
        for i in 0..<length { average[i] += weight * Float(line[i]) }
      }
    }
  }

  func averageColumns(of line: UnsafeMutableBufferPointer<Float>, into target: UnsafeMutableBufferPointer<UInt8>) {
    weights.withUnsafeBufferPointer { weights in
      for column in starts.indices {
        var colour = SIMD4<Float>(repeating: 0.5)
        var position = starts[column] * 3
        for tap in offsets[column]..<offsets[column + 1] {
          colour += weights[tap] * SIMD4(line[position], line[position + 1], line[position + 2], 0)
          position += 3
        }
        // Weights sum to 1 within rounding, so the sums stay within 0.5 ... 255.6.
        for channel in 0..<3 {
          target[column * 3 + channel] = UInt8(truncatingIfNeeded: Int32(min(colour[channel], 255)))
        }
      }
    }
  }
}
