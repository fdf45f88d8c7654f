import Faces
import SystemPackage

/// Identifies a face of an open library for as long as it is open.
public struct FaceID: Hashable, Sendable, Comparable {
  public let rawValue: Int64

  public init(_ rawValue: Int64) { self.rawValue = rawValue }

  public static func < (a: FaceID, b: FaceID) -> Bool { a.rawValue < b.rawValue }
}

/// A face of a photo; its embedding stays inside the library.
public struct Face: Sendable, Equatable, Identifiable {
  public let id: FaceID
  public var box: Box
  public var landmarks: [Point]
  public var score: Float
  public var sharpness: Float
  /// Quarter turns clockwise, 0 to 3, that bring the face upright.
  public var turn: Int
  public var quality: FaceQuality

  public init(
    id: FaceID, box: Box, landmarks: [Point], score: Float, sharpness: Float, turn: Int = 0,
    quality: FaceQuality = .unknown
  ) {
    self.id = id
    self.box = box
    self.landmarks = landmarks
    self.score = score
    self.sharpness = sharpness
    self.turn = turn
    self.quality = quality
  }
}

/// What the program has done with a file; every file of the folder is in exactly one state.
public enum PhotoState: Sendable, Equatable {
  /// Not looked at yet, or changed since.
  case pending
  /// Has at least one face.
  case indexed
  case noFace
  /// Damaged, too large, or not allowed to read; says why.
  case unreadable(String)
  /// A format that the program does not read; says which.
  case unsupported(String)
}

/// What tells a file's states from each other.
public struct PhotoStamp: Hashable, Sendable {
  var size, modified: Int64
  var changed, inode: Int64?
}

/// A file of the library's folder.
public struct Photo: Sendable, Equatable {
  /// Relative to the library's folder; any bytes.
  public var path: FilePath
  /// In bytes.
  public var size: Int64
  /// Nanoseconds since 1970.
  public var modified: Int64
  public var state: PhotoState
  /// After orientation, in pixels; 0 while unknown.
  public var width, height: Int
  /// EXIF orientation, 1-8.
  public var orientation: Int
  /// "YYYY-MM-DD HH:MM:SS", the camera's local time.
  public var captured: String?
  /// What is wrong with a file that could be read all the same: a photo that is cut off.
  public var warning: String?
  /// From left to right: face #1 is `faces[0]`.
  public var faces: [Face]
  public internal(set) var kind: FileKind
  /// Whether the file cannot be reached at present: what is known of it is from before.
  public internal(set) var isAway = false
  /// When anything about the file changed, nanoseconds since 1970; nil where that was not kept.
  var changed: Int64?
  /// nil where it was not kept.
  var inode: Int64?
  /// Of the file's bytes; nil while they are not known, or may have changed.
  public internal(set) var content: ContentID?
  public var stamp: PhotoStamp { PhotoStamp(size: size, modified: modified, changed: changed, inode: inode) }

  public init(
    path: FilePath, size: Int64, modified: Int64, state: PhotoState = .pending,
    width: Int = 0, height: Int = 0, orientation: Int = 1, captured: String? = nil, warning: String? = nil,
    faces: [Face] = []
  ) {
    self.path = path
    self.size = size
    self.modified = modified
    self.state = state
    self.width = width
    self.height = height
    self.orientation = orientation
    self.captured = captured
    self.warning = warning
    self.faces = faces
    kind = FileKind(path: path, state: state)
  }
}
