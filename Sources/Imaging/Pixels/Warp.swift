extension PixelImage {
  /// The picture under a similarity transform, sampled bilinearly, black outside; whole coordinates are the centres of
  /// pixels. Where it shrinks to less than half, areas are averaged first, so that nothing aliases.
  public func warped(by transform: SimilarityTransform, width: Int, height: Int) -> PixelImage {
    PixelWindow(self).warped(by: transform, width: width, height: height)
  }
}

extension PixelWindow {
  /// The larger picture under a similarity transform, of whose `reach` the window shows all that there is.
  public func warped(by transform: SimilarityTransform, width: Int, height: Int) -> PixelImage {
    let map = SourceMap(transform.inverse)
    guard let factor = transform.averaging else { return sampled(map, width: width, height: height) }
    let reach = transform.reach(width: width, height: height).clipped(width: self.width, height: self.height)
    let part = cropped(reach)
    let small = part.resized(width: part.width / factor, height: part.height / factor)
    return PixelWindow(small).sampled(
      map.shrunk(
        origin: SIMD2(Double(reach.x), Double(reach.y)),
        scale: SIMD2(Double(small.width) / Double(part.width), Double(small.height) / Double(part.height))),
      width: width, height: height)
  }

  private func sampled(_ map: SourceMap, width newWidth: Int, height newHeight: Int) -> PixelImage {
    var result = [UInt8](repeating: 0, count: newWidth * newHeight * 3)
    image.pixels.withUnsafeBufferPointer { source in
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
    let (column, row) = (column - x, row - y)
    guard column >= 0, row >= 0, column < image.width, row < image.height else { return .zero }
    let start = (row * image.width + column) * 3
    return SIMD4(Float(source[start]), Float(source[start + 1]), Float(source[start + 2]), 0)
  }
}

extension SimilarityTransform {
  /// The side of the blocks that are averaged before sampling; nil where the picture does not shrink to less than half.
  fileprivate var averaging: Int? {
    let factor = Int(min(1 / scale, 4096))
    return factor < 2 ? nil : factor
  }

  /// What a warped picture of this size may show of its source, which may reach beyond the source's edges.
  public func reach(width: Int, height: Int) -> PixelRectangle {
    let inverse = inverse
    let corners = [(0, 0), (width, 0), (0, height), (width, height)].map {
      inverse(SIMD2(Double($0.0), Double($0.1)))
    }
    let margin = Double(2 * (averaging ?? 1))
    return PixelRectangle(
      columns: Self.range(corners.map(\.x), margin: margin), rows: Self.range(corners.map(\.y), margin: margin))
  }

  private static func range(_ positions: [Double], margin: Double) -> Range<Int> {
    let most = 1e9
    let first = Int(max(-most, min(most, (positions.min() ?? 0) - margin)).rounded(.down))
    let last = Int(max(-most, min(most, (positions.max() ?? 0) + margin)))
    return first..<max(last, first + 1)
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

  /// For a part of the picture that starts at `corner` and is resized by `scale`.
  func shrunk(origin corner: SIMD2<Double>, scale: SIMD2<Double>) -> SourceMap {
    var result = self
    // The edges of the pictures coincide, half a pixel outside the centres of their first pixels.
    result.origin = (origin - corner + 0.5) * scale - 0.5
    result.xStep *= scale
    result.yStep *= scale
    return result
  }

  @inline(__always)
  func callAsFunction(_ x: Int, _ y: Int) -> SIMD2<Float> {
    SIMD2<Float>(origin + xStep * Double(x) + yStep * Double(y))
  }
}
