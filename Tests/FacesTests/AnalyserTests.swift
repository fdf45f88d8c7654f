import Foundation
import Imaging
import Testing

@testable import Faces

@Suite(.enabled(if: Shared.exists, "needs ../shared"))
struct AnalyserTests {
  private let album = "data/album/photos/000114.jpg"

  @Test(arguments: TestPacks.names)
  func `a photo gives the same face under every orientation`(name: String) throws {
    let analyser = try FaceAnalyser(pack: try TestPacks.load(name))
    let image = try DecodedPhoto(try Shared.bytes(album)).image
    let upright = try #require(try analyser.analyse(try image.jpeg(quality: 100)).largest)
    // The orientation that undoes another: only the two quarter turns are not their own.
    let inverse = [1, 2, 3, 4, 5, 8, 7, 6]
    for orientation in 1...8 {
      let stored = image.oriented(inverse[orientation - 1])
      let file = withOrientation(orientation, try stored.jpeg(quality: 100))
      let analysis = try analyser.analyse(file)
      #expect((analysis.width, analysis.height) == (image.width, image.height))
      #expect(analysis.orientation == orientation)
      let face = try #require(analysis.largest)
      #expect(cosine(face.embedding, upright.embedding) >= 0.999, "orientation \(orientation)")
      #expect(face.box.overlap(upright.box) > 0.95)
    }
  }

  @Test(arguments: TestPacks.names)
  func `a face saved twice in two orientations stays the same`(name: String) throws {
    let analyser = try FaceAnalyser(pack: try TestPacks.load(name))
    let faces = try ["face_upright", "face_orientation_6"].map {
      // Another face of about the same size is in full profile, where the points are less certain.
      try #require(
        try analyser.analyse(try Shared.bytes("data/orientation/\($0).jpg")).faces.max { $0.score < $1.score })
    }
    #expect(cosine(faces[0].embedding, faces[1].embedding) >= 0.99)
  }

  @Test(arguments: TestPacks.names)
  func `a face that fills the frame is found`(name: String) throws {
    let analyser = try FaceAnalyser(pack: try TestPacks.load(name))
    let image = try DecodedPhoto(try Shared.bytes(album)).image
    let box = try #require(try analyser.analyse(try image.jpeg(quality: 95)).largest).box
    let tight = image.cropped(x: Int(box.x), y: Int(box.y), width: Int(box.width), height: Int(box.height))
    let large = tight.resized(width: tight.width * 8, height: tight.height * 8)
    let face = try #require(try analyser.analyse(try large.jpeg(quality: 90)).largest)
    #expect(face.box.height > 0.6 * Float(large.height))
  }

  @Test func `faces come from left to right with unit embeddings inside the photo`() throws {
    let analyser = try FaceAnalyser(pack: try ModelPack.load(TestPacks.bundled))
    let bytes = try Shared.bytes("data/groups/group_20.jpg")
    let analysis = try analyser.analyse(bytes)
    #expect(analysis.faces.count >= 8)
    #expect(zip(analysis.faces, analysis.faces.dropFirst()).allSatisfy { $0.box.centre.x <= $1.box.centre.x })
    for face in analysis.faces {
      #expect(abs(cosine(face.embedding, face.embedding) - 1) < 1e-5)
      #expect(abs(face.embedding.reduce(0) { $0 + $1 * $1 } - 1) < 1e-4)
      #expect(face.embedding.count == 128 && face.landmarks.count == 5 && face.sharpness > 0)
      #expect(face.box.x >= 0 && face.box.x + face.box.width <= Float(analysis.width) + 0.01)
      #expect(face.box.y >= 0 && face.box.y + face.box.height <= Float(analysis.height) + 0.01)
    }
    #expect(try analyser.analyse(bytes) == analysis, "a second look gives the same")
  }

  @Test func `a small face in a large photo keeps its detail`() throws {
    let analyser = try FaceAnalyser(pack: try ModelPack.load(TestPacks.bundled))
    let image = try DecodedPhoto(try Shared.bytes(album)).image
    let alone = try #require(try analyser.analyse(try image.jpeg(quality: 98)).largest)
    // The same photo in the corner of a sheet of ten times its size: 1/8 decoding would leave the face a few pixels.
    let side = 10 * image.longSide
    var sheet = PixelImage(width: side, height: side, pixels: [UInt8](repeating: 128, count: side * side * 3))
    for y in 0..<image.height {
      sheet.pixels.replaceSubrange(
        y * side * 3..<(y * side + image.width) * 3,
        with: image.pixels[y * image.width * 3..<(y + 1) * image.width * 3])
    }
    let analysis = try analyser.analyse(try sheet.jpeg(quality: 98))
    let face = try #require(analysis.largest)
    #expect(cosine(face.embedding, alone.embedding) > 0.9)
  }

  @Test func `damaged files are an error or carry a warning`() throws {
    let analyser = try FaceAnalyser(pack: try ModelPack.load(TestPacks.bundled))
    let bytes = try Shared.bytes(album)
    #expect(try analyser.analyse(bytes).warning == nil)
    #expect(try analyser.analyse(Array(bytes.prefix(bytes.count * 3 / 4))).warning?.contains("cut off") == true)
    #expect(throws: FaceError.image(.unsupported("the file is empty"))) { try analyser.analyse([]) }
    let tiny = PixelImage(width: 1, height: 1, pixels: [1, 2, 3])
    #expect(try analyser.analyse(try tiny.jpeg(quality: 90)).faces.isEmpty)
    let strip = PixelImage(width: 3000, height: 1, pixels: [UInt8](repeating: 77, count: 9000))
    #expect(try analyser.analyse(try strip.jpeg(quality: 90)).faces.isEmpty)
  }

  private func withOrientation(_ orientation: Int, _ jpeg: [UInt8]) -> [UInt8] {
    let tiff: [UInt8] =
      Array("MM".utf8) + [
        0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(orientation), 0, 0, 0, 0, 0, 0,
      ]
    let segment = Array("Exif\0\0".utf8) + tiff
    return jpeg[..<2] + [0xFF, 0xE1, 0, UInt8(segment.count + 2)] + segment + jpeg[2...]
  }
}
