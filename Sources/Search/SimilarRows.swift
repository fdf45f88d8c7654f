import Synchronization

/// For each row of a matrix, which others are most alike to it.
public struct SimilarRows: Sendable {
  /// Of each row, best first; rows of equal score in ascending order.
  public let neighbours: [[RankedRow]]
  /// Whether a row has more than were kept.
  public let isCut: [Bool]
}

extension EmbeddingMatrix {
  /// Compares all rows with each other on threads of their own, which run at a low priority.
  ///
  /// A score does not depend on the rows around it, and differs from that of `scores` in its last bits at most.
  /// - Parameters:
  ///   - threshold: the least score, above 0.
  ///   - limit: how many are kept of each row, at least 1: the best.
  ///   - first: pairs of two rows before this one are left out.
  ///   - isCancelled: asked many times a second, on any thread.
  /// - Returns: nil where it was cancelled.
  public func similarRows(
    from threshold: Float, limit: Int, since first: Int = 0, threads: Int = 1,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) -> SimilarRows? {
    let best = NeighbourLists(rows: count, limit: max(1, limit))
    let blocks = BlockQueue(rows: min(first, count)..<count)
    let product = BlockProduct(self, threshold: threshold.nextDown)
    onBackgroundThreads(max(1, min(threads, blocks.count))) {
      while !isCancelled(), let block = blocks.next() {
        product.forEachChunk(of: block) { hits in
          best.insert(hits)
          return !isCancelled()
        }
      }
    }
    return isCancelled() ? nil : best.sorted
  }
}

/// Two rows and their score.
private struct Hit {
  var row, other: Int32
  var score: Float
}

/// The best others of each row, which several threads find.
private final class NeighbourLists: Sendable {
  private struct Lists {
    var best: [BestRows?]
    var counts: [Int32]
  }

  private let lists: Mutex<Lists>
  private let limit: Int

  init(rows: Int, limit: Int) {
    self.limit = limit
    lists = Mutex(
      Lists(best: Array(repeating: nil, count: rows), counts: Array(repeating: 0, count: rows)))
  }

  func insert(_ hits: [Hit]) {
    if hits.isEmpty { return }
    lists.withLock { lists in
      for hit in hits {
        Self.insert(Int(hit.other), hit.score, into: Int(hit.row), &lists, limit)
        Self.insert(Int(hit.row), hit.score, into: Int(hit.other), &lists, limit)
      }
    }
  }

  @inline(__always)
  private static func insert(_ other: Int, _ score: Float, into row: Int, _ lists: inout Lists, _ limit: Int) {
    lists.counts[row] += 1
    if lists.best[row] == nil { lists.best[row] = BestRows(limit: limit) }
    lists.best[row]?.insert(other, score)
  }

  var sorted: SimilarRows {
    lists.withLock { lists in
      SimilarRows(neighbours: lists.best.map { $0?.sorted ?? [] }, isCut: lists.counts.map { $0 > Int32(limit) })
    }
  }
}

/// Blocks of rows, those that are compared with most others first.
private final class BlockQueue: Sendable {
  static let height = 256

  private let rows: Range<Int>
  private let taken = Atomic(0)

  init(rows: Range<Int>) { self.rows = rows }

  var count: Int { (rows.count + Self.height - 1) / Self.height }

  func next() -> Range<Int>? {
    let end = rows.upperBound - Self.height * taken.wrappingAdd(1, ordering: .relaxed).oldValue
    return end > rows.lowerBound ? max(rows.lowerBound, end - Self.height)..<end : nil
  }
}

/// Products of a block of rows with all rows before each of them.
private struct BlockProduct: Sendable {
  private let matrix: EmbeddingMatrix
  private let threshold: Float
  private let products: RowProducts

  /// - Parameter threshold: products above it are hits.
  init(_ matrix: EmbeddingMatrix, threshold: Float) {
    self.matrix = matrix
    self.threshold = threshold
    products = RowProducts(matrix)
  }

  /// - Parameter body: is given some of the hits, and says whether to go on.
  func forEachChunk(of block: Range<Int>, _ body: ([Hit]) -> Bool) {
    let rows = block.flatMap { matrix[$0] }
    withScratch(of: block.count * RowProducts.width) { scores, indices in
      for first in stride(from: 0, to: block.upperBound, by: RowProducts.width) {
        let width = min(RowProducts.width, matrix.padded(block.upperBound) - first)
        products.multiply(rows, block.count, columns: first..<first + width, scores)
        var hits: [Hit] = []
        for (place, row) in block.enumerated() {
          let found = matrix.kernels.indicesAbove(threshold, scores + place * width, width, indices)
          for hit in 0..<found {
            let column = Int(indices[hit])
            guard first + column < row else { break }
            let score = min(1, scores[place * width + column])
            hits.append(Hit(row: Int32(row), other: Int32(first + column), score: score))
          }
        }
        guard body(hits) else { return }
      }
    }
  }
}
