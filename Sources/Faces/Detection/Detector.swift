import Imaging
import Inference

/// Finds faces in a picture with one of a pack's detectors.
final class Detector {
  /// The shrunken pass sees the picture at this part of the first pass's size. Without it SCRFD finds none of the faces
  /// that fill the frame; 0.25 to 0.4 find all of them.
  private static let shrink: Float = 0.3
  /// The shrunken pass is asked for faces of at least this part of the picture's longer side.
  private static let large: Float = 0.25
  /// Pixels of the input from which the first pass is no longer sure of a face: there facetui-mini reports two halves of
  /// a face that fills the frame.
  private static let huge: Float = 256
  /// A face under this part of the photo's longer side (32 of 640 pixels) is small and has smaller ones beside it.
  private static let small: Float = 0.05
  /// The closer look leaves faces from this part on to the first.
  private static let notSmall: Float = 0.15
  /// Photos of a few shapes in three passes.
  private static let mostSessions = 24

  private let settings: DetectorSettings
  private let path: String
  private let model: Model
  private let input: ValueDescription
  private let levels: [DetectorLayout.Level]
  private let threads: Int
  private let scratch: Scratch
  /// The last one was used last.
  private var sessions: [(width: Int, height: Int, session: Session)] = []

  init(pack: ModelPack, networks: SharedNetworks, threads: Int) throws(FaceError) {
    settings = pack.detector
    path = pack.detectorPath
    (model, input) = try ModelPack.network(path, from: networks)
    guard [1, nil].contains(input.shape[0]) else {
      throw .pack(.invalid(path: path, reason: "takes several pictures at a time"))
    }
    guard let levels = settings.layout.levels(model.outputs) else {
      throw .pack(
        .invalid(path: path, reason: "its outputs are not those of the layout \"\(settings.layout.rawValue)\""))
    }
    self.levels = levels
    self.threads = threads
    scratch = networks.scratch
  }

  /// Looks at an empty picture, so that a network that cannot work is refused before there are photos.
  func check() throws(FaceError) {
    let side = settings.inputSize
    _ = try detect(PixelImage(width: side, height: side, pixels: [UInt8](repeating: 0, count: side * side * 3)))
    let larger = Self.padded(closerLookSize)
    do {
      _ = try session(width: input.shape[3] ?? larger, height: input.shape[2] ?? larger)
    } catch {
      throw .network(error)
    }
  }

  /// Best first, in pixels of the picture, at least partly inside it. Sees faces from about a hundredth of the input.
  func detect(_ image: PixelImage) throws(FaceError) -> [Detection] {
    // Enlarging a small photo finds a few more faces of some ten pixels and ranks the album worse.
    let side = min(settings.inputSize, image.longSide)
    let faces = try pass(image, longSide: side)
    let limit = Self.large * Float(image.longSide)
    let large = try pass(image, longSide: Int(Self.shrink * Float(side))).filter { $0.box.longSide >= limit }
    // Points of the first pass are more exact, so a face that both have found is taken from there if it is not huge.
    let huge = Self.huge * Float(image.longSide) / Float(side)
    let groups = Dictionary(grouping: faces) { $0.box.longSide > huge }
    return merged([groups[false] ?? [], large, groups[true] ?? []])
  }

  /// The best score from which on a photo is surely upright: 0.92 for facetui-mini. 92 of 100 photos of the album reach
  /// it, and none of those turned by a half.
  var sure: Float { score(ofCertainty: 0.8) }

  /// The best score that a photo has to have at least to be taken for upright when turned.
  var plausible: Float { score(ofCertainty: 0.7) }

  private func score(ofCertainty part: Float) -> Float { settings.threshold + part * (1 - settings.threshold) }

  /// The best score at half the size, a quarter of the time; 0 where there is no face.
  func glance(_ image: PixelImage) throws(FaceError) -> Float {
    try pass(image, longSide: min(settings.inputSize, image.longSide) / 2).map(\.score).max() ?? 0
  }

