import Inference
import Testing

@testable import Search

@Suite struct `Searching in 8 bits` {
  @Test(arguments: InstructionSet.available, Content.allCases)
  func `finds the same rows with the same scores`(set: InstructionSet, content: Content) {
    for (rows, dimensions) in [(1, 5), (130, 3), (1100, 17), (1100, 128), (300, 512)] {
      let matrix = content.matrix(rows: rows, dimensions: dimensions, set)
      let quantised = QuantisedMatrix(matrix)
      for query in content.queries(dimensions) {
        for limit in [1, 100, rows - 1, rows] {
          let expected = matrix.top(limit, query)
          #expect(quantised.top(limit, query) == expected, "\(content) \(rows)×\(dimensions), \(limit)")
          #expect(quantised.top(limit, query, threads: 2) == expected)
        }
      }
    }
  }

  @Test func `few candidates are scored again`() throws {
    let matrix = Content.random.matrix(rows: 5000, dimensions: 64, .best)
    let candidates = try #require(QuantisedMatrix(matrix).candidates(10, Content.random.queries(64)[0]))
    #expect(candidates.count >= 10 && candidates.count < 100)
    #expect(candidates == candidates.sorted())
  }

  @Test func `a query of unusual length is searched for exactly`() {
    let quantised = QuantisedMatrix(Content.random.matrix(rows: 50, dimensions: 4, .best))
    for query: [Float] in [[0, 0, 0, 0], [.nan, 0, 0, 0], [.infinity, 0, 0, 0], [1e-30, 0, 0, 0], [1e30, 0, 0, 0]] {
      #expect(quantised.candidates(5, query) == nil)
      #expect(quantised.top(5, query) == quantised.matrix.top(5, query) && quantised.top(5, query).count == 5)
    }
  }
}
