import Faces
import Foundation
import Imaging
import Search
import Storage
import SystemPackage
import Testing

@testable import Library

/// A drawn scene: an even ground that changes, a house, and somebody at a place.
private func scene(
  person: (x: Double, y: Double) = (0.5, 0.5), width: Int = 240, height: Int = 180, brightness: Double = 1
)
  -> PixelImage
{
  let pixels = (0..<height).flatMap { row in
    (0..<width).flatMap { column -> [UInt8] in
      let (x, y) = ((Double(column) + 0.5) / Double(width), (Double(row) + 0.5) / Double(height))
      var grey = 60 + 90 * y + 15 * sin(x * 28)
      if x > 0.1, x < 0.3, y > 0.3, y < 0.8 { grey = 200 - 100 * x }
      let (dx, dy) = ((x - person.x) / 0.12, (y - person.y) / 0.2)
      if dx * dx + dy * dy < 1 { grey = 230 - 60 * dy - ((dx * dx + dy * dy) < 0.2 ? 90 : 0) }
      return [UInt8](repeating: UInt8(max(0, min(255, grey * brightness))), count: 3)
    }
  }
  return PixelImage(width: width, height: height, pixels: pixels)
}

@Suite struct `Grey pictures` {
  private let picture = GreyPicture(scene())

  @Test func `of one picture at another size, quality, brightness or cut a little are copies`() throws {
    let jpeg = try scene().jpeg(quality: 40)
    for (change, copy) in [
      ("size", GreyPicture(scene().resized(width: 120, height: 90))),
      ("brightness", GreyPicture(scene(brightness: 0.95))), ("quality", try #require(GreyPicture(jpeg: jpeg))),
      ("a cut", GreyPicture(scene().cropped(x: 2, y: 2, width: 236, height: 177))),
      ("a larger cut", GreyPicture(scene().cropped(x: 6, y: 0, width: 234, height: 174))),
    ] {
      #expect(picture.isCopy(of: copy) && copy.isCopy(of: picture), "\(change)")
    }
  }

  @Test func `of one moment, of another scene and even ones are not`() {
    for other in [
      GreyPicture(scene(person: (0.53, 0.5))), GreyPicture(scene(person: (0.5, 0.46))),
      GreyPicture(scene(person: (0.8, 0.4))),
      GreyPicture(PixelImage(width: 8, height: 8, pixels: Array(repeating: 80, count: 192))),
      GreyPicture(scene().cropped(x: 0, y: 0, width: 200, height: 150)),
    ] {
      #expect(!picture.isCopy(of: other) && !other.isCopy(of: picture))
    }
  }

  @Test func `are none of what is no picture`() {
    #expect(GreyPicture(jpeg: nil) == nil && GreyPicture(jpeg: [1, 2, 3]) == nil)
  }
}

@Suite struct `Near-duplicates` {
  /// A photo with one face.
  private func photo(
    _ name: String, face: Int, x: Float = 0.4, scale: Int = 1, captured: String? = nil, content: UInt64? = nil
  ) -> Photo {
    let (width, height) = (640 * scale, 480 * scale)
    var photo = Photo(
      path: FilePath(name), size: 1000, modified: 1, state: .indexed, width: width, height: height, captured: captured,
      faces: [
        Face(
          id: FaceID(Int64(face)),
          box: Box(x: x * Float(width), y: 0.3 * Float(height), width: 0.2 * Float(width), height: 0.3 * Float(height)),
          landmarks: [], score: 1, sharpness: 100)
      ])
    let number = content ?? UInt64(face)
    photo.content = ContentID(
      hash: (0..<16).map { (byte: UInt64) in UInt8(truncatingIfNeeded: number >> (byte % 8 * 8)) })
    return photo
  }

  /// Rows 0, 1, 2, … like each other, row 9 like none.
  private let matrix = EmbeddingMatrix(
    rows: (0..<10).flatMap { (row: Int) -> [Float] in
      FakeAnalyser.unit(
        (0..<64).map { (column: Int) -> Float in
          if column % 2 == 0 { return Float(column + 1) }
          return row == 9 ? 90 : -Float(row + column)
        })
    }, dimensions: 64)

  private func groups(_ photos: [Photo], _ areCopies: Bool = true) -> [[String]] {
    NearDuplicates(photos, matrix).groups { _, others in others.map { _ in areCopies } }.map {
      $0.map { photos[$0].path.string }
    }
  }

  @Test func `are groups with the largest file first`() {
    let photos = [
      photo("a", face: 0), photo("b", face: 1, scale: 2), photo("c", face: 2, x: 0.41), photo("d", face: 3, x: 0.1),
    ]
    #expect(groups(photos) == [["b", "a", "c"]])
    #expect(groups(photos, false).isEmpty, "their pictures decide")
    #expect(groups([]).isEmpty)
  }

  @Test func `are not looked for among other faces, times or shapes`() {
    #expect(groups([photo("a", face: 0), photo("b", face: 9)]).isEmpty)
    let times = ["2021-01-01 10:00:00", "2021-01-01 10:00:01"]
    #expect(groups([photo("a", face: 0, captured: times[0]), photo("b", face: 1, captured: times[1])]).isEmpty)
    #expect(groups([photo("a", face: 0, captured: times[0]), photo("b", face: 1)]) == [["a", "b"]])
    var tall = photo("b", face: 1)
    (tall.height, tall.faces[0].box.y, tall.faces[0].box.height) = (640, 0.3 * 640, 0.3 * 640)
    #expect(groups([photo("a", face: 0), tall]).isEmpty)
  }

  @Test func `with the same bytes need no picture`() {
    let photos = [photo("a", face: 0, content: 7), photo("b", face: 1, content: 7), photo("c", face: 2)]
    #expect(groups(photos, false) == [["a", "b"]])
  }

  @Test func `have the same faces, of which a ranking shows one`() {
    var photos = [photo("a", face: 0, scale: 2), photo("b", face: 1), photo("c", face: 2)]
    photos[1].faces.append(photo("", face: 5, x: 0.7).faces[0])
    let copies = FaceCopies([[photos[0], photos[1]]])
    #expect(copies.original(of: FaceID(1)) == FaceID(0) && copies.isCopy(FaceID(1)))
    #expect(!copies.isCopy(FaceID(5)) && !copies.isCopy(FaceID(0)), "the best file's, and one that it has not")
    let ranking = Ranking([1, 2, 0, 5].map { Match(face: FaceID($0), photo: "x", number: 1, score: 0.5) })
    let folded = ranking.folding(copies, ranking.indices)
    #expect(folded.places == [0, 1, 3] && folded.copies == [FaceID(1): 1])
    #expect(ranking.folding(copies, [1, 3]).places == [1, 3])
  }

  @Test func `count once in the odds`() async throws {
    let fixture = try Fixture(["a.jpg": "photo =1:0:0", "b.jpg": "photo =1:0.1:0", "c.jpg": "photo =0:0:1"])
    let library = try await fixture.indexed()
    let survey = library.survey()
    #expect(survey.copies.isEmpty && library.copies().isEmpty, "there are no thumbnails")
    try fixture.photos.write("photo =1:0:0", to: "d.jpg")
    for await _ in library.index(workers: 1) {}
    #expect(library.copies().map { $0.map(\.path.string) } == [["a.jpg", "d.jpg"]])
    #expect(library.survey().odds.chanceOfError(0.5, .good) == survey.odds.chanceOfError(0.5, .good))
  }
}