  /// Whether a picture of twice the input's size is worth a look: where faces are so small that smaller ones may have
  /// been missed, or none was found. On group photos this raised SCRFD's recall of faces from 16 to 32 pixels from 36 %
  /// to 95 %, and 3 of 69 photos needed it.
  /// - Parameter longSide: of the whole photo in which the boxes are.
  func wantsCloserLook(_ faces: [Detection], longSide: Int) -> Bool {
    let smallest = faces.map(\.box.longSide).min() ?? 0
    return longSide > settings.inputSize && smallest < Self.small * Float(longSide)
  }

  var closerLookSize: Int { 2 * settings.inputSize }

  /// The small faces of a picture, best first, in its pixels.
  func detectSmall(_ image: PixelImage) throws(FaceError) -> [Detection] {
    let limit = Self.notSmall * Float(image.longSide)
    let faces = try pass(image, longSide: min(closerLookSize, image.longSide))
    return merged([faces.filter { $0.box.longSide < limit }])
  }

  /// The faces of a first and of a closer look: small ones are more exact in the second.
  /// - Parameter longSide: of the whole photo in which the boxes are.
  func merged(first: [Detection], closer: [Detection], longSide: Int) -> [Detection] {
    let limit = Self.small * Float(longSide)
    let groups = Dictionary(grouping: first) { $0.box.longSide < limit }
    return merged([groups[false] ?? [], closer, groups[true] ?? []])
  }

  /// Non-maximum suppression where the earlier lists are trusted more than the later ones.
  private func merged(_ lists: [[Detection]]) -> [Detection] {
    lists.reduce(into: [Detection]()) { kept, list in
      for face in list.suppressed(threshold: settings.nmsThreshold)
      where kept.allSatisfy({ $0.overlap(face) <= settings.nmsThreshold }) {
        kept.append(face)
      }
    }
  }

  /// The network's answer for the picture at a given size, in pixels of the picture.
  func pass(_ image: PixelImage, longSide: Int) throws(FaceError) -> [Detection] {
    let scale = Float(longSide) / Float(image.longSide)
    let fixed = (width: input.shape[3], height: input.shape[2])
    let limit = min(
      scale, Float(fixed.width ?? .max) / Float(image.width), Float(fixed.height ?? .max) / Float(image.height))
    let small = image.resized(
      width: Int((Float(image.width) * limit).rounded()), height: Int((Float(image.height) * limit).rounded()))
    let width = fixed.width ?? Self.padded(small.width)
    let height = fixed.height ?? Self.padded(small.height)
    let found = try run(small, width: width, height: height)
    let back = (x: Float(image.width) / Float(small.width), y: Float(image.height) / Float(small.height))
    return found.map { $0.scaled(x: back.x, y: back.y) }.filter {
      $0.box.clipped(width: Float(image.width), height: Float(image.height)) != nil
    }
  }

  private static func padded(_ side: Int) -> Int { (side + 31) / 32 * 32 }

  private func run(_ image: PixelImage, width: Int, height: Int) throws(FaceError) -> [Detection] {
    let normalisation = PixelNormalisation(colour: settings.colour, mean: settings.mean, scale: settings.scale)
    let outputs: [String: Tensor]
    do {
      outputs = try session(width: width, height: height).run(normalisation.batch([image]))
    } catch {
      throw .network(error)
    }
    do {
      return try settings.layout.faces(
        outputs, levels: levels, width: width, height: height, threshold: settings.threshold)
    } catch {
      throw .pack(.invalid(path: path, reason: error.reason))
    }
  }

  private func session(width: Int, height: Int) throws(InferenceError) -> Session {
    if let index = sessions.firstIndex(where: { $0.width == width && $0.height == height }) {
      sessions.append(sessions.remove(at: index))
    } else {
      let session = try Session(model, shapes: [input.name: [1, 3, height, width]], threads: threads, scratch: scratch)
      if sessions.count == Self.mostSessions { sessions.removeFirst() }
      sessions.append((width, height, session))
    }
    return sessions[sessions.count - 1].session
  }
}
