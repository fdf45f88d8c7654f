/// Which face of a picture is meant where nobody says.
public enum FaceChoice: String, Sendable, CaseIterable, Codable {
  /// The one nearest the middle, weighed by its size: that of whom a portrait is made, though others pass by.
  case central
  case largest

  /// - Parameters:
  ///   - faces: in pixels.
  ///   - width: of the picture they lie in.
  ///   - height: of it too.
  /// - Returns: the index of the face; nil where there is none.
  public func index(of faces: [Box], width: Int, height: Int) -> Int? {
    faces.indices.max { grade(faces[$0], width, height) < grade(faces[$1], width, height) }
  }

  /// In square pixels. Twice the squared distance counts against the area, as where LFW's pictures are cropped for
  /// FaceNet (github.com/davidsandberg/facenet, `align_dataset_mtcnn.py`).
  private func grade(_ face: Box, _ width: Int, _ height: Int) -> Float {
    let area = face.width * face.height
    guard self == .central else { return area }
    let distance = SIMD2(face.x + face.width / 2 - Float(width) / 2, face.y + face.height / 2 - Float(height) / 2)
    return area - 2 * (distance * distance).sum()
  }
}
