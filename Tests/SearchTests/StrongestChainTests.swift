import Testing

@testable import Search

@Suite struct `The strongest chain` {
  /// Unit vectors of so many dimensions, the same for each seed.
  private func rows(_ count: Int, _ dimensions: Int, seed: UInt64) -> [[Float]] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0..<count).map { _ in
      let values = (0..<dimensions).map { _ -> Float in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(Int64(state >> 33) - (1 << 30)) / Float(1 << 30)
      }
      let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return values.map { $0 / length }
    }
  }

  private func open(_ count: Int) -> ChainRule {
    ChainRule(groups: (0..<count).map { Int32($0) }, known: Array(repeating: false, count: count))
  }

  private func score(_ rows: [[Float]], _ a: Int, _ b: Int) -> Float {
    zip(rows[a], rows[b]).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// By trying all.
  private func widest(_ rows: [[Float]], from: [Int], to: [Int], _ rule: ChainRule) -> Float {
    var best = rows.indices.map { from.contains($0) ? Float.infinity : -1 }
    var done = Set<Int>()
    while let next = rows.indices.filter({ !done.contains($0) }).max(by: { best[$0] < best[$1] }) {
      done.insert(next)
      for other in rows.indices where other != next && rule.allows(next, other) {
        best[other] = max(best[other], min(best[next], score(rows, next, other)))
      }
    }
    return to.map { best[$0] }.max() ?? -1
  }

  @Test(arguments: 1...40)
  func `is as strong as any, with allowed links only`(seed: UInt64) throws {
    let count = 30 + Int(seed) * 17 % 300
    let rows = rows(count, 4 + Int(seed % 3) * 2, seed: seed)
    let matrix = EmbeddingMatrix(rows: rows.flatMap { $0 }, dimensions: rows[0].count)
    var rule = open(count)
    for row in rows.indices where row % 7 == 3 { rule.groups[row] = -1 }
    for row in rows.indices where row % 5 == 1 { rule.groups[row] = rule.groups[row - 1] }
    rule.known = rows.indices.map { $0 % 3 == 0 }
    rule.forbids = { ($0 + $1) % 4 == 2 }
    let (from, to) = ([0, 6], [count - 1 - (count - 1) % 7 % 7, 2])
    for row in from + to { rule.groups[row] = Int32(1000 + row) }
    let truth = widest(rows, from: from, to: to, rule)
    let chain = matrix.strongestChain(from: from, to: to, rule, threads: 2)
    guard truth > 1e-3 else { return }
    let found = try #require(chain)
    #expect(abs((found.scores.min() ?? 0) - truth) < 1e-4)
    #expect(from.contains(found.rows[0]) && to.contains(found.rows.last ?? -1))
    #expect(Set(found.rows).count == found.rows.count && found.scores.count == found.rows.count - 1)
    for (index, (a, b)) in zip(found.rows, found.rows.dropFirst()).enumerated() {
      #expect(rule.allows(a, b) && abs(score(rows, a, b) - found.scores[index]) < 1e-4)
    }
  }

  /// On a quarter circle, each like its neighbours.
  private func arc(_ count: Int) -> EmbeddingMatrix {
    EmbeddingMatrix(
      rows: (0..<count).flatMap { index -> [Float] in
        let share = Float(index) / Float(count - 1)
        let values = [1 - share, share]
        let length = (values[0] * values[0] + values[1] * values[1]).squareRoot()
        return values.map { $0 / length }
      }, dimensions: 2)
  }

  @Test func `goes around what is forbidden, and is the shortest of equals`() throws {
    let matrix = arc(9)
    let plain = try #require(matrix.strongestChain(from: [0], to: [8], open(9)))
    #expect(plain.rows == Array(0...8))
    var rule = open(9)
    rule.known = Array(repeating: true, count: 9)
    rule.forbids = { Set([$0, $1]) == [4, 5] }
    let around = try #require(matrix.strongestChain(from: [0], to: [8], rule))
    #expect(zip(around.rows, around.rows.dropFirst()).allSatisfy { Set([$0, $1]) != [4, 5] })
    #expect((around.scores.min() ?? 1) < (plain.scores.min() ?? 0))
    // Where one link is weak, others need be no stronger.
    rule.forbids = { Set([$0, $1]).isSubset(of: [3, 4, 5, 6]) }
    let short = try #require(matrix.strongestChain(from: [0], to: [8], rule))
    #expect(short.rows.count < 6, "\(short.rows)")
  }

  @Test func `takes what belongs together as certain, and ends where nothing leads on`() throws {
    let matrix = arc(5)
    var rule = open(5)
    rule.known = [true, false, false, true, false]
    rule.joined = { $0 == 0 ? [3] : $0 == 3 ? [0] : [] }
    let chain = try #require(matrix.strongestChain(from: [0], to: [4], rule))
    #expect(chain.rows == [0, 3, 4] && chain.scores[0] == 1)
    rule.groups = [0, -1, -1, -1, 0]
    #expect(matrix.strongestChain(from: [0], to: [4], rule) == nil)
    #expect(matrix.strongestChain(from: [0], to: [4], open(5), isCancelled: { true }) == nil)
    #expect(matrix.strongestChain(from: [0], to: [0], open(5)) == nil)
    #expect(matrix.strongestChain(from: [], to: [1], open(5)) == nil)
  }
}
