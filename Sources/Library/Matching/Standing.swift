import Faces

/// What a match can be, whatever its score.
public indirect enum Standing: Sendable, Equatable {
  /// The face that is searched for.
  case query
  case candidate
  /// A face of the query's own photo that is nearly identical: one person twice, in a collage or a mirror.
  case copy
  /// Another face of the same photo is more alike, and a photo seldom shows one person twice.
  case second
  /// The face tells too little of a person.
  case poor(FaceQuality.Defect)
  /// The query does.
  case poorQuery(FaceQuality.Defect)
  /// A face of the query's own photo, so another person; it keeps what it would be in any other photo.
  case samePhoto(elsewhere: Standing)

  /// Whether a high score says that it is the same person.
  public var canBeSame: Bool { self == .candidate || self == .copy }

  public var isSamePhoto: Bool { if case .samePhoto = self { true } else { false } }

  /// Why a verdict is not what the score says.
  var reason: String? {
    switch self {
    case .query: "the query"
    case .candidate: nil
    case .copy: "nearly identical, in the same photo"
    case .second: "another face of the photo is more alike"
    case .poor(let defect): defect.sentence
    case .poorQuery(let defect): "the query is \(defect.sentence)"
    case .samePhoto: "in the same photo"
    }
  }
}

extension Standing {
  /// A standing that is no `samePhoto`, in a byte or two.
  enum Elsewhere: Sendable, Equatable {
    case query, candidate, copy, second
    case poor(FaceQuality.Defect)
    case poorQuery(FaceQuality.Defect)
  }

  init(_ standing: Elsewhere, isSamePhoto: Bool) {
    let elsewhere: Standing =
      switch standing {
      case .query: .query
      case .candidate: .candidate
      case .copy: .copy
      case .second: .second
      case .poor(let defect): .poor(defect)
      case .poorQuery(let defect): .poorQuery(defect)
      }
    self = isSamePhoto ? .samePhoto(elsewhere: elsewhere) : elsewhere
  }

  var elsewhere: Elsewhere {
    switch self {
    case .query: .query
    case .candidate: .candidate
    case .copy: .copy
    case .second: .second
    case .poor(let defect): .poor(defect)
    case .poorQuery(let defect): .poorQuery(defect)
    case .samePhoto(let standing): standing.elsewhere
    }
  }
}

extension Match {
  /// What the user should know beside the verdict; nil where the score says enough.
  public func note(_ verdict: Verdict) -> String? { verdict == .other ? nil : standing.reason }
}

/// A face that others are ranked against.
struct Query {
  var embedding: [Float]
  var quality: FaceQuality
  /// Where it is one of the library's own.
  var face: (id: FaceID, photo: Int)?
}

/// What the user asks of faces at least; others are not ranked.
public struct FaceLimits: Sendable, Equatable {
  /// Pixels from brow to chin in the photo.
  public var height: Float
  /// See `FaceQuality`.
  public var quality: Float

  public init(height: Float = 0, quality: Float = 0) {
    self.height = height
    self.quality = quality
  }

  /// Whether they admit every face.
  var areOpen: Bool { height <= 0 && quality <= 0 }

  func admits(_ face: Face) -> Bool {
    (height <= 0 || browToChin(face.landmarks) >= height) && face.quality.value >= quality
  }
}
