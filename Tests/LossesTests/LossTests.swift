import Foundation
import Testing

@testable import Losses

@Suite struct `Losses` {
  @Test func `the fixture covers every loss`() throws {
    let names = Set(try LossFixture.shared.get().cases.map(\.margin))
    #expect(names == ["linear", "lsoftmax", "sphereface", "cosface", "arcface", "combined"])
  }

  @Test(arguments: LossFixture.cases)
  func `values and gradients equal PyTorch's`(_ expected: LossFixture.Case) throws {
    let fixture = try LossFixture.shared.get()
    let result = try expected.marginLoss().evaluate(
      embeddings: fixture.embeddingMatrix, weights: fixture.weightMatrix, labels: fixture.labels)
    expectEqual([result.value], [expected.value])
    expectEqual(result.embeddings.values, expected.embeddings)
    expectEqual(result.weights.values, expected.weights)
  }

  @Test(arguments: LossFixture.cases.filter { $0.logits != nil })
  func `gradients by logits equal PyTorch's`(_ expected: LossFixture.Case) throws {
    let fixture = try LossFixture.shared.get()
    let logits = Matrix(rows: fixture.samples, columns: fixture.classes, values: try #require(expected.logits))
    let result = expected.loss.evaluate(logits, labels: fixture.labels)
    expectEqual([result.value], [expected.value])
    expectEqual(result.gradient.values, try #require(expected.logitGradient))
  }

  /// To 1e-5, of the largest number where that is above 1.
  private func expectEqual(_ values: [Double], _ expected: [Double]) {
    #expect(values.count == expected.count)
    let difference = zip(values, expected).map { abs($0 - $1) }.max() ?? 0
    #expect(difference < 1e-5 * max(1, expected.map(abs).max() ?? 0))
  }

  @Test(arguments: LossFixture.cases)
  func `gradients equal differences of values`(_ expected: LossFixture.Case) throws {
    let fixture = try LossFixture.shared.get()
    let loss = try expected.marginLoss()
    let (x, w) = (fixture.embeddingMatrix, fixture.weightMatrix)
    let result = loss.evaluate(embeddings: x, weights: w, labels: fixture.labels)
    for index in stride(from: 0, to: x.values.count, by: 5) {
      let slope = difference(x, index) { loss.evaluate(embeddings: $0, weights: w, labels: fixture.labels).value }
      #expect(abs(slope - result.embeddings.values[index]) < 1e-6 * max(1, abs(slope)))
    }
    for index in w.values.indices {
      let slope = difference(w, index) { loss.evaluate(embeddings: x, weights: $0, labels: fixture.labels).value }
      #expect(abs(slope - result.weights.values[index]) < 1e-6 * max(1, abs(slope)))
    }
  }

  private func difference(_ matrix: Matrix, _ index: Int, _ value: (Matrix) -> Double) -> Double {
    let step = 1e-6
    var (above, below) = (matrix, matrix)
    above.values[index] += step
    below.values[index] -= step
    return (value(above) - value(below)) / (2 * step)
  }

  @Test func `margins as their formulas say`() {
    for angle in stride(from: 0.05, to: 3.1, by: 0.1) {
      let c = cos(angle)
      #expect(abs(ArcFace().target(c).value - (angle + 0.5 < .pi ? cos(angle + 0.5) : c - 0.5 * sin(0.5))) < 1e-12)
      #expect(abs(ArcFace(easyMargin: true).target(c).value - (c > 0 ? cos(angle + 0.5) : c)) < 1e-12)
      #expect(abs(CosFace(m: 0.35).target(c).value - (c - 0.35)) < 1e-12)
      let k = (4 * angle / .pi).rounded(.down)
      let psi = pow(-1, k) * cos(4 * angle) - 2 * k
      #expect(abs(SphereFace().target(c).value - psi) < 1e-9)
      #expect(abs(LargeMarginSoftmax(lambda: 3).target(c).value - (3 * c + psi) / 4) < 1e-9)
      #expect(abs(CombinedMargin(m1: 1, m2: 0.5, m3: 0).target(c).value - cos(angle + 0.5)) < 1e-12)
    }
  }

  @Test func `margins are finite and fall at both ends of the half circle`() {
    let margins: [any Margin] = [
      ArcFace(), ArcFace(easyMargin: true), CosFace(), SphereFace(), LargeMarginSoftmax(m: 3), CombinedMargin(),
    ]
    for margin in margins {
      for cosine in [1, 1 - 1e-16, 1 - 1e-9, 0, -1 + 1e-9, -1] {
        let target = margin.target(cosine)
        #expect(target.value.isFinite && target.slope.isFinite, "\(margin) at \(cosine)")
        #expect(target.value <= cosine)
      }
    }
  }

  @Test func `λ falls from 1000 to 5`() {
    let annealing = Annealing()
    #expect(annealing.lambda(iteration: 0) == 1000)
    #expect(abs(annealing.lambda(iteration: 100) - 1000 / 13) < 1e-9)
    #expect(annealing.lambda(iteration: 1_000_000) == 5)
  }

  @Test func `large logits, a zero embedding and an empty batch give finite numbers`() {
    let logits = Matrix(rows: 1, columns: 3, values: [1e4, -1e4, 0])
    for loss in [SoftmaxCrossEntropy(), FocalLoss(), FocalLoss(gamma: 0.5)] as [any LogitLoss] {
      let right = loss.evaluate(logits, labels: [0])
      #expect(right.value == 0 && right.gradient.values.allSatisfy { $0 == 0 })
      let wrong = loss.evaluate(logits, labels: [1])
      #expect(abs(wrong.value - 2e4) < 1 && wrong.gradient.values.allSatisfy(\.isFinite))
    }
    let zero = MarginLoss(ArcFace()).evaluate(
      embeddings: Matrix(rows: 1, columns: 2), weights: Matrix(rows: 2, columns: 2, values: [1, 0, 0, 1]), labels: [1])
    #expect(zero.value.isFinite && zero.embeddings.values.allSatisfy(\.isFinite))
    let empty = MarginLoss(CosFace()).evaluate(
      embeddings: Matrix(rows: 0, columns: 2), weights: Matrix(rows: 2, columns: 2), labels: [])
    #expect(empty.value == 0 && empty.weights.values.allSatisfy { $0 == 0 })
  }

  @Test func `γ = 0 is the cross-entropy`() {
    let logits = Matrix(rows: 2, columns: 3, values: [0.5, -1, 2, 0, 3, 1])
    let focal = FocalLoss(gamma: 0).evaluate(logits, labels: [2, 0])
    let plain = SoftmaxCrossEntropy().evaluate(logits, labels: [2, 0])
    #expect(abs(focal.value - plain.value) < 1e-12)
    #expect(zip(focal.gradient.values, plain.gradient.values).allSatisfy { abs($0 - $1) < 1e-12 })
  }
}
