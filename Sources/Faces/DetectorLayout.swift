/// How a detector's outputs are to be read.
enum DetectorLayout: String, Codable, Sendable {
  /// Twelve outputs `cls_S`, `obj_S`, `bbox_S`, `kps_S` for the strides S = 8, 16, 32; one anchor a cell.
  case yunet
  /// Nine outputs: scores, distances to the four sides, and points for each of three strides; two anchors a cell.
  case scrfd
}
