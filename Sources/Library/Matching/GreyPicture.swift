import Imaging

/// A photo's thumbnail as it is compared with others: in grey, square whatever its shape, blurred, and standardised, so
/// that another size, quality, format or brightness hardly changes it.
struct GreyPicture: Sendable {
  static let side = 96
  /// Row by row, with mean 0 and deviation 1.
  fileprivate let values: [Float]
  /// Of each value by column and by row.
  fileprivate let slopes: (x: [Float], y: [Float])

  /// - Parameter jpeg: nil, and what is no picture, give nil.
  init?(jpeg: [UInt8]?) {
    guard let jpeg, let photo = try? DecodedPhoto(jpeg) else { return nil }
    self.init(photo.image)
  }

  init(_ image: PixelImage) {
    let small = image.resized(width: Self.side, height: Self.side)
    var grey = (0..<Self.side * Self.side).map { pixel -> Float in
      let (red, green) = (Float(small.pixels[3 * pixel]), Float(small.pixels[3 * pixel + 1]))
      let blue = Float(small.pixels[3 * pixel + 2])
      return 0.299 * red + 0.587 * green + 0.114 * blue
    }
    for _ in 0..<2 { grey = Self.blurred(grey) }
    let count = Float(grey.count)
    let mean = grey.reduce(0, +) / count
    let squares: Float = grey.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / count).squareRoot()
    // An even picture has little to compare; its noise must not become all there is.
    let values = grey.map { ($0 - mean) / (deviation + 8) }
    self.values = values
    slopes = (Self.slope(values, step: 1), Self.slope(values, step: Self.side))
  }

  /// Each the mean of itself and its eight neighbours.
  private static func blurred(_ values: [Float]) -> [Float] { thirds(thirds(values, step: 1), step: side) }

  private static func thirds(_ values: [Float], step: Int) -> [Float] {
    neighbours(step) { before, place, after in (values[before] + values[place] + values[after]) / 3 }
  }

  private static func slope(_ values: [Float], step: Int) -> [Float] {
    neighbours(step) { before, _, after in (values[after] - values[before]) / 2 }
  }

  /// - Parameter step: 1 along a row, `side` along a column; at the borders a value is its own neighbour.
  private static func neighbours(_ step: Int, _ value: (Int, Int, Int) -> Float) -> [Float] {
    (0..<side * side).map { place in
      let position = step == 1 ? place % side : place / side
      return value(position > 0 ? place - step : place, place, position < side - 1 ? place + step : place)
    }
  }
}

extension GreyPicture {
  /// Whether this is the same picture as another: resized, saved again, or with little of its borders cut off. Pictures of
  /// one moment are not, as somebody has moved: then some places differ by more than the rest.
  func isCopy(of other: GreyPicture) -> Bool {
    var placement = Placement()
    let difference = difference(from: other, placement)
    if difference.isSmall { return true }
    guard difference.mean < Self.mostUnaligned else { return false }
    for _ in 0..<8 {
      guard let step = step(towards: other, placement) else { return false }
      placement = placement + step
      guard placement.isSlight else { return false }
      if step.isNothing { break }
    }
    return self.difference(from: other, placement).isSmall
  }

  /// Of pictures that are cut by a few hundredths, before they are laid over each other: measured 0.35 at most.
  private static let mostUnaligned: Float = 0.5

  /// How a picture lies on the other: enlarged around its middle and moved.
  private struct Placement {
    /// In pixels: how much larger, and how far to the right and down.
    var wider: Float = 0
    var right: Float = 0
    var taller: Float = 0
    var down: Float = 0

    /// At most so much of a side is cut off or added.
    var isSlight: Bool { [wider, right, taller, down].allSatisfy { abs($0) < 0.08 * Float(GreyPicture.side) } }
    var isNothing: Bool { [wider, right, taller, down].allSatisfy { abs($0) < 0.01 } }

    static func + (a: Placement, b: Placement) -> Placement {
      Placement(wider: a.wider + b.wider, right: a.right + b.right, taller: a.taller + b.taller, down: a.down + b.down)
    }
  }

