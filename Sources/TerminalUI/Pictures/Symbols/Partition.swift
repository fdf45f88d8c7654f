/// The division of a cell's blocks in two groups whose means are nearest to the blocks: the sum of squared
/// differences in Oklab is the least of all divisions that have a character.
struct Partition {
  /// The blocks of the first group; 0 when the cell is all one colour.
  var mask: Int
  /// How much of the squared error of the cell in its mean colour the division takes off, for a cell of area 1.
  var gain: Float
  /// The groups' mean colours in Oklab.
  var first, rest: SIMD4<Float>

  /// Below this two colours cannot be told apart: half a step of a byte, squared.
  private static let visible: Float = 4e-6

  init(of blocks: CellBlocks, in grid: BlockGrid) {
    let mean = blocks.mean
    let x = blocks.differences(from: mean)
    (mask, gain) = Self.best(x, grid)
    (first, rest) = (mean, mean)
    guard gain > Self.visible else {
      mask = 0
      return
    }
    var sum = SIMD4<Float>.zero
    for block in 0..<grid.count where mask >> block & 1 == 1 { sum += x[block] }
    let size = Float(mask.nonzeroBitCount)
    first += sum / size
    rest -= sum / (Float(grid.count) - size)
  }

  /// As the blocks are differences from their mean, the groups' sums are opposite, and the best division is that
  /// with the largest `gains` times squared sum. 16 divisions at a time: those of the first four blocks, moved by
  /// each sum of the others.
  private static func best(_ x: CellBlocks, _ grid: BlockGrid) -> (mask: Int, gain: Float) {
    let (lightness, a, b) = (subsetSums(x.lightness), subsetSums(x.a), subsetSums(x.b))
    var best = SIMD16<Float>(repeating: 0)
    var bestHigh = SIMD16<Int32>(repeating: 0)
    for high in grid.gains.indices {
      var other = SIMD4<Float>.zero
      if high & 1 != 0 { other += x[4] }
      if high & 2 != 0 { other += x[5] }
      if high & 4 != 0 { other += x[6] }
      let (l, c, d) = (lightness + other.x, a + other.y, b + other.z)
      let gain = (l * l + c * c + d * d) * grid.gains[high]
      let better = gain .> best
      best.replace(with: gain, where: better)
      bestHigh.replace(with: SIMD16(repeating: Int32(high)), where: better)
    }
    var (low, gain) = (0, best[0])
    for lane in 1..<16 where best[lane] > gain { (low, gain) = (lane, best[lane]) }
    return (Int(bestHigh[low]) * 16 + low, gain)
  }

  /// The sums of the 16 subsets of the first four values, by mask.
  private static func subsetSums(_ values: SIMD8<Float>) -> SIMD16<Float> {
    let one = SIMD16<Float>(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1)
    let two = SIMD16<Float>(0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1)
    let four = SIMD16<Float>(0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1)
    let eight = SIMD16<Float>(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1)
    return values[0] * one + values[1] * two + values[2] * four + values[3] * eight
  }
}
