import Synchronization

/// Rows each of which is much like the next.
public struct RowChain: Sendable, Equatable {
  /// At least two.
  public let rows: [Int]
  /// Of each row with the next; one less. 1 where the two are known to belong together.
  public let scores: [Float]
}

/// Which rows may follow each other in a chain.
public struct ChainRule: Sendable {
  /// Of each row, a number that no two neighbours have in common; negative for rows that are in no chain.
  public var groups: [Int32]
  /// Rows of which something is known; of others any two may follow each other.
  public var known: [Bool]
  /// Whether two known rows must not follow each other.
  public var forbids: @Sendable (Int, Int) -> Bool
  /// Rows that belong to a known one for sure.
  public var joined: @Sendable (Int) -> [Int]

  public init(
    groups: [Int32], known: [Bool], forbids: @escaping @Sendable (Int, Int) -> Bool = { _, _ in false },
    joined: @escaping @Sendable (Int) -> [Int] = { _ in [] }
  ) {
    (self.groups, self.known, self.forbids, self.joined) = (groups, known, forbids, joined)
  }

  func allows(_ a: Int, _ b: Int) -> Bool {
    groups[a] >= 0 && groups[b] >= 0 && groups[a] != groups[b] && !(known[a] && known[b] && forbids(a, b))
  }
}

extension EmbeddingMatrix {
  /// The chain from one of some rows to one of others whose weakest link is the strongest that there is (a path with the
  /// widest bottleneck, as Prim's and Dijkstra's methods find it), and of several the one with the fewest rows.
  ///
  /// Both ends grow at once, always from the rows that are reached best, some hundred at a time. Rows that are reached
  /// worse than the best chain so far are never looked at, so that the time goes with the rows that are more alike to an
  /// end than the chain is strong.
  /// - Parameters:
  ///   - isCancelled: asked some times a second.
  /// - Returns: nil where there is no chain with scores above 0, or it was cancelled.
  public func strongestChain(
    from: [Int], to: [Int], _ rule: ChainRule, threads: Int = 1, isCancelled: () -> Bool = { false }
  ) -> RowChain? {
    precondition(rule.groups.count == count && rule.known.count == count)
    guard !from.isEmpty, !to.isEmpty, from.allSatisfy({ !to.contains($0) }) else { return nil }
    let search = ChainSearch(self, rule, from: from, to: to, threads: threads)
    guard search.run(isCancelled) else { return nil }
    return search.chain()
  }
}

private final class ChainSearch {
  private let matrix: EmbeddingMatrix
  private let rule: ChainRule
  private let products: RowProducts
  private let threads: Int
  private var ends: [GrowingEnd]
  /// The weakest link of the best chain so far.
  private var best: Float = 0
  /// Where that chain's halves meet.
  private var meeting: Int?

  /// Rows that are looked at together: few at first, as the first may lead on at once.
  private var batch = 16
  private static let largestBatch = 128
  /// Among so many rows the shortest chain is looked for.
  private static let mostForShortest = 1500

  init(_ matrix: EmbeddingMatrix, _ rule: ChainRule, from: [Int], to: [Int], threads: Int) {
    (self.matrix, self.rule, self.threads) = (matrix, rule, threads)
    products = RowProducts(matrix)
    ends = [GrowingEnd(from, matrix.count), GrowingEnd(to, matrix.count)]
  }

  /// - Returns: whether it came to an end with a chain.
  func run(_ isCancelled: () -> Bool) -> Bool {
    var side = 0
    while !isCancelled() {
      let rows = ends[side].next(batch, above: best)
      // One end that is done has met all of the other that can be met.
      if rows.isEmpty { return meeting != nil }
      grow(side, rows)
      meet()
      side = 1 - side
      if side == 0 { batch = min(Self.largestBatch, batch * 2) }
    }
    return false
  }

  private func grow(_ side: Int, _ rows: [Int]) {
    let end = ends[side]
    let (floor, rule, products, matrix) = (best, rule, products, matrix)
    let values = rows.flatMap { matrix[$0] }
    let strengths = rows.map { end.strength[$0] }
    let chunks = (matrix.count + RowProducts.width - 1) / RowProducts.width
    let reached = inParts(chunks, threads: threads) { part -> [Reached] in
      var reached: [Reached] = []
      withScratch(of: rows.count * RowProducts.width) { scores, indices in
        for chunk in part {
          let first = chunk * RowProducts.width
          let width = min(RowProducts.width, matrix.padded(matrix.count) - first)
          products.multiply(values, rows.count, columns: first..<first + width, scores)
          for (place, row) in rows.enumerated() {
            let found = matrix.kernels.indicesAbove(floor, scores + place * width, width, indices)
            for hit in 0..<found {
              let other = first + Int(indices[hit])
              guard other < matrix.count else { break }
              let strength = min(strengths[place], scores[place * width + Int(indices[hit])])
              if strength > end.strength[other], rule.allows(row, other) {
                reached.append(Reached(row: Int32(other), from: Int32(row), strength: strength))
              }
            }
          }
        }
      }
      return reached
    }
    for each in reached.joined() { ends[side].reach(each) }
    for row in rows where rule.known[row] {
      for other in rule.joined(row) where rule.groups[other] >= 0 {
        ends[side].reach(Reached(row: Int32(other), from: Int32(row), strength: end.strength[row]))
      }
    }
  }

