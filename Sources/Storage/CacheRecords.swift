import SystemPackage

/// A file as the file system shows it.
public struct CachedFile: Sendable, Equatable {
  /// Absolute; any bytes.
  public var path: FilePath
  /// In bytes.
  public var size: Int64
  /// Nanoseconds since 1970.
  public var modified: Int64
  /// When anything about the file changed last, nanoseconds since 1970: programs that set the time of modification back
  /// cannot set this one. nil where it was not kept.
  public var changed: Int64?
  /// nil where it was not kept.
  public var inode: Int64?

  public init(path: FilePath, size: Int64, modified: Int64, changed: Int64? = nil, inode: Int64? = nil) {
    self.path = path
    self.size = size
    self.modified = modified
    self.changed = changed
    self.inode = inode
  }
}

/// What is known of the bytes of a file whatever the models are.
public struct CachedContent: Sendable, Equatable {
  public enum State: Sendable, Equatable {
    case picture
    case unreadable(String)
    case unsupported(String)
  }

  public var state: State
  /// The version of the decoders that found this state.
  public var decoder: Int
  /// After orientation, in pixels; 0 where there is no picture.
  public var width, height: Int
  /// EXIF orientation, 1-8.
  public var orientation: Int
  /// "YYYY-MM-DD HH:MM:SS".
  public var captured: String?
  /// What is wrong with a picture that could be read all the same.
  public var warning: String?

  public init(
    state: State, decoder: Int, width: Int = 0, height: Int = 0, orientation: Int = 1, captured: String? = nil,
    warning: String? = nil
  ) {
    self.state = state
    self.decoder = decoder
    self.width = width
    self.height = height
    self.orientation = orientation
    self.captured = captured
    self.warning = warning
  }
}

/// A face without its embedding; lengths in pixels of the whole photo after orientation.
public struct CachedFace: Sendable, Equatable {
  public var x, y, width, height: Float
  /// Five points: x, y, x, y, …
  public var landmarks: [Float]
  public var score, sharpness: Float
  /// Quarter turns clockwise, 0 to 3, that bring the face upright.
  public var turn: Int
  /// 0 to 1.
  public var quality: Float
  /// What limits the quality, where it is not sufficient.
  public var defect: String?

  public init(
    x: Float, y: Float, width: Float, height: Float, landmarks: [Float], score: Float, sharpness: Float, turn: Int = 0,
    quality: Float = 1, defect: String? = nil
  ) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
    self.landmarks = landmarks
    self.score = score
    self.sharpness = sharpness
    self.turn = turn
    self.quality = quality
    self.defect = defect
  }
}

/// The faces that one pack found in one content.
public struct CachedAnalysis: Sendable, Equatable {
  /// From left to right.
  public var faces: [CachedFace]
  /// `faces.count` rows of equal length, one after the other.
  public var embeddings: [Float]

  public init(faces: [CachedFace], embeddings: [Float]) {
    self.faces = faces
    self.embeddings = embeddings
  }
}

/// A row of a folder's listing in the cache.
public struct CachedPhoto: Sendable, Equatable {
  public var file: CachedFile
  /// Why the file could not be read; then there is no content.
  public var failure: String?
  public var content: CachedContent?
  /// Whose content that is.
  public var id: ContentID?
  /// nil where the pack has not seen the content.
  public var faces: [CachedFace]?
}

/// What the cache knows of a folder and everything below it.
public struct CachedFolder: Sendable, Equatable {
  /// In the order of their paths' bytes.
  public var photos: [CachedPhoto] = []
  /// One row per face, in the order of `photos` and their faces.
  public var embeddings: [Float] = []
  /// Length of a row; 0 where there is no face.
  public var dimensions = 0

  init() {}

  /// - Parameter parts: of one folder, in the order of their paths.
  init(joining parts: [CachedFolder]) {
    self = parts.first ?? CachedFolder()
    for part in parts.dropFirst() {
      photos += part.photos
      embeddings += part.embeddings
      if dimensions == 0 { dimensions = part.dimensions }
    }
  }
}
