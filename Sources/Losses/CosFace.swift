/// The true class's logit is s (cos θ − m), the others' s cos θ.
///
/// Wang, Wang, Zhou, Ji, Gong, Zhou, Li, Liu: CosFace: Large Margin Cosine Loss for Deep Face Recognition, 2018,
/// arXiv:1801.09414.
public struct CosFace: Margin {
  public var m, s: Double

  public init(m: Double = 0.4, s: Double = 30) {
    self.m = m
    self.s = s
  }

  public var scale: LogitScale { .constant(s) }

  public func target(_ cosine: Double) -> (value: Double, slope: Double) { (cosine - m, 1) }
}