  private func meet() {
    for row in 0..<matrix.count {
      let strength = min(ends[0].strength[row], ends[1].strength[row])
      if strength > best { (best, meeting) = (strength, row) }
    }
  }

  // MARK: - The chain

  func chain() -> RowChain? {
    guard let meeting else { return nil }
    let found = ends[0].path(to: meeting).reversed() + ends[1].path(to: meeting).dropFirst()
    let rows = shortest(Array(found))
    return RowChain(rows: rows, scores: zip(rows, rows.dropFirst()).map { score($0, $1) })
  }

  private func score(_ a: Int, _ b: Int) -> Float {
    if rule.known[a], rule.joined(a).contains(b) { return 1 }
    return min(1, zip(matrix[a], matrix[b]).reduce(0) { $0 + $1.0 * $1.1 })
  }

  /// The fewest rows between the ends whose links are as strong, among those that are reached best.
  private func shortest(_ found: [Int]) -> [Int] {
    let reached = (0..<matrix.count).filter { max(ends[0].strength[$0], ends[1].strength[$0]) >= best }
      .sorted { max(ends[0].strength[$0], ends[1].strength[$0]) > max(ends[0].strength[$1], ends[1].strength[$1]) }
    let rows = Array(Set(found + reached.prefix(Self.mostForShortest))).sorted()
    let values = rows.map { matrix[$0] }
    // The last bits of products made one by one are others.
    let floor = best - 1e-5
    let (starts, goals) = (Set(ends[0].start), Set(ends[1].start))
    var parents: [Int: Int] = [:]
    var level = rows.indices.filter { starts.contains(rows[$0]) }
    var left = rows.indices.filter { !starts.contains(rows[$0]) }
    while !level.isEmpty {
      var next: [Int] = []
      for place in level {
        var kept: [Int] = []
        for other in left {
          let isLinked = isLink(rows[place], rows[other], values[place], values[other], floor)
          if isLinked {
            parents[other] = place
            next.append(other)
          } else {
            kept.append(other)
          }
        }
        left = kept
      }
      if let goal = next.first(where: { goals.contains(rows[$0]) }) {
        return sequence(first: goal) { parents[$0] }.map { rows[$0] }.reversed()
      }
      level = next
    }
    return found
  }

  private func isLink(_ a: Int, _ b: Int, _ x: [Float], _ y: [Float], _ floor: Float) -> Bool {
    if rule.known[a], rule.known[b], rule.joined(a).contains(b) { return true }
    var sum: Float = 0
    for index in x.indices { sum += x[index] * y[index] }
    return sum >= floor && rule.allows(a, b)
  }
}

/// A row, the one from which it was reached, and the weakest link on the way there.
private struct Reached {
  var row, from: Int32
  var strength: Float
}

/// What is known of the ways from one end.
private struct GrowingEnd: Sendable {
  let start: [Int]
  /// The weakest link of the best way to each row; no more than 0 where there is none yet.
  private(set) var strength: [Float]
  private var parents: [Int32]
  /// The strength with which a row was looked at last.
  private var looked: [Float]

  init(_ start: [Int], _ count: Int) {
    self.start = start
    strength = Array(repeating: -.infinity, count: count)
    looked = strength
    parents = Array(repeating: -1, count: count)
    for row in start { strength[row] = .infinity }
  }

  mutating func reach(_ reached: Reached) {
    let row = Int(reached.row)
    guard reached.strength > strength[row] else { return }
    strength[row] = reached.strength
    parents[row] = reached.from
  }

  /// The rows that are reached best and were not looked at as such yet.
  /// - Parameter floor: those that are reached no better are left out.
  mutating func next(_ limit: Int, above floor: Float) -> [Int] {
    var rows = strength.indices.filter { strength[$0] > floor && strength[$0] > looked[$0] }
    if rows.count > limit {
      rows.sort { (strength[$0], $1) > (strength[$1], $0) }
      rows.removeSubrange(limit...)
    }
    for row in rows { looked[row] = strength[row] }
    return rows
  }

  /// From a row back to where its way began.
  func path(to row: Int) -> [Int] {
    sequence(first: row) { parents[$0] >= 0 ? Int(parents[$0]) : nil }.map { $0 }
  }
}
