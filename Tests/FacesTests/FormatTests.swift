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
    ["photo.avif"], ["photo.tif", "tiles.tif"], ["photo.jxl"], ["photo.dng", "preview.dng"],
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
}
