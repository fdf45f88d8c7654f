import Inference
import Testing

@testable import Faces

struct DetectionTests {
  private func face(_ x: Float, _ y: Float, _ width: Float, _ height: Float, score: Float) -> Detection {
    let point = Point(x: x + width / 2, y: y + height / 2)
    return Detection(
      box: Box(x: x, y: y, width: width, height: height), landmarks: [Point](repeating: point, count: 5), score: score)
  }

  @Test func `overlap is intersection over union`() {
    let box = Box(x: 0, y: 0, width: 10, height: 10)
    #expect(box.overlap(box) == 1)
    #expect(abs(box.overlap(Box(x: 5, y: 0, width: 10, height: 10)) - 1.0 / 3) < 1e-6)
    #expect(box.overlap(Box(x: 10, y: 0, width: 10, height: 10)) == 0)
    #expect(Box(x: 0, y: 0, width: 0, height: 0).overlap(Box(x: 0, y: 0, width: 0, height: 0)) == 0)
  }

  @Test func `the best of overlapping boxes stays`() {
    let faces = [
      face(0, 0, 10, 10, score: 0.6), face(1, 1, 10, 10, score: 0.9), face(40, 0, 10, 10, score: 0.5),
      face(2, 2, 10, 10, score: 0.7),
    ]
    #expect(faces.suppressed(threshold: 0.3).map(\.box) == [faces[1].box, faces[2].box])
    #expect([Detection]().suppressed(threshold: 0.3).isEmpty)
    let equal = [face(0, 0, 10, 10, score: 0.8), face(50, 0, 10, 10, score: 0.8)]
    #expect(equal.suppressed(threshold: 0.3) == equal)
  }

  @Test func `landmarks are averaged over the boxes on one face`() {
    func face(_ x: Float, landmark: Float, score: Float) -> Detection {
      let point = Point(x: landmark, y: 2 * landmark)
      return Detection(
        box: Box(x: x, y: 0, width: 10, height: 10), landmarks: [Point](repeating: point, count: 5), score: score)
    }
    // The third box overlaps the first by 0.43, enough to be suppressed, too little to show the same face surely.
    let faces = [
      face(0, landmark: 4, score: 0.9), face(1, landmark: 8, score: 0.6), face(4, landmark: 100, score: 0.8),
      face(40, landmark: 41, score: 0.5),
    ]
    let kept = faces.suppressed(threshold: 0.3)
    #expect(kept.map(\.box.x) == [0, 40] && kept.map(\.score) == [0.9, 0.5])
    #expect(abs(kept[0].landmarks[4].x - 5.6) < 1e-5 && abs(kept[0].landmarks[4].y - 11.2) < 1e-5)
    #expect(kept[1] == faces[3])
  }

