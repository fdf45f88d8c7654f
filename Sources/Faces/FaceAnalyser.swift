import Imaging

/// The way from the bytes of a photo to its faces with embeddings. Not for two threads at once; make one each.
public final class FaceAnalyser {
  public let pack: ModelPack
  let detector: Detector
  let recogniser: Recogniser
  private let alignment: Alignment

  /// - Throws: `FaceError.network` or `.pack`, with the file's name, where a network cannot be loaded or is not what the
  ///   manifest says.
  public init(pack: ModelPack, threads: Int = 1) throws(FaceError) {
    self.pack = pack
    alignment = Alignment(pack.recogniser.template, side: pack.recogniser.inputSize)
    detector = try Detector(pack: pack, threads: threads)
    recogniser = try Recogniser(pack: pack, threads: threads)
  }

  /// - Throws: `FaceError.image` where the bytes give no picture.
  public func analyse(_ bytes: [UInt8]) throws(FaceError) -> PhotoAnalysis {
    var decodings = Decodings(bytes)
    let photo = try decodings.decode(longSide: pack.detector.inputSize)
    let faces = try detect(&decodings)
    if let most = faces.map(\.transform.scale).max() {
      // Then even the smallest face has about as many pixels as its crop, where the photo has them.
      _ = try decodings.decode(longSide: Int((Double(photo.longSide) * min(most, 1)).rounded(.up)))
    }
    return PhotoAnalysis(
      width: photo.width, height: photo.height, orientation: photo.orientation, captured: photo.captured,
      faces: try embed(faces, in: decodings.photos), warning: photo.warning ?? Self.crowdWarning(faces.count))
  }

  /// A face with the transform from pixels of the whole photo to those of its crop.
  struct Candidate {
    let detection: Detection
    let transform: SimilarityTransform
  }

  private static func crowdWarning(_ count: Int) -> String? {
    let most = [Detection].mostFaces
    return count < most ? nil : "it may show more faces than the \(most) surest, which are kept"
  }

  /// From left to right, in pixels of the whole photo.
  func detect(_ decodings: inout Decodings) throws(FaceError) -> [Candidate] {
    let photo = try decodings.decode(longSide: pack.detector.inputSize)
    var faces = photo.whole(try detector.detect(photo.image))
    if detector.wantsCloserLook(faces, longSide: photo.longSide) {
      let larger = try decodings.decode(longSide: detector.closerLookSize)
      let closer = larger.whole(try detector.detectSmall(larger.image))
      faces = detector.merged(first: faces, closer: closer, longSide: photo.longSide)
    }
    if faces.count > [Detection].mostFaces {
      faces = Array(faces.sorted { $0.score > $1.score }.prefix([Detection].mostFaces))
    }
    return faces.compactMap { face in
      alignment.transform(face).map { Candidate(detection: face, transform: $0) }
    }.sorted {
      let first = $0.detection.box.centre
      let second = $1.detection.box.centre
      return (first.x, first.y) < (second.x, second.y)
    }
  }

  /// - Parameter photos: the same photo in rising sizes.
  private func embed(_ faces: [Candidate], in photos: [DecodedPhoto]) throws(FaceError) -> [DetectedFace] {
    var result: [DetectedFace] = []
    for face in faces {
      let best = photos.first { $0.scale >= face.transform.scale } ?? photos[photos.count - 1]
      let crop = alignment.crop(best.image, transform: face.transform, scale: best.scale)
      let size = (width: Float(best.width), height: Float(best.height))
      guard let box = face.detection.box.clipped(width: size.width, height: size.height) else { continue }
      result.append(
        DetectedFace(
          box: box, landmarks: face.detection.landmarks, score: face.detection.score, sharpness: crop.sharpness,
          embedding: try recogniser.embedding(crop)))
    }
    return result
  }
}

/// The same photo decoded in rising sizes, each only when it is asked for.
struct Decodings {
  private let bytes: [UInt8]
  private(set) var photos: [DecodedPhoto] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The largest decoding so far, or a larger one where the longer side asked for needs and allows it.
  mutating func decode(longSide: Int) throws(FaceError) -> DecodedPhoto {
    if let last = photos.last, last.image.longSide >= min(longSide, last.longSide) { return last }
    do {
      let photo = try DecodedPhoto(bytes, longSide: longSide)
      photos.append(photo)
      return photo
    } catch {
      throw .image(error)
    }
  }
}

extension DecodedPhoto {
  /// Of the whole photo.
  fileprivate var longSide: Int { max(width, height) }

  /// Pixels of the picture for each of the whole photo, at most 1.
  fileprivate var scale: Double { Double(image.longSide) / Double(longSide) }

  /// Faces in the pixels of the whole photo.
  fileprivate func whole(_ faces: [Detection]) -> [Detection] {
    faces.map {
      $0.scaled(x: Float(width) / Float(image.width), y: Float(height) / Float(image.height))
    }
  }
}
