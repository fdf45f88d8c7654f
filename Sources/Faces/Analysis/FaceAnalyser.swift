import Imaging

/// The way from the bytes of a photo to its faces with embeddings. Not for two threads at once; make one each.
public final class FaceAnalyser {
  public let pack: ModelPack
  let detector: Detector
  let recogniser: Recogniser
  private let alignment: Alignment
  private let makesThumbnails: Bool
  let room: MemoryRoom

  /// - Parameters:
  ///   - networks: the same for all analysers that are to share what they load.
  ///   - makesThumbnails: whether the analysis of a photo has some.
  /// - Throws: `FaceError.network` or `.pack`, with the file's name, where a network cannot be loaded or is not what the
  ///   manifest says.
  public init(
    pack: ModelPack, networks: SharedNetworks = SharedNetworks(), threads: Int = 1, makesThumbnails: Bool = false
  ) throws(FaceError) {
    self.pack = pack
    self.makesThumbnails = makesThumbnails
    alignment = Alignment(pack.recogniser.template, side: pack.recogniser.inputSize)
    room = networks.room
    detector = try Detector(pack: pack, networks: networks, threads: threads)
    recogniser = try Recogniser(pack: pack, networks: networks, threads: threads)
  }

  /// - Throws: `FaceError.image` where the bytes give no picture.
  public func analyse(_ bytes: [UInt8]) throws(FaceError) -> PhotoAnalysis {
    var decodings = Decodings(bytes, room: room)
    let photo = try decodings.decode(longSide: pack.detector.inputSize)
    let seen = PhotoView(photo)
    let faces = try detect(&decodings).filter {
      $0.detection.box.clipped(width: Float(photo.width), height: Float(photo.height)) != nil
    }
    let views = try decodings.views(faces.map { part(of: $0, in: seen) })
    var analysis = PhotoAnalysis(
      width: photo.width, height: photo.height, orientation: photo.orientation, captured: photo.captured,
      faces: try embed(faces, in: views), warning: photo.warning ?? Self.crowdWarning(faces.count))
    if makesThumbnails {
      analysis.thumbnails = Thumbnail.all(of: seen, faces: zip(analysis.faces, views).map { ($0.box, $0.turn, $1) })
    }
    return analysis
  }

  private static func crowdWarning(_ count: Int) -> String? {
    let most = [Detection].mostFaces
    return count < most ? nil : "it may show more faces than the \(most) surest, which are kept"
  }

  /// A face with the transform from pixels of the whole photo to those of its crop.
  struct Candidate {
    let detection: Detection
    let turn: Int
    let transform: SimilarityTransform
  }

  /// From left to right, in pixels of the whole photo.
  func detect(_ decodings: inout Decodings) throws(FaceError) -> [Candidate] {
    let (turn, faces) = try upright(&decodings)
    let longSide = try decodings.decode(longSide: pack.detector.inputSize).longSide
    let grid = DetectionGrid(longSide: longSide, input: pack.detector.inputSize)
    return faces.map { grid($0) }.compactMap { face in
      alignment.transform(face).map { Candidate(detection: face, turn: turn, transform: $0) }
    }.sorted {
      let first = $0.detection.box.centre
      let second = $1.detection.box.centre
      return (first.x, first.y) < (second.x, second.y)
    }
  }
}

extension FaceAnalyser {
  /// The faces of the photo, and the quarter turns clockwise that bring it upright: 0 unless no face is sure as it is and
  /// one is clearly better when turned. Scores of one face differ with the picture's size, so only those of the same size
  /// are compared.
  private func upright(_ decodings: inout Decodings) throws(FaceError) -> (turn: Int, faces: [Detection]) {
    let faces = try look(&decodings, turn: 0)
    guard faces.bestScore < detector.sure else { return (0, faces) }
    let image = try decodings.decode(longSide: pack.detector.inputSize).image
    var glances: [Float] = []
    for turn in 0...3 { glances.append(try detector.glance(image.turned(turn))) }
    guard let turn = glances.indices.max(by: { glances[$0] < glances[$1] }), glances[turn] > glances[0] else {
      return (0, faces)
    }
    let turned = try look(&decodings, turn: turn)
    let gain = glances[turn] - glances[0] + turned.bestScore - faces.bestScore
    return turned.bestScore >= detector.plausible && gain > Self.clearly ? (turn, turned) : (0, faces)
  }

