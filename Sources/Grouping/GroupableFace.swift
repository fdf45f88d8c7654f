/// A face without a name. Files with the same bytes have faces with the same keys; those count as one.
public struct GroupableFace: Sendable {
  public var key: FaceKey
  /// Faces with the same number here are of different people.
  public var photo: Int
  /// Whether it tells enough of a person to bring others together; one that does not is only joined to a group.
  public var isSufficient: Bool
  /// Of its embedding, which has length 1.
  public var row: Int

  public init(key: FaceKey, photo: Int, isSufficient: Bool, row: Int) {
    self.key = key
    self.photo = photo
    self.isSufficient = isSufficient
    self.row = row
  }
}

/// What is known of two faces.
public struct FacePair: Hashable, Sendable {
  public var first, second: FaceKey

  public init(_ first: FaceKey, _ second: FaceKey) { (self.first, self.second) = (first, second) }
}

/// How alike faces of one group are.
public struct GroupingRule: Sendable {
  /// Two groups become one only where two of their faces score at least this.
  public var link: Float
  /// And where all their faces score at least this in the mean, each of one with each of the other.
  public var mean: Float

  /// - Parameters:
  ///   - link: cosine, above 0: the pack's safe threshold.
  ///   - mean: cosine, at most `link`: the pack's balanced threshold.
  public init(link: Float, mean: Float) {
    self.link = link
    self.mean = mean
  }
}
