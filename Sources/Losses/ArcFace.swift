import Foundation

/// The true class's logit is s cos(θ + m), the others' s cos θ.
///
/// For θ + m > π, where the cosine would rise again, it is s (cos θ − m sin m); with the easy margin it has the margin
/// only where cos θ > 0 and is s cos θ elsewhere. Deng, Guo, Xue, Zafeiriou: ArcFace: Additive Angular Margin Loss for
/// Deep Face Recognition, 2019, arXiv:1801.07698; the two branches are those of the published code.
public struct ArcFace: Margin {
  /// In radians, 0 to π.
  public var m: Double
  public var s: Double
  public var easyMargin: Bool

  public init(m: Double = 0.5, s: Double = 64, easyMargin: Bool = false) {
    self.m = m
    self.s = s
    self.easyMargin = easyMargin
  }

  public var scale: LogitScale { .constant(s) }

  public func target(_ cosine: Double) -> (value: Double, slope: Double) {
    if easyMargin && cosine <= 0 { return (cosine, 1) }
    if !easyMargin && cosine <= cos(.pi - m) { return (cosine - m * sin(m), 1) }
    let sine = max(0, 1 - cosine * cosine).squareRoot()
    let value = cosine * cos(m) - sine * sin(m)
    return (value, cos(m) + cosine / Losses.sine(of: cosine) * sin(m))
  }
}

/// The true class's logit is s (cos(m₁θ + m₂) − m₃), the others' s cos θ: SphereFace's, ArcFace's and CosFace's margins
/// in one.
///
/// The formula (4) of arXiv:1801.07698 as it stands, without a branch for angles past π: choose margins with which
/// m₁π + m₂ is little above π.
public struct CombinedMargin: Margin {
  public var m1, m2, m3, s: Double

  public init(m1: Double = 1, m2: Double = 0.3, m3: Double = 0.2, s: Double = 64) {
    (self.m1, self.m2, self.m3, self.s) = (m1, m2, m3, s)
  }

  public var scale: LogitScale { .constant(s) }

  public func target(_ cosine: Double) -> (value: Double, slope: Double) {
    let angle = m1 * acos(min(1, max(-1, cosine))) + m2
    return (cos(angle) - m3, m1 * sin(angle) / sine(of: cosine))
  }
}
