/// Rotation, uniform scale and shift of the plane: (x, y) ↦ (a·x − b·y + dx, b·x + a·y + dy).
public struct SimilarityTransform: Sendable, Equatable {
  public var a, b, dx, dy: Double

  public init(a: Double, b: Double, dx: Double, dy: Double) {
    self.a = a
    self.b = b
    self.dx = dx
    self.dy = dy
  }

  /// The transform that brings the points of `source` nearest to those of `target` in the sense of least squares
  /// (Umeyama 1991, without reflection; in the plane it is a division of complex numbers).
  /// - Returns: nil where the points of `source` coincide, are not finite, or are not as many as those of `target`.
  public init?(from source: [SIMD2<Double>], to target: [SIMD2<Double>]) {
    guard source.count == target.count, source.count >= 2 else { return nil }
    let sourceMean = source.reduce(.zero, +) / Double(source.count)
    let targetMean = target.reduce(.zero, +) / Double(target.count)
    var real = 0.0
    var imaginary = 0.0
    var spread = 0.0
    for (point, image) in zip(source, target) {
      let p = point - sourceMean
      let q = image - targetMean
      real += p.x * q.x + p.y * q.y
      imaginary += p.x * q.y - p.y * q.x
      spread += p.x * p.x + p.y * p.y
    }
    guard spread.isFinite, spread > 1e-9 else { return nil }
    a = real / spread
    b = imaginary / spread
    dx = targetMean.x - a * sourceMean.x + b * sourceMean.y
    dy = targetMean.y - b * sourceMean.x - a * sourceMean.y
    guard scale.isFinite, scale > 1e-9, dx.isFinite, dy.isFinite else { return nil }
  }

  public var scale: Double { (a * a + b * b).squareRoot() }

  public func callAsFunction(_ point: SIMD2<Double>) -> SIMD2<Double> {
    SIMD2(a * point.x - b * point.y + dx, b * point.x + a * point.y + dy)
  }

  public var inverse: SimilarityTransform {
    let square = a * a + b * b
    let c = a / square
    let d = -b / square
    return SimilarityTransform(a: c, b: d, dx: -c * dx + d * dy, dy: -d * dx - c * dy)
  }
}
