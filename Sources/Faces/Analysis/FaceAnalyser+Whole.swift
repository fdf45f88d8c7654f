extension FaceAnalyser {
  /// The picture as one face, without detection and alignment: stretched to the recogniser's input. For pictures that
  /// are aligned crops already. The face has no landmarks, and its box is the picture.
  /// - Throws: `FaceError.image` where the bytes give no picture.
  public func analyseWhole(_ bytes: [UInt8]) throws(FaceError) -> PhotoAnalysis {
    var decodings = Decodings(bytes, room: room)
    let photo = try decodings.decode(longSide: .max)
    let side = pack.recogniser.inputSize
    let crop = photo.image.resized(width: side, height: side)
    let face = DetectedFace(
      box: Box(x: 0, y: 0, width: Float(photo.width), height: Float(photo.height)), landmarks: [], score: 1,
      sharpness: crop.sharpness, embedding: try recogniser.embedding(crop).values)
    return PhotoAnalysis(
      width: photo.width, height: photo.height, orientation: photo.orientation, captured: photo.captured,
      faces: [face], warning: photo.warning)
  }
}
