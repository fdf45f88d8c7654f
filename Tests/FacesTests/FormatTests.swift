import Foundation
import Imaging
import Testing

@testable import Faces

@Suite struct `Faces in every format` {
  private static let folder = packageRoot.appendingPathComponent("Tests/Fixtures/formats")

  private func analysis(_ name: String, _ analyser: FaceAnalyser) throws -> PhotoAnalysis {
    try analyser.analyse(Array(try Data(contentsOf: Self.folder.appendingPathComponent(name))))
  }

  @Test(arguments: [
    ["p3.jpg", "adobe.jpg", "pair.mpo", "motion.jpg"], ["photo.png"], ["photo.webp"], ["photo.heic", "p3.heic"],
    ["photo.avif"], ["photo.tif", "tiles.tif"], ["photo.jxl"], ["preview.dng"],
  ])
  func `a face has the same embedding`(names: [String]) throws {
    let analyser = try FaceAnalyser(pack: try ModelPack.load(TestPacks.bundled))
    let original = try #require(try analysis("photo.jpg", analyser).largest)
    for name in names {
      do {
        let face = try #require(try analysis(name, analyser).largest)
        #expect(cosine(face.embedding, original.embedding) >= 0.99, "\(name)")
      } catch FaceError.image(.unsupported(let reason)) where reason.contains("is not built in") {
        print("\(name): \(reason)")
      }
    }
  }

  /// The sensor shows a part of the drawn photo, at twice the size at which it is developed.
  @Test func `a face that was developed from a sensor's cells has the same embedding`() throws {
    let analyser = try FaceAnalyser(pack: try ModelPack.load(TestPacks.bundled))
    let drawn = packageRoot.appendingPathComponent("Tests/Fixtures/drawn/2020/carl_portrait.jpg")
    let part = try DecodedPhoto(Array(try Data(contentsOf: drawn))).image.cropped(
      x: 60, y: 120, width: 360, height: 420)
    let expected = try #require(
      try analyser.analyse(try part.resized(width: 180, height: 210).jpeg(quality: 98)).largest)
    do {
      let face = try #require(try analysis("photo.dng", analyser).largest)
      #expect(cosine(face.embedding, expected.embedding) >= 0.99)
    } catch FaceError.image(.unsupported(let reason)) where reason.contains("is not built in") {
      print("photo.dng: \(reason)")
    }
  }
}
