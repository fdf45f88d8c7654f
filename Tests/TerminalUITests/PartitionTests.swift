import Testing

@testable import TerminalUI

@Suite struct PartitionTests {
  /// Every division, one after the other, by the definition.
  @Test(arguments: [BlockGrid.halves, .quadrants, .sextants, .octants])
  func `the fast search finds what trying all finds`(grid: BlockGrid) {
    var random = Pseudorandom(seed: 7)
    for _ in 0..<200 {
      let blocks = randomBlocks(grid.count, &random)
      let found = Partition(of: blocks, in: grid)
      let least = grid.masks.map { error(of: blocks, mask: $0) }.min() ?? 0
      #expect(abs(error(of: blocks, mask: found.mask) - least) < 1e-5)
      #expect(abs(blocks.variance - found.gain - least) < 1e-5)
      #expect(grid.masks.contains(found.mask))
    }
  }

  @Test func `the groups' colours are their means`() {
    var random = Pseudorandom(seed: 8)
    let blocks = randomBlocks(8, &random)
    let found = Partition(of: blocks, in: .octants)
    let (first, rest) = means(of: blocks, mask: found.mask)
    #expect(((first - found.first) * (first - found.first)).sum() < 1e-10)
    #expect(((rest - found.rest) * (rest - found.rest)).sum() < 1e-10)
  }

  @Test(arguments: [BlockGrid.halves, .quadrants, .sextants, .octants])
  func `blocks of one colour are not divided`(grid: BlockGrid) {
    var blocks = CellBlocks(count: grid.count)
    for block in 0..<grid.count { blocks.set(block, to: SIMD4(0.6, 0.1, -0.05, 0)) }
    let found = Partition(of: blocks, in: grid)
    #expect(found.mask == 0)
    #expect(abs(found.rest.x - 0.6) < 1e-5)
  }

  private func randomBlocks(_ count: Int, _ random: inout Pseudorandom) -> CellBlocks {
    var blocks = CellBlocks(count: count)
    for block in 0..<count {
      blocks.set(block, to: SIMD4(random.next(0...1), random.next(-0.3...0.3), random.next(-0.3...0.3), 0))
    }
    return blocks
  }

  /// Mean squared difference of the blocks from the mean of their group.
  private func error(of blocks: CellBlocks, mask: Int) -> Float {
    let (first, rest) = means(of: blocks, mask: mask)
    return (0..<blocks.count).reduce(Float(0)) { sum, block in
      let d = blocks[block] - (mask >> block & 1 == 1 ? first : rest)
      return sum + (d * d).sum()
    } / Float(blocks.count)
  }

  private func means(of blocks: CellBlocks, mask: Int) -> (SIMD4<Float>, SIMD4<Float>) {
    func mean(_ wanted: Int) -> SIMD4<Float> {
      let own = (0..<blocks.count).filter { mask >> $0 & 1 == wanted }
      return own.reduce(SIMD4<Float>.zero) { $0 + blocks[$1] } / Float(max(own.count, 1))
    }
    return (mean(1), mean(0))
  }
}

/// The same numbers each time (G. Marsaglia, "Xorshift RNGs", 2003).
struct Pseudorandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next(_ range: ClosedRange<Float>) -> Float {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return range.lowerBound + (range.upperBound - range.lowerBound) * Float(state >> 40) / Float(1 << 24)
  }
}
