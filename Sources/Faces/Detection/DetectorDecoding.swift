import Foundation
import Inference

extension DetectorLayout {
  /// What is wrong with the outputs of a network.
  struct UnknownOutput: Error, Equatable { let reason: String }

  /// The faces of all levels with at least the given score, in pixels of the network's input, not yet suppressed.
  ///
  /// Formulas, with the cell (column, row) and the stride S:
  /// YuNet (libfacedetection): centre = (cell + b₀₁)·S, size = exp(b₂₃)·S, point = (cell + p)·S.
  /// SCRFD (Guo et al. 2021): the box reaches b₀…b₃·S from cell·S to the left, top, right and bottom;
  /// point = cell·S + p·S.
  func faces(
    _ outputs: [String: Tensor], levels: [Level], width: Int, height: Int, threshold: Float
  ) throws(UnknownOutput) -> [Detection] {
    var faces: [Detection] = []
    for level in levels {
      let columns = width / level.stride
      let count = columns * (height / level.stride) * level.anchors
      let scores = try Self.scores(level, outputs, count: count)
      let boxes = try Self.values(level.boxes, outputs, count: count * 4, within: Self.placeRange)
      let points = try Self.values(level.points, outputs, count: count * 10, within: Self.placeRange)
      for index in 0..<count where scores[index] >= threshold {
        let cell = index / level.anchors
        let origin = Point(x: Float(cell % columns), y: Float(cell / columns))
        let face = Detection(
          box: box(boxes[index * 4..<index * 4 + 4], origin: origin, stride: Float(level.stride)),
          landmarks: Self.points(points[index * 10..<index * 10 + 10], origin: origin, stride: Float(level.stride)),
          score: min(scores[index], 1))
        if face.isFinite { faces.append(face) }
      }
    }
    return faces
  }

  private func box(_ values: ArraySlice<Float>, origin: Point, stride: Float) -> Box {
    let v = Array(values)
    switch self {
    case .yunet:
      let width = exp(v[2]) * stride
      let height = exp(v[3]) * stride
      return Box(
        x: (origin.x + v[0]) * stride - width / 2, y: (origin.y + v[1]) * stride - height / 2, width: width,
        height: height)
    case .scrfd:
      return Box(
        x: (origin.x - v[0]) * stride, y: (origin.y - v[1]) * stride, width: (v[0] + v[2]) * stride,
        height: (v[1] + v[3]) * stride)
    }
  }

  private static func points(_ values: ArraySlice<Float>, origin: Point, stride: Float) -> [Point] {
    let v = Array(values)
    return (0..<5).map { Point(x: (origin.x + v[2 * $0]) * stride, y: (origin.y + v[2 * $0 + 1]) * stride) }
  }

  private static func scores(
    _ level: Level, _ outputs: [String: Tensor], count: Int
  ) throws(UnknownOutput) -> [Float] {
    var product = try values(level.scores[0], outputs, count: count, within: scoreRange)
    guard level.scores.count == 2 else { return product }
    let second = try values(level.scores[1], outputs, count: count, within: scoreRange)
    for index in product.indices {
      let square = min(max(product[index], 0), 1) * min(max(second[index], 0), 1)
      product[index] = square.squareRoot()
    }
    return product
  }

  /// Probabilities, with room for rounding and for networks that clamp late.
  private static let scoreRange: ClosedRange<Float> = -1...2
  /// In strides; no picture has so many.
  private static let placeRange: ClosedRange<Float> = -1e6...1e6

  /// - Parameter range: of every number; what is none lies outside too.
  private static func values(
    _ name: String, _ outputs: [String: Tensor], count: Int, within range: ClosedRange<Float>
  ) throws(UnknownOutput) -> [Float] {
    guard let tensor = outputs[name], tensor.scalars.count == count else {
      let shape = outputs[name].map { "\($0.shape)" } ?? "no values"
      throw UnknownOutput(reason: "its output \(name) has \(shape) where \(count) numbers belong")
    }
    guard tensor.scalars.allSatisfy(range.contains) else {
      throw UnknownOutput(reason: "its output \(name) has numbers that tell of no face: infinite, huge or not a number")
    }
    return tensor.scalars
  }
}
