import Faces

/// How the scores of a face against several query faces become one.
public enum ScoreCombination: String, Sendable, CaseIterable {
  /// The highest of them: the faces show a person at different ages or from different sides.
  case best
  /// Their mean: what the faces have in common counts.
  case mean
}

/// Faces of the library that show the person who is searched for.
public struct FaceQuery: Hashable, Sendable {
  public var faces: [FaceID]
  public var combination: ScoreCombination
  /// Faces that are not ranked: those that are somebody else by the user's word, or of no interest.
  public var leavingOut: Set<FaceID>

  public init(
    _ faces: [FaceID], by combination: ScoreCombination = .best, leavingOut: Set<FaceID> = []
  ) {
    self.faces = faces
    self.combination = combination
    self.leavingOut = leavingOut
  }
}

/// A face that is searched for.
public enum QueryFace: Sendable {
  /// One of the library's own.
  case face(FaceID)
  /// Of any photo: an embedding of length 1 from the same pack, not corrected, and the face's quality.
  case embedding([Float], FaceQuality)
}
