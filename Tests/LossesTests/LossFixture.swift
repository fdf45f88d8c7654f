import Foundation
import Testing

@testable import Losses

/// What `Tests/Scripts/make_loss_fixtures.py` wrote: PyTorch's values and gradients.
struct LossFixture: Decodable {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let margin: String
    let parameters: [String: Double]
    let gamma: Double?
    let value: Double
    let embeddings, weights: [Double]
    let logits, logitGradient: [Double]?

    var loss: any LogitLoss { gamma.map { FocalLoss(gamma: $0) } ?? SoftmaxCrossEntropy() }

    func parameter(_ name: String) throws -> Double { try #require(parameters[name]) }

    func marginLoss() throws -> MarginLoss {
      let margin: any Margin
      switch self.margin {
      case "linear": margin = NoMargin()
      case "lsoftmax": margin = try LargeMarginSoftmax(m: Int(parameter("m")), lambda: parameter("lamb"))
      case "sphereface": margin = try SphereFace(m: Int(parameter("m")), lambda: parameter("lamb"))
      case "cosface": margin = try CosFace(m: parameter("m"), s: parameter("s"))
      case "arcface": margin = try ArcFace(m: parameter("m"), s: parameter("s"), easyMargin: parameter("easy") == 1)
      default:
        margin = try CombinedMargin(m1: parameter("m1"), m2: parameter("m2"), m3: parameter("m3"), s: parameter("s"))
      }
      return MarginLoss(margin, loss: loss)
    }

    var testDescription: String { "\(margin) \(parameters) γ \(gamma ?? 0)" }
  }

  let samples, classes, size: Int
  let embeddings, weights: [Double]
  let labels: [Int]
  let cases: [Case]

  var embeddingMatrix: Matrix { Matrix(rows: samples, columns: size, values: embeddings) }
  var weightMatrix: Matrix { Matrix(rows: classes, columns: size, values: weights) }

  static let shared = Result {
    let url = Bundle.module.url(forResource: "losses", withExtension: "json", subdirectory: "Fixtures")
    return try JSONDecoder().decode(LossFixture.self, from: Data(contentsOf: try #require(url)))
  }

  static var cases: [Case] { (try? shared.get().cases) ?? [] }
}
