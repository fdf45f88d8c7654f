public struct Point: Sendable, Equatable, Hashable, Codable {
  public var x, y: Float

  public init(x: Float, y: Float) {
    self.x = x
    self.y = y
  }
}

/// A rectangle in pixels of the whole photo as seen after its EXIF orientation.
public struct Box: Sendable, Equatable, Hashable, Codable {
  public var x, y, width, height: Float

  public init(x: Float, y: Float, width: Float, height: Float) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }
}

/// A face that was found in a photo, with its embedding.
public struct DetectedFace: Sendable, Equatable {
  public var box: Box
  /// Eye, eye, nose, corner and corner of the mouth, as seen from left to right when the face is upright; pixels of the
  /// whole photo.
  public var landmarks: [Point]
  /// Quarter turns clockwise, 0 to 3, that bring a face upright in a photo that lies on its side or head.
  public var turn: Int
  /// The detector's confidence, 0 to 1.
  public var score: Float
  /// Variance of the Laplacian of the aligned grey 112×112 crop; below about 30 looks blurred.
  public var sharpness: Float
  public var quality: FaceQuality
  /// Length 1.
  public var embedding: [Float]

  public init(
    box: Box, landmarks: [Point], turn: Int = 0, score: Float, sharpness: Float, quality: FaceQuality = .unknown,
    embedding: [Float]
  ) {
    self.box = box
    self.landmarks = landmarks
    self.turn = turn
    self.score = score
    self.sharpness = sharpness
    self.quality = quality
    self.embedding = embedding
  }
}

/// What is known about a photo after the networks have seen it.
public struct PhotoAnalysis: Sendable, Equatable {
  /// Size after orientation, in pixels.
  public var width, height: Int
  /// EXIF orientation, 1-8.
  public var orientation: Int
  /// "YYYY-MM-DD HH:MM:SS", the camera's local time.
  public var captured: String?
  /// In reading order of their centres' x: face #1 is the leftmost.
  public var faces: [DetectedFace]
  /// What was wrong with the file although it gave a picture, as in "the file is cut off: …".
  public var warning: String?
  /// Where they were asked for: of the photo, then of its largest faces.
  public var thumbnails: [Thumbnail] = []

  public init(
    width: Int, height: Int, orientation: Int, captured: String?, faces: [DetectedFace], warning: String? = nil
  ) {
    self.width = width
    self.height = height
    self.orientation = orientation
    self.captured = captured
    self.faces = faces
    self.warning = warning
  }
}
