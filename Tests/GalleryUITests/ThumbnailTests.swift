import Faces
import Foundation
import Imaging
import Library
import Synchronization
import SystemPackage
import Testing

@testable import GalleryUI

/// Keeps thumbnails in memory.
private final class FakeThumbnails: ThumbnailSource {
  private let kept = Mutex<[PhotoPart: [UInt8]]>([:])
  private let atHand: Bool
  let lookups = Atomic(0)

  init(atHand: Bool = true) { self.atHand = atHand }

  var hasThumbnailsAtHand: Bool { atHand }

  func thumbnail(_ part: PhotoPart, of content: ContentID) -> [UInt8]? {
    lookups.add(1, ordering: .relaxed)
    return kept.withLock { $0[part] }
  }

  func keep(_ thumbnail: Thumbnail, of content: ContentID) {
    kept.withLock { $0[thumbnail.part] = thumbnail.jpeg }
  }

  var parts: Set<PhotoPart> { kept.withLock { Set($0.keys) } }
}

@Suite final class ThumbnailTests {
  private let folder = FilePath(FileManager.default.temporaryDirectory.path).appending("facetui-\(UUID().uuidString)")
  private let content: ContentID
  private let jpeg: [UInt8]

  init() throws {
    let pixels = (0..<720_000).map { (index: Int) -> UInt8 in UInt8(truncatingIfNeeded: index / 1800) }
    let image = PixelImage(width: 600, height: 400, pixels: pixels)
    jpeg = try image.jpeg(quality: 90)
    content = try #require(ContentID(contents: jpeg))
    try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder.string) }

  private func request(width: Int, height: Int, crop: Box? = nil) -> PictureRequest {
    var photo = Photo(path: "a.jpg", size: Int64(jpeg.count), modified: 1)
    (photo.width, photo.height) = (600, 400)
    var request = PictureRequest(photo, crop: crop, width: width, height: height)
    request.content = content
    return request
  }

  private func kept(_ source: FakeThumbnails) throws {
    let photo = try DecodedPhoto(jpeg)
    source.keep(try #require(Thumbnail(of: .whole, picture: photo.image)), of: content)
  }

  private func size(_ picture: Picture) -> [Int]? {
    if case .ready(let image) = picture { [image.width, image.height] } else { nil }
  }

  /// The picture once it is no longer loading.
  private func wait(_ loader: PictureLoader, _ request: PictureRequest, until isRight: (Picture) -> Bool) -> Bool {
    for _ in 0..<500 {
      let picture = loader.picture(request)
      loader.endFrame()
      if isRight(picture) { return true }
      usleep(10_000)
    }
    return false
  }

  @Test func `a small picture is there in the same frame, without the original`() throws {
    let source = FakeThumbnails()
    try kept(source)
    let loader = PictureLoader(folder: folder, thumbnails: source) {}
    defer { loader.stop() }
    #expect(size(loader.picture(request(width: 40, height: 40))) == [40, 27])
    #expect(size(loader.picture(request(width: 240, height: 240))) == [240, 160], "enlarged a little")
    loader.endFrame()
    let lookups = source.lookups.load(ordering: .relaxed)
    #expect(size(loader.picture(request(width: 40, height: 40))) == [40, 27])
    #expect(source.lookups.load(ordering: .relaxed) == lookups, "kept in pixels")
  }

  @Test func `a large picture is blurred first and sharp when it comes`() throws {
    try Data(jpeg).write(to: URL(fileURLWithPath: folder.appending("a.jpg").string))
    let source = FakeThumbnails()
    try kept(source)
    let loader = PictureLoader(folder: folder, thumbnails: source) {}
    defer { loader.stop() }
    let large = request(width: 500, height: 500)
    let sharp = Picture.ready(try large.render(jpeg))
    let first = loader.picture(large)
    #expect(size(first) == [500, 333] && first != sharp)
    loader.endFrame()
    #expect(wait(loader, large) { $0 == sharp })
  }

  @Test func `where the store is not open yet the loader's threads look`() throws {
    let source = FakeThumbnails(atHand: false)
    try kept(source)
    let loader = PictureLoader(folder: folder, thumbnails: source) {}
    defer { loader.stop() }
    let small = request(width: 40, height: 40)
    #expect(loader.picture(small) == .loading)
    loader.endFrame()
    #expect(wait(loader, small) { size($0) == [40, 27] }, "there is no original")
  }

  @Test func `a thumbnail that was missing is kept once the original was read`() throws {
    try Data(jpeg).write(to: URL(fileURLWithPath: folder.appending("a.jpg").string))
    let source = FakeThumbnails()
    let loader = PictureLoader(folder: folder, thumbnails: source) {}
    defer { loader.stop() }
    let square = Box(x: 100, y: 50, width: 200, height: 200)
    #expect(wait(loader, request(width: 20, height: 20)) { size($0) == [20, 13] })
    #expect(wait(loader, request(width: 20, height: 20, crop: square)) { size($0) == [20, 20] })
    #expect(source.parts == [.whole, PhotoPart(square: square, turn: 0)])
    let whole = try DecodedPhoto(try #require(source.thumbnail(.whole, of: content)))
    #expect(whole.width == 192 && whole.height == 128)
  }

  @Test func `another file than the one that is known gives no thumbnail`() throws {
    let other = try PixelImage(width: 60, height: 60, pixels: [UInt8](repeating: 9, count: 10_800)).jpeg(quality: 90)
    try Data(other).write(to: URL(fileURLWithPath: folder.appending("a.jpg").string))
    let source = FakeThumbnails()
    let loader = PictureLoader(folder: folder, thumbnails: source) {}
    defer { loader.stop() }
    #expect(wait(loader, request(width: 20, height: 20)) { size($0) == [20, 20] })
    #expect(source.parts.isEmpty)
  }

  @Test func `thumbnails do not wait until the view rests, originals do`() {
    var work = PictureWork(hasThumbnails: true)
    let start = ContinuousClock.now
    for step in 0..<5 {
      _ = work.wish(request(width: 10 + step, height: 10))
      _ = work.endFrame(at: start + .milliseconds(10 * step))
    }
    let now = start + .milliseconds(41)
    let last = request(width: 14, height: 10)
    #expect(work.next(at: now).job == PictureWork.Job(request: last, step: .thumbnail))
    work.finish(last, nil as Glimpse?)
    let (job, pause) = work.next(at: now)
    #expect(job == nil && pause != nil)
    #expect(work.next(at: now + .milliseconds(100)).job == PictureWork.Job(request: last, step: .original))
  }

  @Test func `what is drawn at once is bounded by time`() {
    var work = PictureWork(hasThumbnails: true)
    let start = ContinuousClock.now
    #expect(work.look(request(width: 10, height: 10), at: start).isUntried)
    #expect(work.look(request(width: 12, height: 10), at: start + .milliseconds(9)).isUntried)
    let late = start + .milliseconds(11)
    #expect(!work.look(request(width: 14, height: 10), at: late).isUntried)
    _ = work.endFrame(at: late)
    #expect(work.look(request(width: 14, height: 10), at: late).isUntried)
  }
}
