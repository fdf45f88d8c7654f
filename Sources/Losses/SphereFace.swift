import Foundation

/// ψ(θ) = (−1)^k cos(mθ) − 2k for θ in [kπ/m, (k + 1)π/m]: cos(mθ) made to fall over the whole half circle.
struct MultipliedAngle: Sendable {
  /// At least 1.
  let m: Int

  /// - Returns: ψ and its derivative by cos θ.
  func callAsFunction(_ cosine: Double) -> (value: Double, slope: Double) {
    let angle = acos(min(1, max(-1, cosine)))
    let k = min(m - 1, Int(Double(m) * angle / .pi))
    let sign: Double = k % 2 == 0 ? 1 : -1
    let (cosineOfMultiple, slope) = chebyshev(cosine)
    return (sign * cosineOfMultiple - 2 * Double(k), sign * slope)
  }

  /// cos(mθ) = Tₘ(cos θ) by Chebyshev's polynomials, and its derivative m · Uₘ₋₁(cos θ), which has no pole.
  private func chebyshev(_ c: Double) -> (value: Double, slope: Double) {
    var t = (1.0, c)
    var u = (0.0, 1.0)
    for _ in 1..<max(1, m) {
      t = (t.1, 2 * c * t.1 - t.0)
      u = (u.1, 2 * c * u.1 - u.0)
    }
    return (t.1, Double(m) * u.1)
  }
}

/// How much of the plain cosine is left beside the margin's: λ = max(least, first · (1 + γ · iteration)^−power).
///
/// The defaults are those of SphereFace's published training.
public struct Annealing: Sendable, Equatable {
  public var first, gamma, power, least: Double

  public init(first: Double = 1000, gamma: Double = 0.12, power: Double = 1, least: Double = 5) {
    self.first = first
    self.gamma = gamma
    self.power = power
    self.least = least
  }

  /// - Parameter iteration: from 0.
  public func lambda(iteration: Int) -> Double {
    max(least, first * pow(1 + gamma * Double(iteration), -power))
  }
}

/// L-Softmax: the true class's logit ‖w‖‖x‖ cos θ becomes ‖w‖‖x‖ (λ cos θ + ψ(θ)) / (1 + λ), with
/// ψ(θ) = (−1)^k cos(mθ) − 2k for θ in [kπ/m, (k + 1)π/m].
///
/// Liu, Wen, Yu, Yang: Large-Margin Softmax Loss for Convolutional Neural Networks, 2016, arXiv:1612.02295.
public struct LargeMarginSoftmax: Margin {
  public var lambda: Double
  private let angle: MultipliedAngle

  /// - Parameters:
  ///   - m: a whole number from 1.
  ///   - lambda: 0 for the pure margin.
  public init(m: Int = 4, lambda: Double = 0) {
    precondition(m >= 1)
    angle = MultipliedAngle(m: m)
    self.lambda = lambda
  }

  public var scale: LogitScale { .lengths }

  public func target(_ cosine: Double) -> (value: Double, slope: Double) { mixed(cosine, angle(cosine), lambda) }
}

/// SphereFace, or A-Softmax: the true class's logit is ‖x‖ (λ cos θ + ψ(θ)) / (1 + λ), the others' ‖x‖ cos θ, with
/// ψ(θ) = (−1)^k cos(mθ) − 2k for θ in [kπ/m, (k + 1)π/m]. Class weights are brought to length 1.
///
/// Liu, Wen, Yu, Li, Raj, Song: SphereFace: Deep Hypersphere Embedding for Face Recognition, 2017, arXiv:1704.08063.
public struct SphereFace: Margin {
  /// Falls during training: `Annealing.lambda`.
  public var lambda: Double
  private let angle: MultipliedAngle

  /// - Parameters:
  ///   - m: a whole number from 1.
  ///   - lambda: 0 for the pure margin.
  public init(m: Int = 4, lambda: Double = 0) {
    precondition(m >= 1)
    angle = MultipliedAngle(m: m)
    self.lambda = lambda
  }

  public var scale: LogitScale { .embeddingLength }

  public func target(_ cosine: Double) -> (value: Double, slope: Double) { mixed(cosine, angle(cosine), lambda) }
}

private func mixed(
  _ cosine: Double, _ psi: (value: Double, slope: Double), _ lambda: Double
) -> (value: Double, slope: Double) {
  ((lambda * cosine + psi.value) / (1 + lambda), (lambda + psi.slope) / (1 + lambda))
}
