import Faces
import Glibc
import SystemPackage
import Testing

@testable import Library
@testable import Storage

/// 100,000 faces on 50,000 photos are ranked within a few frames; debug builds take a tenth of them and thirty times that.
@Suite struct RankingSpeedTests {
  #if DEBUG
    private static let (photos, slack) = (5_000, 30.0)
  #else
    private static let (photos, slack) = (50_000, 1.0)
  #endif
  private static let dimensions = 128

  private static func contents() throws -> LibraryContents {
    var cached = CachedFolder()
    cached.dimensions = dimensions
    var generator = SystemRandomNumberGenerator()
    for index in 0..<photos {
      let file = CachedFile(path: FilePath("/album/\(100 + index / 400)/photo_\(index).jpg"), size: 1, modified: 1)
      let face = CachedFace(
        x: 1, y: 1, width: 50, height: 60, landmarks: (0..<10).map { Float($0) }, score: 0.9, sharpness: 90)
      cached.photos.append(
        CachedPhoto(
          file: file, content: CachedContent(state: .picture, decoder: 1, width: 640, height: 480),
          id: ContentID(hash: (0..<16).map { UInt8(truncatingIfNeeded: index >> $0) }), faces: [face, face]))
      for _ in 0..<2 {
        let row = (0..<dimensions).map { _ in Float(Int8(truncatingIfNeeded: generator.next())) }
        let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        cached.embeddings += row.map { $0 / length }
      }
    }
    return LibraryContents(cached, in: "/album", exclusion: Exclusion([]))
  }

  /// Of this thread's processor: what else the machine does counts little.
  private static var milliseconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
  }

  @Test(arguments: [(1, 150.0), (4, 180.0)])
  func `a ranking of 100,000 faces takes a few frames`(queries: Int, most: Double) throws {
    let contents = try Self.contents()
    let faces = (0..<queries).compactMap { contents.query(FaceID(Int64($0 * 7))) }
    try #require(faces.count == queries)
    var times: [Double] = []
    for combination in [ScoreCombination.best, .mean, .best, .mean, .best] {
      let start = Self.milliseconds
      let matches = contents.rank(faces, by: combination)
      times.append(Self.milliseconds - start)
      #expect(matches.count == 2 * Self.photos && matches[queries].queryScores.count == (queries > 1 ? queries : 0))
    }
    #expect((times.min() ?? 0) < most * Self.slack)
    print("ranking with \(queries) queries: \(times) ms")
  }
}
