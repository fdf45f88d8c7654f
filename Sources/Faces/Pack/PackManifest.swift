import Foundation

/// The contents of a pack.json. All values go through `check()` before they are used.
struct PackManifest: Codable, Equatable {
  var name: String
  var version: String
  var licence: String
  var detector: DetectorSettings
  var recogniser: RecogniserSettings
  var thresholds: ModelPack.Thresholds
}

/// A network's file and how pixels become its input: (x - mean) · scale, x in 0...255.
struct DetectorSettings: Codable, Equatable, Sendable {
  /// Relative to the pack's folder; may lead out of it.
  var file: String
  /// SHA-256 in hexadecimal digits.
  var sha256: String
  var layout: DetectorLayout
  var colour: ColourOrder
  var mean: Float
  var scale: Float
  /// Pixels of the longer side of a photo in the network's input.
  var inputSize: Int
  /// Least score of a face.
  var threshold: Float
  /// Intersection over union from which two boxes are one face.
  var nmsThreshold: Float
}

struct RecogniserSettings: Codable, Equatable, Sendable {
  var file: String
  var sha256: String
  var colour: ColourOrder
  var mean: Float
  var scale: Float
  /// Side of the square crop in pixels.
  var inputSize: Int
  var template: FaceTemplate
  var mirror: MirrorUse
  /// Length of an embedding.
  var dimensions: Int
  /// Euclidean length of what the network gives, the mirrored crop's added or joined, below which a face tells little of
  /// a person; nil where that was not measured.
  var leastLength: Float? = nil

  /// Length of what the network gives for one crop.
  var networkDimensions: Int { mirror == .concatenate ? dimensions / 2 : dimensions }
}

/// Which part of a photo the recogniser sees of a face.
public enum FaceTemplate: String, Codable, Sendable {
  /// The five landmarks lie where ArcFace models are trained to expect them.
  case arcface
  /// The upright square around the face's box, as programs crop that know no landmarks.
  case resize
}

/// What becomes of the embedding of the mirrored crop.
public enum MirrorUse: String, Codable, Sendable {
  /// It is added to that of the crop.
  case sum
  /// It stands behind that of the crop, so that an embedding is twice as long.
  case concatenate
  /// The mirrored crop is not looked at.
  case none

  /// Manifests may also say `true` for the sum and `false` for none.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      self = flag ? .sum : .none
    } else if let use = MirrorUse(rawValue: try container.decode(String.self)) {
      self = use
    } else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "unknown")
    }
  }
}

/// Order of the three planes of a network's input, or that it has a single one of grey values (recognisers only).
public enum ColourOrder: String, Codable, Sendable {
  case rgb, bgr, grey

  var planes: Int { self == .grey ? 1 : 3 }
}

extension PackManifest {
  init(json: [UInt8], path: String) throws(PackError) {
    do {
      self = try JSONDecoder().decode(PackManifest.self, from: Data(json))
    } catch let error as DecodingError {
      throw .invalid(path: path, reason: ManifestNumbers.problem(in: json) ?? Self.reason(error))
    } catch {
      throw .invalid(path: path, reason: "is not a manifest of a model pack")
    }
    if let problem = problem { throw .invalid(path: path, reason: problem) }
  }

  private static func reason(_ error: DecodingError) -> String {
    func key(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
    switch error {
    case .keyNotFound(let missing, let context): return "has no \"\(key(context.codingPath + [missing]))\""
    case .valueNotFound(_, let context) where context.codingPath.isEmpty: return "is not a JSON object"
    case .valueNotFound(_, let context): return "has no value for \"\(key(context.codingPath))\""
    case .typeMismatch(_, let context) where context.codingPath.isEmpty: return "is not a JSON object"
    case .typeMismatch(_, let context): return "\"\(key(context.codingPath))\" has the wrong type"
    case .dataCorrupted(let context) where context.codingPath.isEmpty: return "is not valid JSON"
    case .dataCorrupted(let context): return "\"\(key(context.codingPath))\" has a value that is not known"
    @unknown default: return "is not a manifest of a model pack"
    }
  }

  /// What is wrong with the values, if anything.
  var problem: String? {
    let checks: [(Bool, String)] = [
      (Self.isPlainName(name), "\"name\" must be a plain name of at most 200 characters"),
      (version.unicodeScalars.count <= 200, "\"version\" must have at most 200 characters"),
      (licence.unicodeScalars.count <= 200, "\"licence\" must have at most 200 characters"),
      (detector.file.utf8.count <= 4096, "\"detector.file\" must have at most 4096 bytes"),
      (recogniser.file.utf8.count <= 4096, "\"recogniser.file\" must have at most 4096 bytes"),
      (Self.isDigest(detector.sha256), "\"detector.sha256\" must be 64 hexadecimal digits"),
      (Self.isDigest(recogniser.sha256), "\"recogniser.sha256\" must be 64 hexadecimal digits"),
      (Self.scales.contains(detector.scale), "\"detector.scale\" must be above 0, up to 1000"),
      (Self.scales.contains(recogniser.scale), "\"recogniser.scale\" must be above 0, up to 1000"),
      (Self.means.contains(detector.mean), "\"detector.mean\" must be -1000 to 1000"),
      (Self.means.contains(recogniser.mean), "\"recogniser.mean\" must be -1000 to 1000"),
      ((64...1280).contains(detector.inputSize), "\"detector.inputSize\" must be 64 to 1280"),
      ((0.05...1).contains(detector.threshold), "\"detector.threshold\" must be 0.05 to 1"),
      ((0.05...0.9).contains(detector.nmsThreshold), "\"detector.nmsThreshold\" must be 0.05 to 0.9"),
      (detector.colour != .grey, "\"detector.colour\" has a value that is not known"),
      ((32...512).contains(recogniser.inputSize), "\"recogniser.inputSize\" must be 32 to 512"),
      ((1...4096).contains(recogniser.dimensions), "\"recogniser.dimensions\" must be 1 to 4096"),
      ((recogniser.leastLength ?? 1) > 0, "\"recogniser.leastLength\" must be above 0"),
      (
        recogniser.mirror != .concatenate || recogniser.dimensions.isMultiple(of: 2),
        "\"recogniser.dimensions\" must be even where the mirrored crop's embedding is joined"
      ),
      (
        thresholds.safe <= 1 && thresholds.safe >= thresholds.balanced
          && thresholds.balanced >= thresholds.everything && thresholds.everything >= -1,
        "\"thresholds\" must fall from safe over balanced to everything, between 1 and -1"
      ),
    ]
    return checks.first { !$0.0 }?.1
  }

  private static let scales = Float.leastNormalMagnitude...1000
  private static let means: ClosedRange<Float> = -1000...1000

  /// It is a folder's name too. Control characters and those that turn the direction of writing are in no plain name.
  private static func isPlainName(_ text: String) -> Bool {
    let unseen: Set<Unicode.GeneralCategory> = [.control, .format, .lineSeparator, .paragraphSeparator]
    return !text.isEmpty && !text.contains("/") && text.utf8.count <= 255 && text.unicodeScalars.count <= 200
      && !text.unicodeScalars.contains { unseen.contains($0.properties.generalCategory) }
  }

  private static func isDigest(_ text: String) -> Bool {
    text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}
