extension PixelImage {
  /// The picture under a similarity transform, sampled bilinearly, black outside; whole coordinates are the centres of
  /// pixels. Where it shrinks to less than half, areas are averaged first, so that nothing aliases.
  public func warped(by transform: SimilarityTransform, width: Int, height: Int) -> PixelImage {
    let inverse = transform.inverse
    let factor = Int(min(1 / transform.scale, 4096))
    if factor < 2 { return sampled(SourceMap(inverse), width: width, height: height) }
    let corners = [(0, 0), (width, 0), (0, height), (width, height)].map {
      inverse(SIMD2(Double($0.0), Double($0.1)))
    }
    let columns = Self.range(corners.map(\.x), margin: 2 * factor, limit: self.width)
    let rows = Self.range(corners.map(\.y), margin: 2 * factor, limit: self.height)
    let part = cropped(x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count)
    let small = part.resized(width: part.width / factor, height: part.height / factor)
    var map = SourceMap(inverse)
    map.shrink(
      origin: SIMD2(Double(columns.lowerBound), Double(rows.lowerBound)),
      scale: SIMD2(Double(small.width) / Double(part.width), Double(small.height) / Double(part.height)))
    return small.sampled(map, width: width, height: height)
  }

  private static func range(_ positions: [Double], margin: Int, limit: Int) -> Range<Int> {
    let most = Double(limit)
    let first = Int(min(max((positions.min() ?? 0) - Double(margin), 0), most - 1))
    let last = Int(min(max((positions.max() ?? 0) + Double(margin), 0), most))
    return first..<max(last, first + 1)
  }

  private func sampled(_ map: SourceMap, width newWidth: Int, height newHeight: Int) -> PixelImage {
    var result = [UInt8](repeating: 0, count: newWidth * newHeight * 3)
    pixels.withUnsafeBufferPointer { source in
      var next = 0
      for y in 0..<newHeight {
        for x in 0..<newWidth {
          let colour = bilinear(source, at: map(x, y))
          for channel in 0..<3 { result[next + channel] = UInt8(colour[channel]) }
          next += 3
        }
      }
    }
    return PixelImage(width: newWidth, height: newHeight, pixels: result)
  }

  /// - Returns: 0.5...255.5, ready to be cut to whole numbers, or less than 1 outside the picture.
  @inline(__always)
  private func bilinear(_ source: UnsafeBufferPointer<UInt8>, at position: SIMD2<Float>) -> SIMD4<Float> {
    // Also false for what is not a number.
    guard position.x > -1, position.y > -1, position.x < Float(width), position.y < Float(height) else { return .zero }
    let left = position.x.rounded(.down)
    let top = position.y.rounded(.down)
    let fx = position.x - left
    let fy = position.y - top
    let column = Int(left)
    let row = Int(top)
    let upper = pixel(source, column, row) * (1 - fx) + pixel(source, column + 1, row) * fx
    let lower = pixel(source, column, row + 1) * (1 - fx) + pixel(source, column + 1, row + 1) * fx
    return upper * (1 - fy) + lower * fy + 0.5
  }

  @inline(__always)
  private func pixel(_ source: UnsafeBufferPointer<UInt8>, _ column: Int, _ row: Int) -> SIMD4<Float> {
    guard column >= 0, row >= 0, column < width, row < height else { return .zero }
    let start = (row * width + column) * 3
    return SIMD4(Float(source[start]), Float(source[start + 1]), Float(source[start + 2]), 0)
  }
}

/// Where in a source picture the pixel of a result comes from.
private struct SourceMap {
  private var origin: SIMD2<Double>
  private var xStep: SIMD2<Double>
  private var yStep: SIMD2<Double>

  init(_ transform: SimilarityTransform) {
    origin = SIMD2(transform.dx, transform.dy)
    xStep = SIMD2(transform.a, transform.b)
    yStep = SIMD2(-transform.b, transform.a)
  }

  /// Makes the source a part of the picture that starts at `corner` and is resized by `scale`.
  mutating func shrink(origin corner: SIMD2<Double>, scale: SIMD2<Double>) {
    // The edges of the pictures coincide, half a pixel outside the centres of their first pixels.
    origin = (origin - corner + 0.5) * scale - 0.5
    xStep *= scale
    yStep *= scale
  }

  @inline(__always)
  func callAsFunction(_ x: Int, _ y: Int) -> SIMD2<Float> {
    SIMD2<Float>(origin + xStep * Double(x) + yStep * Double(y))
  }
}
