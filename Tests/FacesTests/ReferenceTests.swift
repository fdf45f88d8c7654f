import Foundation
import Imaging
import Testing

@testable import Faces

/// What Fixtures/make_reference.py wrote.
private struct Reference: Decodable {
  struct Face: Decodable {
    var score: Float
    var box: [Float]
    var points: [Float]
    var embedding: [Float]?
    var pixels: [Int]?

    var detection: Detection {
      Detection(
        box: Box(x: box[0], y: box[1], width: box[2], height: box[3]),
        landmarks: (0..<5).map { Point(x: points[2 * $0], y: points[2 * $0 + 1]) }, score: score)
    }
  }

  var pack: String
  var photo: String
  var faces: [Face]

  static func load(pack: String) throws -> [Reference] {
    let file = try #require(
      Bundle.module.url(forResource: "reference", withExtension: "json", subdirectory: "Fixtures"))
    return try JSONDecoder().decode([Reference].self, from: Data(contentsOf: file)).filter { $0.pack == pack }
  }
}

/// Against OpenCV and onnxruntime on photos beside the project.
@Suite(.enabled(if: Shared.exists, "needs ../shared"))
struct ReferenceTests {
  @Test(arguments: TestPacks.names)
  func `boxes and points are those of the reference`(name: String) throws {
    let pack = try TestPacks.load(name)
    let detector = try Detector(pack: pack, networks: SharedNetworks(), threads: 1)
    for reference in try Reference.load(pack: name) {
      let photo = try DecodedPhoto(try Shared.bytes(reference.photo))
      let faces = try detector.pass(photo.image, longSide: min(640, photo.image.longSide))
        .suppressed(threshold: pack.detector.nmsThreshold)
      let expected = reference.faces.map(\.detection)
      let margin: Float = 0.02
      for face in expected where face.score >= pack.detector.threshold + margin {
        let overlap = faces.map { $0.overlap(face) }.max() ?? 0
        #expect(overlap >= 0.98, "\(reference.photo), box \(face.box)")
      }
      for face in faces where face.score >= pack.detector.threshold + margin {
        let partner = try #require(expected.max { $0.overlap(face) < $1.overlap(face) })
        #expect(partner.overlap(face) >= 0.98, "\(reference.photo), box \(face.box)")
        #expect(abs(partner.score - face.score) < 0.02)
        for (point, other) in zip(face.landmarks, partner.landmarks) {
          let distance = ((point.x - other.x) * (point.x - other.x) + (point.y - other.y) * (point.y - other.y))
            .squareRoot()
          #expect(distance < 0.02 * face.box.longSide)
        }
      }
    }
  }

  @Test(arguments: TestPacks.names)
  func `crops and embeddings are those of the reference`(name: String) throws {
    let recogniser = try Recogniser(pack: try TestPacks.load(name), networks: SharedNetworks(), threads: 1)
    for reference in try Reference.load(pack: name) {
      let image = try DecodedPhoto(try Shared.bytes(reference.photo)).image
      for face in reference.faces {
        guard let pixels = face.pixels, let embedding = face.embedding else { continue }
        let transform = try #require(Alignment().transform(face.detection))
        // OpenCV picks pixels where it shrinks strongly and so aliases; here areas are averaged.
        guard transform.scale >= 0.5 else { continue }
        let crop = Alignment().crop(PixelWindow(image), transform: transform, scale: 1)
        let differences = (0..<200).flatMap { index -> [Int] in
          let position = ((index * 61 % 112) * 112 + index * 37 % 112) * 3
          return (0..<3).map { abs(Int(crop.pixels[position + $0]) - pixels[index * 3 + $0]) }
        }
        #expect(Double(differences.reduce(0, +)) / 600 <= 2, "\(reference.photo), box \(face.box)")
        let similarity = cosine(try recogniser.embedding(crop).values, embedding)
        #expect(similarity >= 0.999, "\(reference.photo), box \(face.box)")
      }
    }
  }
}
