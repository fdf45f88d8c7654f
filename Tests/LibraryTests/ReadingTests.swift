import Storage
import SystemPackage
import Testing

@testable import Library

/// A library that is opened before all that is known of it is read.
@Suite struct ReadingTests {
  private static let names = (0..<2100).map { FilePath("\($0 % 7)/\($0).jpg") }

  private func known(_ names: [FilePath]) throws -> Fixture {
    let fixture = try Fixture()
    let cache = try EmbeddingCache(file: fixture.cacheFile)
    let picture = CachedContent(state: .picture, decoder: decoderVersion, width: 8, height: 6)
    let face = CachedFace(
      x: 1, y: 2, width: 3, height: 4, landmarks: (0..<10).map { Float($0) }, score: 0.5, sharpness: 7)
    try cache.store(
      nil, hash: [1], content: picture, pack: fixture.pack.identity,
      analysis: CachedAnalysis(faces: [face], embeddings: [1, 0, 0]))
    let files = names.map { CachedFile(path: fixture.photos.path.appending($0.components), size: 1, modified: 2) }
    try cache.store(files, hash: [1], content: picture)
    try cache.settle()
    return fixture
  }

  private func opened(_ fixture: Fixture, exclude: [String] = []) throws -> PhotoLibrary {
    var options = fixture.options
    options.readsAtOnce = false
    options.exclude = exclude
    return try PhotoLibrary(folder: fixture.photos.path, pack: fixture.pack, options: options, dimensions: 3) {
      [log = fixture.log] in FakeAnalyser(log: log)
    }
  }

  @Test func `the glimpse is the beginning of what is read`() throws {
    let library = try opened(known(Self.names))
    #expect(!library.isRead && library.photos.isEmpty)
    let glimpse = try #require(library.glimpse(50))
    try library.read()
    #expect(library.isRead && library.photos.count == 2100 && glimpse.total == 2100)
    #expect(glimpse.photos.map(\.path) == library.photos[..<50].map(\.path))
    #expect(glimpse.photos.allSatisfy { $0.state == .indexed && $0.width == 8 && $0.faces.count == 1 })
    #expect(glimpse.photos.map(\.path.string)[..<3] == ["0/0.jpg", "0/7.jpg", "0/14.jpg"])
  }

  @Test func `what is left out is not glimpsed`() throws {
    let library = try opened(known(Self.names), exclude: ["0"])
    #expect(try #require(library.glimpse(5)).photos.map(\.path.string)[..<2] == ["1/1.jpg", "1/8.jpg"])
  }

  @Test func `few files are read at once, without a glimpse`() throws {
    let library = try opened(known(Array(Self.names[..<1999])))
    #expect(library.glimpse() == nil)
    try library.read()
    #expect(library.photos.count == 1999)
  }

  @Test func `a folder of which nothing is known and that is not there is refused at once`() throws {
    let fixture = try Fixture()
    var options = fixture.options
    options.readsAtOnce = false
    #expect(throws: LibraryError.self) {
      try PhotoLibrary(folder: fixture.photos.file("none"), pack: fixture.pack, options: options)
    }
  }
}
