import SystemPackage

/// A face of the library beside a query face.
public struct Match: Sendable, Equatable {
  public var face: FaceID
  /// Relative to the library's folder.
  public var photo: FilePath
  /// Number of the face in its photo, from 1, left to right.
  public var number: Int
  /// Cosine of the two embeddings, -1 to 1.
  public var score: Float
  public var standing: Standing
  /// Which of several query faces it is most alike, from 0.
  public var query: Int
  /// Against each of several query faces; empty where there is one.
  public var queryScores: PairScores

  public init(
    face: FaceID, photo: FilePath, number: Int, score: Float, standing: Standing = .candidate, query: Int = 0,
    queryScores: PairScores = []
  ) {
    self.face = face
    self.photo = photo
    self.number = number
    self.score = score
    self.standing = standing
    self.query = query
    self.queryScores = queryScores
  }
}
