/// How much one face can tell of a person, from what was measured of it. Docs: docs/accuracy.md, "Quality of a face".
public struct FaceQuality: Sendable, Equatable {
  /// What limits a face most.
  public enum Defect: String, Sendable, CaseIterable {
    case small, blurred, sideways, doubtful, unclear

    /// Completes "the face is …".
    public var sentence: String {
      switch self {
      case .small: "too small to tell"
      case .blurred: "too blurred to tell"
      case .sideways: "seen from the side"
      case .doubtful: "hardly a face"
      case .unclear: "too unclear to tell"
      }
    }
  }

  /// From here on a high score between two faces says that they are one person.
  public static let sufficient: Float = 0.5
  /// Of a face of which nothing was measured: an aligned crop.
  public static let unknown = FaceQuality(value: 1)

  /// 0 to 1.
  public var value: Float
  /// nil where `value` is sufficient.
  public var defect: Defect?

  public init(value: Float, defect: Defect? = nil) {
    self.value = value
    self.defect = defect
  }

  public var isSufficient: Bool { value >= Self.sufficient }
}

/// What is measured of a face.
struct FaceMeasures {
  /// From brow to chin in pixels of the whole photo.
  var height: Float
  /// Variance of the Laplacian of the aligned crop.
  var sharpness: Float
  /// The detector's, from its threshold (0) to certainty (1).
  var certainty: Float
  /// How far the nose lies from the middle of the eyes, along their line, as a share of their distance.
  var noseOffset: Float
  /// Distance of the eyes over that from the eyes to the mouth; about 1 from the front.
  var eyeRatio: Float
  /// Root mean square distance of the aligned landmarks from the template, in pixels of a crop of 112.
  var misfit: Float
  /// Length of what the recogniser answered over the least that its pack trusts; nil where the pack does not say.
  var strength: Float?

  /// The least of all grades. The cuts lie where faces of different people begin to be alike: on 1,796 faces of street
  /// photos they reject all of 123 false ones, and the share of pairs of two photos above facetui-mini's balanced
  /// threshold falls from 30 % to 3 %; of 205 true faces of the album 12 are below, 7 of them tiny ones in the
  /// background (docs/accuracy.md).
  var quality: FaceQuality {
    let parts: [(FaceQuality.Defect, Float)] = [
      (.small, Self.grade(height, cut: 25, good: 60)),
      (.blurred, Self.grade(sharpness, cut: 10, good: 100)),
      (.sideways, Self.grade(-noseOffset, zero: -0.9, cut: -0.45, good: -0.15)),
      (.sideways, Self.grade(eyeRatio, zero: 0.2, cut: 0.6, good: 0.85)),
      (.doubtful, Self.grade(certainty, cut: 0.25, good: 0.85)),
      (.doubtful, Self.grade(-misfit, zero: -14, cut: -7, good: -3)),
      (.unclear, strength.map { Self.grade($0, cut: 1, good: 1.5) } ?? 1),
    ]
    let worst = parts.min { $0.1 < $1.1 } ?? (.doubtful, 0)
    return FaceQuality(value: worst.1, defect: worst.1 < FaceQuality.sufficient ? worst.0 : nil)
  }

  /// 0 at `zero`, 0.5 at `cut`, 1 from `good` on, straight in between; what is no number counts as 0.
  private static func grade(_ value: Float, zero: Float = 0, cut: Float, good: Float) -> Float {
    guard value.isFinite else { return value == .infinity ? 1 : 0 }
    let grade = value < cut ? 0.5 * (value - zero) / (cut - zero) : 0.5 + 0.5 * (value - cut) / (good - cut)
    return max(0, min(1, grade))
  }
}

extension FaceMeasures {
  /// - Parameters:
  ///   - landmarks: in pixels of the whole photo, of an upright face or not.
  ///   - threshold: the detector's least score.
  init?(
    landmarks: [Point], score: Float, threshold: Float, sharpness: Float, strength: Float?, alignment: Alignment
  ) {
    guard landmarks.count == 5, let misfit = alignment.misfit(landmarks) else { return nil }
    let points = landmarks.map { SIMD2($0.x, $0.y) }
    let eyes = points[1] - points[0]
    let middle = (points[0] + points[1]) / 2
    let nose = points[2] - middle
    let square = max((eyes * eyes).sum(), .leastNormalMagnitude)
    let height = browToChin(landmarks)
    self.init(
      height: height, sharpness: sharpness, certainty: (score - threshold) / max(1 - threshold, 1e-3),
      noseOffset: abs((nose * eyes).sum() / square),
      eyeRatio: 1.9 * square.squareRoot() / max(height, .leastNormalMagnitude), misfit: misfit, strength: strength)
  }
}

/// Pixels from brow to chin: about 1.9 times as far as from the eyes to the mouth. 0 where there are no five landmarks.
public func browToChin(_ landmarks: [Point]) -> Float {
  guard landmarks.count == 5 else { return 0 }
  let points = landmarks.map { SIMD2($0.x, $0.y) }
  let drop = (points[3] + points[4]) / 2 - (points[0] + points[1]) / 2
  return 1.9 * (drop * drop).sum().squareRoot()
}
