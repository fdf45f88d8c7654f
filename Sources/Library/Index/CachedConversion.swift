import Faces
import Glibc
import Storage
import SystemPackage

/// The version of what the decoders can read. Files that an older version could not read, or found damaged, are looked
/// at anew: raise it when a format is added or a decoder becomes more tolerant.
let decoderVersion = 4

extension FilePath {
  /// nil where the path does not lie in the folder.
  func relative(to folder: FilePath) -> FilePath? {
    let start = folder == "/" ? 1 : folder.length + 1
    guard length > start else { return nil }
    return withPlatformString { own in
      let isBelow = folder.withPlatformString { memcmp(own, $0, folder.length) == 0 && own[start - 1] == 0x2F }
      return isBelow ? FilePath(platformString: own + start) : nil
    }
  }
}

extension Photo {
  /// - Parameter firstFace: row of the first face in the library's matrix.
  init(_ cached: CachedPhoto, path: FilePath, firstFace: Int) {
    self.init(
      path: path, size: cached.file.size, modified: cached.file.modified, state: PhotoState(cached),
      width: cached.content?.width ?? 0, height: cached.content?.height ?? 0,
      orientation: cached.content?.orientation ?? 1, captured: cached.content?.captured,
      warning: cached.content?.warning,
      faces: (cached.faces ?? []).enumerated().map { Face($1, id: FaceID(Int64(firstFace + $0))) })
    changed = cached.file.changed
    inode = cached.file.inode
    content = cached.id
  }

  init(_ file: ListedFile) {
    self.init(path: file.path, size: file.size, modified: file.modified, state: file.state ?? .pending)
    if let known = file.kind { kind = known }
    changed = file.changed
    inode = file.inode
  }

  /// Whether size and time speak for the content being that which is known.
  func looksLike(_ file: ListedFile) -> Bool { size == file.size && modified == file.modified }

  /// Whether nothing speaks for another content. A file system that keeps no time of change shows that of modification
  /// in its place, and often numbers inodes anew each time it is mounted.
  func isSurely(_ file: ListedFile) -> Bool {
    looksLike(file) && changed == file.changed && (inode == file.inode || changed == modified)
  }
}

extension ListedFile {
  /// As a listing shows a file that has not changed.
  /// - Parameter isUnreached: whether it could not be opened when it was listed.
  init(known photo: Photo, isUnreached: Bool) {
    self.init(
      path: photo.path, size: photo.size, modified: photo.modified, changed: photo.changed, inode: photo.inode,
      state: isUnreached ? photo.state : nil, kind: photo.kind, isAway: photo.isAway)
  }
}

extension CachedFile {
  init(_ photo: Photo, at path: FilePath) {
    self.init(path: path, size: photo.size, modified: photo.modified, changed: photo.changed, inode: photo.inode)
  }
}

extension PhotoState {
  init(_ cached: CachedPhoto) {
    self = .pending
    if let failure = cached.failure {
      self = .unreadable(failure)
    } else if let content = cached.content {
      self = PhotoState(content, faces: cached.faces?.count) ?? .pending
    }
  }

  /// - Parameter faces: how many the pack found; nil where it has not looked.
  /// - Returns: nil where the content has to be looked at again.
  init?(_ content: CachedContent, faces: Int?) {
    switch content.state {
    case .picture:
      guard let faces, content.warning == nil || content.decoder == decoderVersion else { return nil }
      self = faces > 0 ? .indexed : .noFace
    case .unreadable(let reason) where content.decoder == decoderVersion: self = .unreadable(reason)
    case .unsupported(let reason) where content.decoder == decoderVersion: self = .unsupported(reason)
    case .unreadable, .unsupported: return nil
    }
  }
}

extension Face {
  init(_ face: CachedFace, id: FaceID) {
    self.init(
      id: id, box: face.box, landmarks: face.points, score: face.score, sharpness: face.sharpness, turn: face.turn,
      quality: face.judged)
  }

  init(_ face: DetectedFace, id: FaceID) {
    self.init(
      id: id, box: face.box, landmarks: face.landmarks, score: face.score, sharpness: face.sharpness, turn: face.turn,
      quality: face.quality)
  }
}

extension CachedFace {
  var box: Box { Box(x: x, y: y, width: width, height: height) }

  var points: [Point] {
    stride(from: 0, to: landmarks.count - 1, by: 2).map { Point(x: landmarks[$0], y: landmarks[$0 + 1]) }
  }

  var judged: FaceQuality { FaceQuality(value: quality, defect: defect.flatMap(FaceQuality.Defect.init)) }

  /// SQLite keeps no NaN, so that a number that is none becomes 0.
  init(_ face: DetectedFace) {
    let numbers = [face.box.x, face.box.y, face.box.width, face.box.height, face.score, face.sharpness]
      .map { $0.isFinite ? $0 : 0 }
    self.init(
      x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3],
      landmarks: face.landmarks.flatMap { [$0.x, $0.y] }, score: numbers[4], sharpness: numbers[5],
      turn: face.turn, quality: face.quality.value, defect: face.quality.defect?.rawValue)
  }
}

extension CachedAnalysis {
  init(_ analysis: PhotoAnalysis) {
    self.init(faces: analysis.faces.map { CachedFace($0) }, embeddings: analysis.faces.flatMap(\.embedding))
  }
}

extension CachedContent {
  init(_ analysis: PhotoAnalysis) {
    self.init(
      state: .picture, decoder: decoderVersion, width: analysis.width, height: analysis.height,
      orientation: analysis.orientation, captured: analysis.captured, warning: analysis.warning)
  }
}

extension PhotoAnalysis {
  init(_ content: CachedContent, _ analysis: CachedAnalysis) {
    let dimensions = analysis.faces.isEmpty ? 0 : analysis.embeddings.count / analysis.faces.count
    let faces = analysis.faces.enumerated().map { index, face in
      DetectedFace(
        box: face.box, landmarks: face.points, turn: face.turn, score: face.score, sharpness: face.sharpness,
        quality: face.judged,
        embedding: Array(analysis.embeddings[index * dimensions..<(index + 1) * dimensions]))
    }
    self.init(
      width: content.width, height: content.height, orientation: content.orientation, captured: content.captured,
      faces: faces, warning: content.warning)
  }
}
