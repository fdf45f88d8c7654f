import Faces
import Foundation
import Imaging
import Storage
import SystemPackage
import Testing

@testable import Library

@Suite struct `Thumbnails of a library` {
  private static let drawn = FilePath("\(packageRoot)/Tests/Fixtures/drawn")
  private let photos: TemporaryFolder
  private let cache: TemporaryFolder

  init() throws {
    photos = try TemporaryFolder()
    cache = try TemporaryFolder()
  }

  private func drawn(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: Self.drawn.appending(name).string)))
  }

  private func open() throws -> PhotoLibrary {
    var options = LibraryOptions()
    options.cacheDirectory = cache.path
    options.dataDirectory = cache.path
    return try PhotoLibrary(folder: photos.path, pack: try bundledPack.get(), options: options)
  }

  private func indexed() async throws -> PhotoLibrary {
    let library = try open()
    for await _ in library.index(workers: 1) {}
    return library
  }

  private func thumbnail(_ part: PhotoPart, of photo: Photo, in library: PhotoLibrary) throws -> PixelImage? {
    try photo.content.flatMap { library.thumbnail(part, of: $0) }.map { try DecodedPhoto($0).image }
  }

  /// With EXIF that says how it is turned.
  private func turned(_ jpeg: [UInt8], orientation: UInt8) -> [UInt8] {
    var tiff = Array("MM".utf8)
    tiff += [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0] as [UInt8]
    tiff += [orientation, 0, 0, 0, 0, 0, 0]
    let exif = Array("Exif\0\0".utf8) + tiff
    var result: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE1, 0, UInt8(exif.count + 2)]
    result += exif
    result += jpeg.dropFirst(2)
    return result
  }

  /// Mean difference of the values of two pictures of the same shape, 0 to 255.
  private func difference(_ a: PixelImage, _ b: PixelImage) -> Double {
    guard (a.width, a.height) == (b.width, b.height) else { return 255 }
    var sum = 0
    for index in a.pixels.indices { sum += abs(Int(a.pixels[index]) - Int(b.pixels[index])) }
    return Double(sum) / Double(a.pixels.count)
  }

  @Test(arguments: [1, 6, 8] as [UInt8])
  func `they show what the original shows`(orientation: UInt8) async throws {
    let bytes = turned(try drawn("2019/two_at_lunch.jpg"), orientation: orientation)
    try photos.write(bytes: bytes, to: "a.jpg")
    let library = try await indexed()
    let photo = try #require(library.photo(at: "a.jpg"))
    let original = try DecodedPhoto(bytes)
    let small = try #require(try thumbnail(.whole, of: photo, in: library))
    let isUpright = original.image.width < original.image.height
    let isSmallUpright = small.width < small.height
    #expect(small.longSide == Thumbnail.photoSide && isSmallUpright == isUpright)
    #expect(difference(small, original.image.resized(width: small.width, height: small.height)) < 4)
    #expect(photo.faces.count == 2)
    for face in photo.faces {
      let square = face.box.portrait(width: photo.width, height: photo.height)
      let part = PhotoPart(square: square, turn: face.turn)
      let picture = try #require(try thumbnail(part, of: photo, in: library))
      let exact = original.part(square).turned(face.turn)
      #expect(picture.longSide <= Thumbnail.faceSide)
      #expect(difference(picture, exact.resized(width: picture.width, height: picture.height)) < 6)
    }
  }

  @Test func `another content is another picture`() async throws {
    try photos.write(bytes: try drawn("2019/two_at_lunch.jpg"), to: "a.jpg")
    let library = try await indexed()
    let before = try #require(library.photo(at: "a.jpg"))
    let old = try #require(try thumbnail(.whole, of: before, in: library))
    try photos.write(bytes: try drawn("2019/beach_alf.jpg"), to: "a.jpg")
    #expect(try library.list().first?.content == nil, "nothing is known of it")
    for await _ in library.index() {}
    let after = try #require(library.photo(at: "a.jpg"))
    #expect(after.content != before.content)
    #expect(after.stamp != before.stamp)
    #expect(try #require(try thumbnail(.whole, of: after, in: library)) != old)
    #expect(try thumbnail(.whole, of: before, in: library) == nil, "nobody has that content")
  }

  @Test func `a file that was touched, moved or copied keeps them`() async throws {
    try photos.write(bytes: try drawn("2019/beach_alf.jpg"), to: "a.jpg")
    let first = try #require(try await indexed().photo(at: "a.jpg")).content
    try photos.write(bytes: try drawn("2019/beach_alf.jpg"), to: "sub/c.jpg")
    photos.move("a.jpg", to: "b.jpg")
    let library = try await indexed()
    for name in ["b.jpg", "sub/c.jpg"] as [FilePath] {
      let photo = try #require(library.photo(at: name))
      #expect(photo.content == first)
      #expect(first != nil)
      #expect(try thumbnail(.whole, of: photo, in: library) != nil)
    }
    photos.remove("b.jpg")
    let next = try await indexed()
    #expect(try thumbnail(.whole, of: try #require(next.photo(at: "sub/c.jpg")), in: next) != nil)
  }

  @Test func `they go with the cache, and without a file there are none`() async throws {
    try photos.write(bytes: try drawn("2019/beach_alf.jpg"), to: "a.jpg")
    let content = try #require(try await indexed().photo(at: "a.jpg")?.content)
    for name in ["cache.sqlite", "cache.sqlite-wal", "cache.sqlite-shm"] as [FilePath] { cache.remove(name) }
    #expect(try open().thumbnail(.whole, of: content) == nil)
    try FileManager.default.removeItem(atPath: cache.path.string)
    try Data().write(to: URL(fileURLWithPath: cache.path.string))
    let library = try await indexed()
    #expect(library.photo(at: "a.jpg")?.state == .indexed)
    #expect(library.thumbnail(.whole, of: content) == nil)
  }
}
