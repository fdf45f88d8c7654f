import Imaging

extension SimilarityTransform {
  /// A face's place in the 112×112 pixels that recognisers see, with half as much again around it: room for hair and chin.
  private static let middle = SIMD2(56.0, 54.0)
  private static let extent = 168.0

  /// From pixels of a photo to those of an upright square in which every face has its eyes and mouth in the same places.
  /// - Parameters:
  ///   - landmarks: five, in pixels of the photo.
  ///   - side: of the square in pixels.
  /// - Returns: nil where the landmarks do not span a face.
  public init?(portraitOf landmarks: [Point], side: Int) {
    guard landmarks.count == 5, let aligned = Alignment(side: 112).transform(landmarks: landmarks) else { return nil }
    let factor = Double(side) / Self.extent
    let corner = Self.middle - Self.extent / 2
    self.init(
      a: aligned.a * factor, b: aligned.b * factor, dx: (aligned.dx - corner.x) * factor,
      dy: (aligned.dy - corner.y) * factor)
  }
}

extension DecodedPhoto {
  /// An upright square with the face in the middle, black outside the photo; nil where the landmarks do not span a face.
  /// - Parameter landmarks: five, in pixels of the whole photo.
  public func portrait(_ landmarks: [Point], side: Int) -> PixelImage? {
    guard let transform = SimilarityTransform(portraitOf: landmarks, side: side), width > 0 else { return nil }
    let scale = Double(image.width) / Double(width)
    return Alignment(side: side).crop(PixelWindow(image), transform: transform, scale: scale)
  }
}