  /// What the best scores of a glance and of a whole look must gain together by a turn. Of 96 upright photos of the album
  /// that are turned by a half all gain over 0.12; none of its 192 photos gains anything as it should not.
  private static let clearly: Float = 0.1

  /// The faces of the photo turned clockwise by quarters, in pixels of the whole photo as it is.
  private func look(_ decodings: inout Decodings, turn: Int) throws(FaceError) -> [Detection] {
    let photo = try decodings.decode(longSide: pack.detector.inputSize)
    var faces = photo.whole(try detector.detect(photo.image.turned(turn)), turn: turn)
    if detector.wantsCloserLook(faces, longSide: photo.longSide) {
      let larger = try decodings.decode(longSide: detector.closerLookSize)
      let closer = larger.whole(try detector.detectSmall(larger.image.turned(turn)), turn: turn)
      faces = detector.merged(first: faces, closer: closer, longSide: photo.longSide)
    }
    if faces.count > [Detection].mostFaces {
      faces = Array(faces.sorted { $0.score > $1.score }.prefix([Detection].mostFaces))
    }
    return faces
  }

  /// What of the photo a face's crop and its thumbnail show.
  private func part(of face: Candidate, in photo: PhotoView) -> Decodings.Part {
    let margin = 16
    var crop = face.transform.reach(width: alignment.side, height: alignment.side)
    crop = PixelRectangle(
      x: crop.x - margin, y: crop.y - margin, width: crop.width + 2 * margin, height: crop.height + 2 * margin)
    let portrait = face.detection.box.portrait(width: photo.width, height: photo.height)
    return Decodings.Part(rectangle: crop.union(portrait.rectangle), scale: face.transform.scale)
  }

  /// - Parameter views: of each face, in rising sizes.
  private func embed(_ faces: [Candidate], in views: [[PhotoView]]) throws(FaceError) -> [DetectedFace] {
    var result: [DetectedFace] = []
    for (face, views) in zip(faces, views) {
      guard let best = views.first(where: { $0.scale >= face.transform.scale }) ?? views.last,
        let box = face.detection.box.clipped(width: Float(best.width), height: Float(best.height))
      else { continue }
      let crop = alignment.crop(best.window, transform: face.transform, scale: best.scale)
      // Landmarks turn the crop already, a box does not.
      result.append(try described(face, box, alignment.template == .resize ? crop.turned(face.turn) : crop))
    }
    return result
  }

  private func described(_ face: Candidate, _ box: Box, _ crop: PixelImage) throws(FaceError) -> DetectedFace {
    let embedding = try recogniser.embedding(crop)
    let (found, sharpness) = (face.detection, crop.sharpness)
    let measures = FaceMeasures(
      landmarks: found.landmarks, score: found.score, threshold: pack.detector.threshold, sharpness: sharpness,
      strength: embedding.strength, alignment: alignment)
    return DetectedFace(
      box: box, landmarks: found.landmarks, turn: face.turn, score: found.score, sharpness: sharpness,
      quality: measures?.quality ?? FaceQuality(value: 0, defect: .doubtful), embedding: embedding.values)
  }
}

extension [Detection] {
  /// 0 where there is no face.
  fileprivate var bestScore: Float { map(\.score).max() ?? 0 }
}

extension DecodedPhoto {
  /// Of the whole photo.
  fileprivate var longSide: Int { max(width, height) }

  /// Faces in the pixels of the whole photo.
  /// - Parameter turn: quarters by which the picture had been turned clockwise when they were found.
  fileprivate func whole(_ faces: [Detection], turn: Int) -> [Detection] {
    faces.map {
      $0.turnedBack(turn, width: Float(image.width), height: Float(image.height)).scaled(
        x: Float(width) / Float(image.width), y: Float(height) / Float(image.height))
    }
  }
}
