import Foundation
import Imaging
import Testing

@testable import Faces

/// The drawn faces, turned and shrunk.
@Suite struct `Quality and turn of a face` {
  private func drawn(_ name: String) throws -> PixelImage {
    let file = packageRoot.appendingPathComponent("Tests/Fixtures/drawn/\(name)")
    return try DecodedPhoto(Array(try Data(contentsOf: file))).image
  }

  private func analyser() throws -> FaceAnalyser { try FaceAnalyser(pack: try ModelPack.load(TestPacks.bundled)) }

  @Test(arguments: 1...3)
  func `a photo that lies on its side gives the same face`(turn: Int) throws {
    let analyser = try analyser()
    let image = try drawn("2022/alf_street.jpg")
    let upright = try #require(try analyser.analyse(try image.jpeg(quality: 95)).largest)
    let turned = try analyser.analyse(try image.turned(turn).jpeg(quality: 95))
    let face = try #require(turned.largest)
    #expect(turned.faces.count == 1 && face.turn == 4 - turn && upright.turn == 0)
    #expect(cosine(face.embedding, upright.embedding) > 0.99)
    let expected = Detection(box: upright.box, landmarks: upright.landmarks, score: 1)
      .turnedBack(4 - turn, width: Float(turned.width), height: Float(turned.height))
    #expect(face.box.overlap(expected.box) > 0.9, "the box lies in the photo as it is")
    #expect(face.quality.isSufficient)
  }

  @Test func `turning back undoes turning`() {
    let face = Detection(
      box: Box(x: 10, y: 20, width: 30, height: 40), landmarks: [Point(x: 12, y: 25)], score: 1)
    // A picture of 200×100 that was turned by a quarter has the size 100×200.
    let once = face.turnedBack(1, width: 200, height: 100)
    #expect(once.box == Box(x: 20, y: 60, width: 40, height: 30) && once.landmarks == [Point(x: 25, y: 87)])
    let whole = once.turnedBack(3, width: 100, height: 200)
    #expect(whole.box == face.box && whole.landmarks == face.landmarks)
    let twice = face.turnedBack(2, width: 200, height: 100).turnedBack(2, width: 200, height: 100)
    #expect(twice.box == face.box && twice.landmarks == face.landmarks)
  }

  @Test func `small and blurred faces say so`() throws {
    let analyser = try analyser()
    let image = try drawn("2021/fay_studio.jpg")
    let face = try #require(try analyser.analyse(try image.jpeg(quality: 95)).largest)
    #expect(face.quality.isSufficient && face.quality.defect == nil)
    let scale = 20 / browToChin(face.landmarks)
    let small = image.resized(width: Int(Float(image.width) * scale), height: Int(Float(image.height) * scale))
    for face in try analyser.analyse(try small.jpeg(quality: 95)).faces {
      #expect(!face.quality.isSufficient && face.quality.defect != nil)
    }
    let blurred = small.resized(width: image.width, height: image.height)
    for face in try analyser.analyse(try blurred.jpeg(quality: 95)).faces {
      #expect(face.quality.defect == .blurred || face.quality.defect == .unclear)
    }
  }

  @Test func `each measure that is too poor gives its reason`() {
    let good = FaceMeasures(
      height: 60, sharpness: 100, certainty: 0.85, noseOffset: 0.05, eyeRatio: 1, misfit: 2, strength: 1.5)
    func defect(_ change: (inout FaceMeasures) -> Void) -> FaceQuality.Defect? {
      var face = good
      change(&face)
      return face.quality.defect
    }
    #expect(good.quality == FaceQuality(value: 1))
    #expect(defect { $0.height = 24 } == .small && defect { $0.height = 26 } == nil)
    #expect(defect { $0.sharpness = 9 } == .blurred)
    #expect(defect { $0.certainty = 0.2 } == .doubtful && defect { $0.misfit = 8 } == .doubtful)
    #expect(defect { $0.noseOffset = 0.5 } == .sideways && defect { $0.eyeRatio = 0.5 } == .sideways)
    #expect(defect { $0.strength = 0.9 } == .unclear && defect { $0.strength = nil } == nil)
    #expect(defect { $0.misfit = .nan } == .doubtful && defect { $0.eyeRatio = .nan } == .sideways)
  }

  @Test func `points that coincide are no face`() {
    let points = Array(repeating: Point(x: 3, y: 3), count: 5)
    let measures = FaceMeasures(
      landmarks: points, score: 1, threshold: 0.6, sharpness: 100, strength: nil, alignment: Alignment())
    #expect(measures == nil && browToChin([]) == 0)
  }
}
