import Inference
import Testing

@testable import Search

@Suite struct `Searching a matrix` {
  @Test func `what is no number comes last`() {
    var matrix = EmbeddingMatrix()
    let accepted = [[.nan, 0], [2, 0], [0.5, 0], [1], []].map { matrix.append($0) }
    #expect(accepted == [true, true, true, false, false])
    #expect(matrix.scores([1, 0]) == [-1, 1, 0.5])
    #expect(matrix[2] == [0.5, 0])
    #expect(
      matrix.top(9, [1, 0]) == [RankedRow(row: 1, score: 1), .init(row: 2, score: 0.5), .init(row: 0, score: -1)])
  }

  @Test(arguments: InstructionSet.available, [1, 2, 3, 15, 16, 17, 128])
  func `rows come back as they were, and score by their dot product`(set: InstructionSet, dimensions: Int) {
    let rows = Noise(seed: dimensions).values(37 * dimensions).map { $0 / Float(dimensions) }
    let whole = EmbeddingMatrix(rows: rows, dimensions: dimensions, instructionSet: set)
    var grown = EmbeddingMatrix(instructionSet: set)
    for row in 0..<37 { _ = grown.append(Array(rows[row * dimensions..<(row + 1) * dimensions])) }
    #expect(whole.count == 37 && grown.count == 37 && grown.dimensions == dimensions)
    let query = Noise(seed: 99).values(dimensions)
    let scores = whole.scores(query)
    #expect(scores == grown.scores(query) && scores == whole.scores(query, threads: 2))
    for row in 0..<37 {
      #expect(whole[row] == Array(rows[row * dimensions..<(row + 1) * dimensions]) && whole[row] == grown[row])
      let slow = zip(whole[row], query).map { Double($0) * Double($1) }.reduce(0, +)
      #expect(abs(Double(scores[row]) - min(max(slow, -1), 1)) < 1e-6)
    }
  }

  @Test func `a copy does not change with its original`() {
    var original = EmbeddingMatrix(rows: [1, 0, 0, 1], dimensions: 2)
    var copy = original
    _ = original.append([0.5, 0])
    _ = copy.append([0, 0.25])
    #expect(original.scores([1, 1]) == [1, 1, 0.5] && copy.scores([1, 1]) == [1, 1, 0.25])
  }

  @Test func `a query of another length or an empty matrix finds nothing`() {
    let matrix = EmbeddingMatrix(rows: [1, 0], dimensions: 2)
    for query: [Float] in [[], [1], [1, 0, 0]] {
      #expect(matrix.scores(query).isEmpty && matrix.top(1, query).isEmpty && matrix.ranked([0], query).isEmpty)
      #expect(QuantisedMatrix(matrix).top(1, query).isEmpty)
    }
    #expect(matrix.top(0, [1, 0]).isEmpty && matrix.top(-1, [1, 0]).isEmpty)
    #expect(EmbeddingMatrix().scores([]).isEmpty && QuantisedMatrix(EmbeddingMatrix()).top(3, []).isEmpty)
    #expect(EmbeddingMatrix(rows: [1, 2, 3], dimensions: 2).count == 1)
    #expect(
      EmbeddingMatrix(rows: [1], dimensions: 2).count == 0 && EmbeddingMatrix(rows: [1], dimensions: 0).count == 0)
  }

  @Test(arguments: InstructionSet.available, Content.allCases)
  func `the best are the first of all sorted`(set: InstructionSet, content: Content) {
    for (rows, dimensions) in [(1, 5), (40, 3), (1100, 16), (1100, 128)] {
      let matrix = content.matrix(rows: rows, dimensions: dimensions, set)
      for query in content.queries(dimensions) {
        let scores = matrix.scores(query)
        let sorted = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
          .map { RankedRow(row: $0, score: scores[$0]) }
        #expect(matrix.ranked(Array(0..<rows), query) == sorted)
        for limit in [1, 7, 100, rows, rows + 5] {
          let expected = Array(sorted.prefix(limit))
          #expect(matrix.top(limit, query) == expected, "\(content) \(rows)×\(dimensions), \(limit)")
          #expect(matrix.top(limit, query, threads: 3) == expected)
        }
      }
    }
  }

  @Test func `rows of equal score stay in the order given`() {
    let matrix = EmbeddingMatrix(rows: [0.5, 0.25, 0.5, -0.5, 0.0, -0.0, 0.5], dimensions: 1)
    #expect(matrix.ranked([6, 5, 4, 3, 0, 1], [1]).map(\.row) == [6, 0, 1, 5, 4, 3])
  }
}