  private struct Difference {
    var mean: Float
    /// Of the 144 parts of the picture the one that differs sixth-most: corners may show what the other has not.
    var sixth: Float

    var isSmall: Bool { mean <= 0.022 && sixth <= 0.036 }
  }

  /// - Parameter body: is given the pixel, its offset from the middle in shares, and where it lies in the other picture.
  @inline(__always)
  private func forEachPixel(
    _ placement: Placement, _ body: (Int, (u: Float, v: Float), Int, (x: Float, y: Float)) -> Void
  ) {
    let side = Self.side
    let middle = Float(side - 1) / 2
    for row in 0..<side {
      let v = (Float(row) - middle) / Float(side)
      let y = Float(row) + placement.taller * v + placement.down
      guard y >= 0, y < Float(side - 1) else { continue }
      for column in 0..<side {
        let u = (Float(column) - middle) / Float(side)
        let x = Float(column) + placement.wider * u + placement.right
        guard x >= 0, x < Float(side - 1) else { continue }
        body(row * side + column, (u, v), Int(y) * side + Int(x), (x - x.rounded(.down), y - y.rounded(.down)))
      }
    }
  }

  @inline(__always)
  private func between(_ values: [Float], _ place: Int, _ part: (x: Float, y: Float)) -> Float {
    let above = values[place] + (values[place + 1] - values[place]) * part.x
    let below = values[place + Self.side] + (values[place + Self.side + 1] - values[place + Self.side]) * part.x
    return above + (below - above) * part.y
  }

  private func difference(from other: GreyPicture, _ placement: Placement) -> Difference {
    let parts = 12
    var sums = [Float](repeating: 0, count: parts * parts)
    var (total, count): (Float, Float) = (0, 0)
    let size = Self.side / parts
    forEachPixel(placement) { pixel, _, place, part in
      let apart = abs(values[pixel] - between(other.values, place, part))
      sums[pixel / Self.side / size * parts + pixel % Self.side / size] += apart
      total += apart
      count += 1
    }
    return Difference(mean: total / max(1, count), sixth: sums.sorted(by: >)[5] / Float(size * size))
  }

  /// The change of the placement by which the pictures would agree best if their slopes were even (Lucas and Kanade); places
  /// that do not agree count less.
  private func step(towards other: GreyPicture, _ placement: Placement) -> Placement? {
    var products = [Double](repeating: 0, count: 16)
    var sums = [Double](repeating: 0, count: 4)
    forEachPixel(placement) { pixel, from, place, part in
      let apart = values[pixel] - between(other.values, place, part)
      let (right, down) = (between(other.slopes.x, place, part), between(other.slopes.y, place, part))
      let weight = Double(1 / (1 + apart * apart * 44))
      let slopes = (
        Double(right * from.u), Double(right), Double(down * from.v), Double(down)
      )
      withUnsafeBytes(of: slopes) { slopes in
        let slopes = slopes.bindMemory(to: Double.self)
        for row in 0..<4 {
          sums[row] += weight * slopes[row] * Double(apart)
          for column in 0..<4 { products[row * 4 + column] += weight * slopes[row] * slopes[column] }
        }
      }
    }
    guard let solution = Self.solve(products, sums) else { return nil }
    return Placement(
      wider: Float(solution[0]), right: Float(solution[1]), taller: Float(solution[2]), down: Float(solution[3]))
  }

  /// Four equations, by elimination; nil where they do not tell.
  private static func solve(_ products: [Double], _ sums: [Double]) -> [Double]? {
    var (matrix, result) = (products, sums)
    for pivot in 0..<4 {
      matrix[pivot * 4 + pivot] += 1e-3
      guard abs(matrix[pivot * 4 + pivot]) > 1e-9 else { return nil }
      for row in 0..<4 where row != pivot {
        let factor = matrix[row * 4 + pivot] / matrix[pivot * 4 + pivot]
        for column in pivot..<4 { matrix[row * 4 + column] -= factor * matrix[pivot * 4 + column] }
        result[row] -= factor * result[pivot]
      }
    }
    return (0..<4).map { result[$0] / matrix[$0 * 4 + $0] }
  }
}
