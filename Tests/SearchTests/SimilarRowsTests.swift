import Inference
import Synchronization
import Testing

@testable import Search

@Suite struct `Rows that are alike` {
  /// All pairs in double precision.
  private func slow(_ matrix: EmbeddingMatrix, from threshold: Double, since first: Int) -> [[Int]] {
    let rows = (0..<matrix.count).map { matrix[$0].map(Double.init) }
    return rows.indices.map { row in
      let others = rows.indices.filter { $0 != row && max($0, row) >= first }
      let scored = others.map { (row: $0, score: zip(rows[$0], rows[row]).map(*).reduce(0, +)) }
      return scored.filter { $0.score >= threshold }.sorted { $0.score > $1.score }.map(\.row)
    }
  }

  @Test(arguments: InstructionSet.available, [1, 17, 255, 257, 700])
  func `are those of all pairs, on any number of threads`(set: InstructionSet, count: Int) {
    let matrix = Content.random.matrix(rows: count, dimensions: 7, set)
    for first in [0, count / 3, count] {
      let found = matrix.similarRows(from: 0.5, limit: count, since: first, threads: 3)
      #expect(found?.neighbours.map { $0.map(\.row) } == slow(matrix, from: 0.5, since: first))
      #expect(found?.isCut.contains(true) == false)
      #expect(found?.neighbours == matrix.similarRows(from: 0.5, limit: count, since: first)?.neighbours)
    }
  }

  @Test func `are the best ones where there are too many, and that is told`() throws {
    let matrix = Content.random.matrix(rows: 400, dimensions: 5, .best)
    let found = try #require(matrix.similarRows(from: 0.3, limit: 4, threads: 2))
    let all = slow(matrix, from: 0.3, since: 0)
    #expect(found.neighbours.map { $0.map(\.row) } == all.map { Array($0.prefix(4)) })
    #expect(found.isCut == all.map { $0.count > 4 } && found.isCut.contains(true))
  }

  @Test(arguments: [Content.zero, .notNumbers, .unusualLengths, .equal])
  func `are told of hostile numbers, too`(content: Content) throws {
    let matrix = content.matrix(rows: 40, dimensions: 12, .best)
    let found = try #require(matrix.similarRows(from: 0.9, limit: 100))
    let scores = found.neighbours.joined().map(\.score)
    #expect(scores.allSatisfy { (0.9...1).contains($0) })
    if content == .equal { #expect(found.neighbours.allSatisfy { $0.count == 39 }) }
  }

  @Test func `are not looked for any longer once that is cancelled`() {
    let matrix = Content.random.matrix(rows: 2000, dimensions: 16, .best)
    let asked = Mutex(0)
    let found = matrix.similarRows(from: 0.1, limit: 1, threads: 2) {
      asked.withLock { $0 += 1 }
      return asked.withLock { $0 } > 4
    }
    #expect(found == nil && asked.withLock { $0 } < 12)
  }

  @Test func `there are none in an empty matrix`() {
    #expect(EmbeddingMatrix().similarRows(from: 0.5, limit: 3)?.neighbours.isEmpty == true)
  }
}