  @Test func `boxes are cut at the edges of the photo`() {
    #expect(
      Box(x: -5, y: 90, width: 20, height: 30).clipped(width: 100, height: 100)
        == Box(x: 0, y: 90, width: 15, height: 10))
    #expect(Box(x: 200, y: 0, width: 20, height: 30).clipped(width: 100, height: 100) == nil)
  }

  /// Outputs for a 64×32 input where everything is zero but one row of one level.
  private func outputs(_ levels: [DetectorLayout.Level], _ level: Int, row: Int, box: [Float], score: Float)
    -> [String: Tensor]
  {
    var outputs: [String: Tensor] = [:]
    for (index, item) in levels.enumerated() {
      let count = 64 / item.stride * (32 / item.stride) * item.anchors
      for (name, width) in item.scores.map({ ($0, 1) }) + [(item.boxes, 4), (item.points, 10)] {
        outputs[name] = Tensor(shape: [1, count, width], scalars: [Float](repeating: 0, count: count * width))
      }
      guard index == level else { continue }
      for name in item.scores { outputs[name]?.scalars[row] = score }
      for (offset, value) in box.enumerated() { outputs[item.boxes]?.scalars[row * 4 + offset] = value }
      for offset in 0..<10 { outputs[item.points]?.scalars[row * 10 + offset] = Float(offset) / 10 }
    }
    return outputs
  }

  private var yunet: [ValueDescription] {
    ["cls", "obj", "bbox", "kps"].flatMap { name in
      [8, 16, 32].map { ValueDescription(name: "\(name)_\($0)", shape: [nil, nil, nil]) }
    }
  }

  private var scrfd: [ValueDescription] {
    [1, 4, 10].flatMap { (width: Int) in
      (0..<3).map { ValueDescription(name: "\(width)-\($0)", shape: [nil, width]) }
    }
  }

  @Test func `YuNet's outputs are decoded`() throws {
    let levels = try #require(DetectorLayout.yunet.levels(yunet))
    // Stride 16: four cells in a row, so row 6 is column 2 of row 1.
    let outputs = outputs(levels, 1, row: 6, box: [0.25, -0.5, 0, 0.6931472], score: 0.81)
    let faces = try DetectorLayout.yunet.faces(outputs, levels: levels, width: 64, height: 32, threshold: 0.5)
    let face = try #require(faces.first)
    #expect(faces.count == 1)
    #expect(abs(face.score - 0.81) < 1e-6)
    #expect(face.box.x == 28 && face.box.width == 16 && abs(face.box.y + 8) < 1e-4 && abs(face.box.height - 32) < 1e-4)
    #expect(abs(face.landmarks[4].x - 2.8 * 16) < 1e-4 && abs(face.landmarks[4].y - 1.9 * 16) < 1e-4)
  }

  @Test func `SCRFD's outputs are decoded`() throws {
    let levels = try #require(DetectorLayout.scrfd.levels(scrfd))
    // Stride 8: eight cells in a row with two anchors, so row 21 is the second anchor of column 2 in row 1.
    let outputs = outputs(levels, 0, row: 21, box: [1, 0.5, 2, 1.5], score: 0.7)
    let faces = try DetectorLayout.scrfd.faces(outputs, levels: levels, width: 64, height: 32, threshold: 0.5)
    #expect(faces.map(\.box) == [Box(x: 8, y: 4, width: 24, height: 16)])
    #expect(faces.map(\.score) == [0.7])
    #expect(abs((faces.first?.landmarks[1].x ?? 0) - 17.6) < 1e-4)
  }

  @Test func `other networks are refused`() {
    #expect(DetectorLayout.yunet.levels(scrfd) == nil)
    #expect(DetectorLayout.scrfd.levels(yunet) == nil)
    #expect(DetectorLayout.yunet.levels([]) == nil)
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity, 1e30])
  func `numbers that make no sense are told`(value: Float) throws {
    for (layout, described) in [(DetectorLayout.yunet, yunet), (.scrfd, scrfd)] {
      let levels = try #require(layout.levels(described))
      let boxes = outputs(levels, 2, row: 1, box: [value, 1, value, 1], score: 0.9)
      #expect(throws: DetectorLayout.UnknownOutput.self) {
        try layout.faces(boxes, levels: levels, width: 64, height: 32, threshold: 0.5)
      }
      let scores = outputs(levels, 2, row: 1, box: [1, 1, 1, 1], score: value)
      #expect(throws: DetectorLayout.UnknownOutput.self) {
        try layout.faces(scores, levels: levels, width: 64, height: 32, threshold: 0.5)
      }
    }
  }

  @Test func `outputs of another size are an error and no crash`() throws {
    let levels = try #require(DetectorLayout.scrfd.levels(scrfd))
    let outputs = outputs(levels, 0, row: 0, box: [1, 1, 1, 1], score: 1)
    #expect(throws: DetectorLayout.UnknownOutput.self) {
      try DetectorLayout.scrfd.faces(outputs, levels: levels, width: 640, height: 32, threshold: 0.5)
    }
    #expect(throws: DetectorLayout.UnknownOutput.self) {
      try DetectorLayout.scrfd.faces([:], levels: levels, width: 64, height: 32, threshold: 0.5)
    }
  }
}
