import Imaging

/// The way from the bytes of a photo to its faces with embeddings. Not for two threads at once; make one each.
public final class FaceAnalyser {
  public let pack: ModelPack
  let detector: Detector
  let recogniser: Recogniser

  /// - Throws: `FaceError.network` or `.pack`, with the file's name, where a network cannot be loaded or is not what the
  ///   manifest says.
  public init(pack: ModelPack, threads: Int = 1) throws(FaceError) {
    self.pack = pack
    detector = try Detector(pack: pack, threads: threads)
    recogniser = try Recogniser(pack: pack, threads: threads)
  }

  /// - Throws: `FaceError.image` where the bytes give no picture.
  public func analyse(_ bytes: [UInt8]) throws(FaceError) -> PhotoAnalysis {
    let photo = try Self.decode(bytes, longSide: pack.detector.inputSize)
    let faces = try detect(photo)
    let larger = try larger(bytes, than: photo, for: faces)
    return PhotoAnalysis(
      width: photo.width, height: photo.height, orientation: photo.orientation, captured: photo.captured,
      faces: try embed(faces, in: [photo] + (larger.map { [$0] } ?? [])), warning: photo.warning)
  }

  /// A face with the transform from pixels of the whole photo to those of its crop.
  struct Candidate {
    let detection: Detection
    let transform: SimilarityTransform
  }

  /// From left to right, in pixels of the whole photo.
  func detect(_ photo: DecodedPhoto) throws(FaceError) -> [Candidate] {
    let x = Float(photo.width) / Float(photo.image.width)
    let y = Float(photo.height) / Float(photo.image.height)
    let faces = try detector.detect(photo.image).map { $0.scaled(x: x, y: y) }
    return faces.compactMap { face in
      Alignment.transform(face.landmarks).map { Candidate(detection: face, transform: $0) }
    }.sorted {
      let first = $0.detection.box.centre
      let second = $1.detection.box.centre
      return (first.x, first.y) < (second.x, second.y)
    }
  }

  /// A decoding in which even the smallest face has about as many pixels as its crop, where the first has too few.
  private func larger(
    _ bytes: [UInt8], than photo: DecodedPhoto, for faces: [Candidate]
  ) throws(FaceError) -> DecodedPhoto? {
    guard let most = faces.map(\.transform.scale).max(), photo.scale < min(most, 1) else { return nil }
    let side = (Double(max(photo.width, photo.height)) * min(most, 1)).rounded(.up)
    let larger = try Self.decode(bytes, longSide: Int(side))
    return larger.image.longSide > photo.image.longSide ? larger : nil
  }

  /// - Parameter photos: the same photo in rising sizes.
  private func embed(_ faces: [Candidate], in photos: [DecodedPhoto]) throws(FaceError) -> [DetectedFace] {
    var result: [DetectedFace] = []
    for face in faces {
      let best = photos.first { $0.scale >= face.transform.scale } ?? photos[photos.count - 1]
      let crop = Alignment.crop(best.image, transform: face.transform, scale: best.scale)
      let size = (width: Float(best.width), height: Float(best.height))
      guard let box = face.detection.box.clipped(width: size.width, height: size.height) else { continue }
      result.append(
        DetectedFace(
          box: box, landmarks: face.detection.landmarks, score: face.detection.score, sharpness: crop.sharpness,
          embedding: try recogniser.embedding(crop)))
    }
    return result
  }

  private static func decode(_ bytes: [UInt8], longSide: Int) throws(FaceError) -> DecodedPhoto {
    do {
      return try DecodedPhoto(bytes, longSide: longSide)
    } catch {
      throw .image(error)
    }
  }
}

extension DecodedPhoto {
  /// Pixels of the picture for each of the whole photo, at most 1.
  fileprivate var scale: Double { Double(image.longSide) / Double(max(width, height)) }
}
