import Foundation
import Imaging
import Inference
import Testing

@testable import Faces

/// What the instruction sets find in the same photos.
struct InstructionSetTests {
  private static let photos = [
    "2019/beach_alf.jpg", "2020/family.jpg", "2021/fay_studio.jpg", "2022/alf_street.jpg", "2023/bela_and_alf.jpg",
  ]

  private static func faces(_ set: InstructionSet) throws -> [DetectedFace] {
    let pack = try TestPacks.load("facetui-mini")
    let analyser = try FaceAnalyser(pack: pack, networks: SharedNetworks(instructionSet: set))
    return try photos.flatMap { name in
      let file = packageRoot.appendingPathComponent("Tests/Fixtures/drawn/\(name)")
      return try analyser.analyse(Array(try Data(contentsOf: file))).faces
    }
  }

  @Test func `all find the same places and crops, and embeddings that rank alike`() throws {
    let expected = try Self.faces(.best)
    #expect(expected.count >= 8)
    for set in InstructionSet.available.dropLast() {
      let found = try Self.faces(set)
      #expect(found.map(\.box) == expected.map(\.box), "\(set)")
      #expect(found.map(\.landmarks) == expected.map(\.landmarks), "\(set)")
      // Of the crop's pixels, so the crops are the same.
      #expect(found.map(\.sharpness) == expected.map(\.sharpness), "\(set)")
      for (face, other) in zip(found, expected) {
        let largest = zip(face.embedding, other.embedding).map { abs($0 - $1) }.max() ?? 1
        #expect(largest < 2e-6, "\(set)")
      }
      for query in expected.indices {
        #expect(ranks(found, query) == ranks(expected, query), "\(set)")
      }
    }
  }

  private func ranks(_ faces: [DetectedFace], _ query: Int) -> [Int] {
    let scores = faces.map { cosine($0.embedding, faces[query].embedding) }
    return faces.indices.sorted { scores[$0] > scores[$1] }
  }

  @Test func `the grid is an eighth of a pixel of the detector's input`() {
    #expect(DetectionGrid(longSide: 100, input: 640).step == 0.125)
    #expect(DetectionGrid(longSide: 640, input: 640).step == 0.125)
    #expect(DetectionGrid(longSide: 641, input: 640).step == 0.25)
    #expect(DetectionGrid(longSide: 6000, input: 640).step == 2)
  }

  @Test func `the last bits of a face do not move it`() {
    let points = (0..<5).map { Point(x: 100.03 + 10 * Float($0), y: 200.52 - Float($0)) }
    let face = Detection(box: Box(x: 90.02, y: 190.4, width: 80.01, height: 100.2), landmarks: points, score: 0.9)
    var other = face
    other.box = Box(x: 90.02003, y: 190.39997, width: 80.00997, height: 100.20003)
    other.landmarks = points.map { Point(x: $0.x.nextUp, y: $0.y - 0.0001) }
    let grid = DetectionGrid(longSide: 640, input: 640)
    #expect(grid(face) != face)
    #expect(grid(face) == grid(other))
    #expect(grid(face).box == Box(x: 90, y: 190.375, width: 80, height: 100.25))
    #expect(grid(face).landmarks[0] == Point(x: 100, y: 200.5))
  }
}
