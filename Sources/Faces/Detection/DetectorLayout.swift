import Inference

/// How a detector's outputs are to be read.
enum DetectorLayout: String, Codable, Sendable {
  /// Twelve outputs `cls_S`, `obj_S`, `bbox_S`, `kps_S` for the strides S = 8, 16, 32; one anchor a cell.
  case yunet
  /// Nine outputs: scores, distances to the four sides, and points for each of three strides; two anchors a cell.
  case scrfd

  static let strides = [8, 16, 32]

  /// Which output of the network holds what, for one stride.
  struct Level: Equatable {
    let stride: Int
    /// Faces whose boxes start from the same cell.
    let anchors: Int
    /// Probabilities, (cells · anchors, 1); a score is their geometric mean.
    let scores: [String]
    /// (cells · anchors, 4).
    let boxes: String
    /// (cells · anchors, 10): five times x and y.
    let points: String
  }

  /// Finds the outputs of the three strides; nil where the network has others than this layout.
  func levels(_ outputs: [ValueDescription]) -> [Level]? {
    switch self {
    case .yunet: Self.named(outputs)
    case .scrfd: Self.ordered(outputs)
    }
  }

  private static func named(_ outputs: [ValueDescription]) -> [Level]? {
    let names = Set(outputs.map(\.name))
    let levels = strides.map { stride in
      Level(
        stride: stride, anchors: 1, scores: ["cls_\(stride)", "obj_\(stride)"], boxes: "bbox_\(stride)",
        points: "kps_\(stride)")
    }
    let complete = levels.allSatisfy { names.isSuperset(of: $0.scores + [$0.boxes, $0.points]) }
    return complete ? levels : nil
  }

  /// SCRFD's exporters number the outputs freely but keep their order: scores, boxes and points, each by stride.
  private static func ordered(_ outputs: [ValueDescription]) -> [Level]? {
    func names(width: Int) -> [String] { outputs.filter { $0.shape.last == width }.map(\.name) }
    let scores = names(width: 1)
    let boxes = names(width: 4)
    let points = names(width: 10)
    guard outputs.count == 9, scores.count == 3, boxes.count == 3, points.count == 3 else { return nil }
    return strides.indices.map {
      Level(stride: strides[$0], anchors: 2, scores: [scores[$0]], boxes: boxes[$0], points: points[$0])
    }
  }
}
