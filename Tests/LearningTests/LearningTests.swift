import Foundation
import Testing

@testable import Learning

@Suite struct `Learning a correction` {
  @Test func `a nuisance that confuses siblings is learnt away, and strangers stay`() throws {
    var people = SyntheticPeople()
    let (faces, strangers) = people.siblings(pairs: 5, faces: 9, strangers: 200)
    let outcome = CorrectionLearning(resemblance: 0.6).run(faces, unconfirmed: strangers)
    #expect(outcome.refusal == nil)
    let projection = try #require(outcome.projection)
    #expect(outcome.before.queries == 90 && outcome.after.queries == 90)
    #expect(outcome.after.meanAveragePrecision > outcome.before.meanAveragePrecision + 0.05)
    #expect(outcome.after.recall > outcome.before.recall && outcome.after.rank1 >= outcome.before.rank1)
    // Strangers that learning has never seen.
    let unseen = (0..<100).flatMap { _ in SyntheticPeople.unit(people.vector(1)) }
    let changes = scoreChanges(unseen, projection)
    #expect(changes[changes.count * 99 / 100] < 2 * CorrectionLearning.largestStrangerShift)
    #expect(changes.reduce(0, +) / Float(changes.count) < 0.05)
    #expect(try #require(outcome.strangerShift) <= CorrectionLearning.largestStrangerShift)
  }

  private func scoreChanges(_ rows: [Float], _ projection: Projection) -> [Float] {
    let products = Products(threads: 1)
    let d = projection.dimensions
    let corrected = projection.apply(rows)
    return zip(products.rows(rows, byRows: rows, depth: d), products.rows(corrected, byRows: corrected, depth: d))
      .map { abs($0 - $1) }.sorted()
  }

  @Test(arguments: 1...6) func `labels that mean nothing are refused`(_ seed: UInt64) {
    var people = SyntheticPeople()
    people.random = Pseudorandom(seed: seed)
    let outcome = CorrectionLearning(resemblance: 0.6).run(people.noise(people: 6, faces: 6), unconfirmed: [])
    #expect(outcome.projection == nil && outcome.refusal != nil)
  }

  @Test func `the smallest set of two people with three faces gives an answer`() {
    var people = SyntheticPeople()
    let outcome = CorrectionLearning(resemblance: 0.6).run(people.noise(people: 2, faces: 3), unconfirmed: [])
    #expect((outcome.projection == nil) == (outcome.refusal != nil))
    #expect(outcome.before.queries == 6)
  }

  @Test func `the result is the same in every run`() {
    var people = SyntheticPeople()
    let (faces, strangers) = people.siblings(pairs: 2, faces: 6, strangers: 30)
    let runs = (0..<2).map { _ in CorrectionLearning(resemblance: 0.6).run(faces, unconfirmed: strangers) }
    #expect(runs[0].after == runs[1].after && runs[0].projection == runs[1].projection)
  }

  @Test func `each face is held out once, and every round has faces of every person`() {
    let people = (0..<7).flatMap { Array(repeating: $0, count: 3 + $0) }
    let folds = CorrectionLearning.folds(people, count: 3)
    for round in 0..<3 {
      #expect(Set(people.indices.filter { folds[$0] == round }.map { people[$0] }).count == 7)
    }
  }

  // MARK: - Loss

  @Test func `gradients equal differences of values`() {
    var people = SyntheticPeople()
    let d = people.dimensions
    let (faces, strangers) = people.siblings(pairs: 2, faces: 3, strangers: 5)
    var sums = [Float](repeating: 0, count: faces.personCount * d)
    for (face, person) in faces.people.enumerated() {
      for i in 0..<d { sums[person * d + i] += faces.rows[face * d + i] }
    }
    var resembles = [Bool](repeating: false, count: faces.personCount * 5)
    resembles[3] = true
    let batch = ProjectionLoss.Batch(
      rows: faces.rows + sums + strangers, labels: faces.people, classes: faces.personCount, resembles: resembles)
    let loss = ProjectionLoss(dimensions: d, weights: .init(), products: Products(threads: 2))
    let difference = (0..<d * d).map { _ in 0.05 * people.gaussian() }
    let gradient = loss.evaluate(batch, difference: difference).gradient
    let largest = gradient.map(abs).max() ?? 0
    for index in stride(from: 0, to: d * d, by: 37) {
      var (above, below) = (difference, difference)
      above[index] += 2e-3
      below[index] -= 2e-3
      let values = [above, below].map { loss.evaluate(batch, difference: $0).value }
      #expect(abs(Float((values[0] - values[1]) / 4e-3) - gradient[index]) < 0.01 * largest)
    }
  }

  // MARK: - Parts

  @Test func `products are sums of products`() {
    var random = Pseudorandom(seed: 3)
    for (m, n, depth) in [(1, 1, 1), (3, 20, 7), (40, 17, 33), (70, 2, 5)] {
      let a = (0..<m * depth).map { _ in Float.random(in: -1...1, using: &random) }
      let b = (0..<n * depth).map { _ in Float.random(in: -1...1, using: &random) }
      let result = Products(threads: 2).rows(a, byRows: b, depth: depth)
      #expect(result.count == m * n)
      for i in 0..<m {
        for j in 0..<n {
          let expected = (0..<depth).reduce(Float(0)) { $0 + a[i * depth + $1] * b[j * depth + $1] }
          #expect(abs(result[i * n + j] - expected) < 1e-4)
        }
      }
      #expect(transposed(transposed(a, columns: depth), columns: m) == a)
    }
    #expect(Products(threads: 1).rows([], byRows: [1, 2], depth: 2).isEmpty)
  }

  @Test func `a projection multiplies and normalises, and takes no other lengths`() throws {
    let projection = try #require(Projection(dimensions: 2, values: [0, 2, 3, 0]))
    let rows = projection.apply([0.6, 0.8, 1, 0])
    let length: Float = (1.6 * 1.6 + 1.8 * 1.8).squareRoot()
    #expect(zip(rows, [1.6 / length, 1.8 / length, 0, 1]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(projection.apply([1, 2, 3]) == [1, 2, 3])
    #expect(projection.apply([]).isEmpty)
    #expect(Projection(dimensions: 2, values: [1, 0, 0]) == nil)
    #expect(Projection(dimensions: 0, values: []) == nil)
    #expect(Projection(dimensions: 1, values: [.nan]) == nil)
  }

  @Test func `scores count what is found`() {
    // Two people on a line: 0 and 1 are alike, 2 lies nearer to them than 3 does to it.
    let angles: [Float] = [0, 0.1, 0.3, 1.2]
    let rows = angles.flatMap { [cos($0), sin($0)] }
    var tally = ScoreTally()
    tally.add(rows, people: [0, 0, 1, 1], queries: [0, 1, 2, 3], products: Products(threads: 1))
    #expect(tally.score.queries == 4)
    #expect(tally.score.rank1 == 0.75)
    #expect(tally.averagePrecisions == [1, 1, 1.0 / 3, 1])
    #expect(tally.score.recall == 0.5)
  }
}
