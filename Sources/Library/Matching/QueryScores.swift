/// The scores of all rows against each of some queries.
struct QueryScores {
  /// Query after query; none where there are no rows, or a query has another length.
  private let all: [Float]
  private let rows: Int
  private let queries: Int
  /// Of each row.
  let combined: [Float]

  init(_ scores: [[Float]], _ combination: ScoreCombination) {
    guard let first = scores.first, scores.allSatisfy({ $0.count == first.count }) else {
      (all, rows, queries, combined) = ([], 0, 0, [])
      return
    }
    (rows, queries) = (first.count, scores.count)
    all = scores.count == 1 ? first : Array(scores.joined())
    combined = combination.combine(scores)
  }

  func score(_ row: Int, of query: Int) -> Float { all[query * rows + row] }

  func ofEach(_ row: Int) -> PairScores { PairScores(all, row: row, rows: rows, count: queries) }

  /// The query that a row is most alike; the first of several.
  func nearest(_ row: Int) -> Int {
    var best = 0
    for query in 0..<queries where score(row, of: query) > score(row, of: best) { best = query }
    return best
  }
}

extension ScoreCombination {
  /// - Parameter scores: at least one list, all of the same length.
  fileprivate func combine(_ scores: [[Float]]) -> [Float] {
    var combined = scores[0]
    for other in scores.dropFirst() {
      switch self {
      case .best: for row in combined.indices { combined[row] = max(combined[row], other[row]) }
      case .mean: for row in combined.indices { combined[row] += other[row] }
      }
    }
    if self == .mean, scores.count > 1 {
      for row in combined.indices { combined[row] /= Float(scores.count) }
    }
    return combined
  }
}

/// The scores of one face against several queries, which all matches of a ranking keep in the same memory.
public struct PairScores: Sendable, Equatable, RandomAccessCollection, ExpressibleByArrayLiteral {
  private let all: [Float]
  private let row, rows: Int
  public let count: Int

  /// - Parameter all: those of `rows` faces against one query after the other.
  init(_ all: [Float], row: Int, rows: Int, count: Int) {
    (self.all, self.row, self.rows, self.count) = (all, row, rows, count)
  }

  public init(_ scores: [Float]) { self.init(scores, row: 0, rows: 1, count: scores.count) }

  public init(arrayLiteral scores: Float...) { self.init(scores) }

  public var startIndex: Int { 0 }
  public var endIndex: Int { count }
  public subscript(query: Int) -> Float { all[query * rows + row] }

  public static func == (a: PairScores, b: PairScores) -> Bool { a.elementsEqual(b) }
}
