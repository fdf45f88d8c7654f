import Inference

/// A detector that is to become part of a pack.
public struct DetectorImport: Sendable {
  /// An ONNX file; empty once it is part of a pack.
  var network: [UInt8]
  let settings: DetectorSettings
  /// The file that it came from.
  let path: String

  /// That of another pack.
  public init(pack: ModelPack) throws(FaceError) {
    settings = pack.detector
    path = pack.detectorPath
    network = try Self.contents(path)
  }

  /// An ONNX file with the outputs of YuNet or SCRFD; the settings are those that the networks were published with.
  public init(onnx path: String) throws(FaceError) {
    self.path = path
    let model = try ModelPack.network(path).model
    let isYuNet = DetectorLayout.yunet.levels(model.outputs) != nil
    guard isYuNet || DetectorLayout.scrfd.levels(model.outputs) != nil else {
      throw .pack(.invalid(path: path, reason: "its outputs are neither YuNet's nor SCRFD's"))
    }
    network = try Self.contents(path)
    settings = DetectorSettings(
      file: "", sha256: "", layout: isYuNet ? .yunet : .scrfd, colour: isYuNet ? .bgr : .rgb,
      mean: isYuNet ? 0 : 127.5, scale: isYuNet ? 1 : 1 / 128, inputSize: 640, threshold: isYuNet ? 0.6 : 0.5,
      nmsThreshold: isYuNet ? 0.3 : 0.4)
  }

  private static func contents(_ path: String) throws(FaceError) -> [UInt8] {
    do {
      return try ModelBytes.read(path)
    } catch {
      throw .network(error)
    }
  }
}
