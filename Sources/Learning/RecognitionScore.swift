/// How well held-out faces are recognised among all confirmed ones.
public struct RecognitionScore: Sendable, Equatable, Codable {
  /// Held-out faces that were searched with.
  public var queries = 0
  /// Share of queries whose best match is the same person.
  public var rank1 = 0.0
  /// Share of the pairs of one person above the lowest score from which on 99 % of the pairs are right.
  public var recall = 0.0
  /// Mean over the queries of the precision at each right match.
  public var meanAveragePrecision = 0.0

  public init() {}

  /// - Parameters:
  ///   - embeddings: of length 1, one after the other.
  ///   - people: of each embedding.
  ///   - queries: indices into `people`; each is searched for among all other embeddings.
  public init(_ embeddings: [Float], people: [Int], queries: [Int], threads: Int = 2) {
    var tally = ScoreTally()
    tally.add(embeddings, people: people, queries: queries, products: Products(threads: threads))
    self = tally.score
  }

  /// Adds another score's numbers times `share`, and its queries.
  public mutating func add(_ other: RecognitionScore, share: Double) {
    queries += other.queries
    rank1 += share * other.rank1
    recall += share * other.recall
    meanAveragePrecision += share * other.meanAveragePrecision
  }
}

/// Collects queries, in blocks and over several folds.
struct ScoreTally {
  /// By query, in the order in which they were added.
  private(set) var averagePrecisions: [Double] = []
  private var firstRight = 0
  /// Pairs by score; the last bin is 1.
  private var same = [Int](repeating: 0, count: bins)
  private var other = [Int](repeating: 0, count: bins)

  private static let bins = 20_001

  /// - Parameters:
  ///   - embeddings: of all faces, of length 1, one after the other.
  ///   - queries: indices of faces.
  mutating func add(_ embeddings: [Float], people: [Int], queries: [Int], products: Products) {
    let d = people.isEmpty ? 1 : embeddings.count / people.count
    for start in stride(from: 0, to: queries.count, by: 256) {
      let block = queries[start..<min(start + 256, queries.count)]
      let rows = block.flatMap { embeddings[$0 * d..<($0 + 1) * d] }
      let scores = products.rows(rows, byRows: embeddings, depth: d)
      for (row, query) in block.enumerated() {
        add(query, scores[row * people.count..<(row + 1) * people.count], people)
      }
    }
  }

  private mutating func add(_ query: Int, _ scores: ArraySlice<Float>, _ people: [Int]) {
    var right: [Float] = []
    var wrong: [Float] = []
    for (face, score) in scores.enumerated() where face != query {
      let bin = max(0, min(Self.bins - 1, Int((score + 1) * Float(Self.bins / 2))))
      if people[face] == people[query] {
        right.append(score)
        same[bin] += 1
      } else {
        wrong.append(score)
        other[bin] += 1
      }
    }
    guard !right.isEmpty else { return }
    right.sort(by: >)
    if right[0] > wrong.max() ?? -1 { firstRight += 1 }
    averagePrecisions.append(Self.averagePrecision(right, wrong))
  }

  /// - Parameter right: descending.
  private static func averagePrecision(_ right: [Float], _ wrong: [Float]) -> Double {
    /// How many wrong ones come between a right one and the one before it.
    var between = [Int](repeating: 0, count: right.count + 1)
    for score in wrong {
      var (low, high) = (0, right.count)
      while low < high {
        let middle = (low + high) / 2
        if right[middle] > score { low = middle + 1 } else { high = middle }
      }
      between[low] += 1
    }
    var before = 0
    var sum = 0.0
    for place in right.indices {
      before += between[place]
      sum += Double(place + 1) / Double(place + 1 + before)
    }
    return sum / Double(right.count)
  }

  var score: RecognitionScore {
    var score = RecognitionScore()
    score.queries = averagePrecisions.count
    score.rank1 = Double(firstRight) / Double(max(1, averagePrecisions.count))
    score.meanAveragePrecision = averagePrecisions.reduce(0, +) / Double(max(1, averagePrecisions.count))
    score.recall = recall(precision: 0.99)
    return score
  }

  private func recall(precision: Double) -> Double {
    var (right, wrong, best) = (0, 0, 0)
    for bin in same.indices.reversed() {
      right += same[bin]
      wrong += other[bin]
      if Double(right) >= precision * Double(right + wrong) { best = right }
    }
    return Double(best) / Double(max(1, right))
  }
}
