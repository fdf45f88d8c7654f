import Storage
import SystemPackage
import Testing

@testable import Library

@Suite struct `The order of photos` {
  @Test func `numbers go by their value, letters by the alphabet, folders stay together`() {
    let sorted: [FilePath] = [
      "1.jpg", "2.jpg", "02.jpg", "10.jpg", "a.jpg", "A.jpg", "a 2.jpg", "a-1.jpg", "a1b2.jpg", "a1b10.jpg", "a01c.jpg",
      "album/IMG_9.jpg", "album/IMG_10.jpg", "Album/img_1.jpg", "album 2/z.jpg", "album 10/a.jpg", "b", "é.jpg",
      "É.jpg",
      "été.jpg", FilePath(bytes: [0xE9]),
    ].sorted(by: FilePath.precedes)
    #expect(
      sorted.map(\.string) == [
        "1.jpg", "02.jpg", "2.jpg", "10.jpg", "a 2.jpg", "a-1.jpg", "A.jpg", "a.jpg", "a1b2.jpg", "a1b10.jpg",
        "a01c.jpg", "Album/img_1.jpg", "album/IMG_9.jpg", "album/IMG_10.jpg", "album 2/z.jpg", "album 10/a.jpg", "b",
        "É.jpg", "é.jpg", "été.jpg", "\u{FFFD}",
      ])
  }

  @Test func `no two paths are equal, and the order has no circles`() {
    var random = SystemRandomNumberGenerator()
    let parts: [[UInt8]] =
      ["a", "A", "0", "1", "10", "é", "É", "/", ".", "-", "İ", "9"].map { Array($0.utf8) } + [[0xC3]]
    let names = (0..<160).map { _ in
      FilePath(bytes: (0..<Int.random(in: 1...6, using: &random)).flatMap { _ in parts.randomElement() ?? [] })
    }
    // A name may be the start of another by its bytes and in the middle of a letter.
    let cut = [[0x61, 0xC3], Array("aé".utf8), Array("aÿ".utf8), Array("aŁ".utf8)].map { FilePath(bytes: $0) }
    let paths = Array(Set(names + cut))
    for a in paths {
      #expect(!FilePath.precedes(a, a))
      for b in paths where a != b { #expect(FilePath.precedes(a, b) != FilePath.precedes(b, a), "\(a) and \(b)") }
    }
    let sorted = paths.sorted(by: FilePath.precedes)
    for (index, a) in sorted.enumerated() {
      #expect(sorted[(index + 1)...].allSatisfy { FilePath.precedes(a, $0) }, "\(a)")
    }
  }

  @Test func `every photo is found in a library that was opened again`() async throws {
    let names: [FilePath] = ["10.jpg", "2.jpg", "a/1.jpg", "A/1.jpg", "a b/1.jpg", "B.jpg", "02.jpg", "b.jpg", "a.jpg"]
    let fixture = try Fixture(Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, "photo p\($0) ann") }))
    let library = try await fixture.indexed()
    let again = try fixture.open()
    #expect(again.photos.map(\.path) == names.sorted(by: FilePath.precedes))
    for (index, name) in names.enumerated() {
      let face = try #require(again.firstFace(name))
      #expect(again.face(face)?.photo.path == name)
      let expected = FakeAnalyser.embedding(of: "p\(index)")
      #expect(zip(again.embedding(of: face) ?? [], expected).allSatisfy { abs($0 - $1) < 1e-6 })
    }
    fixture.photos.remove("2.jpg")
    try fixture.photos.write("photo eve", to: "3.jpg")
    for await _ in library.index() {}
    #expect(library.photos.map(\.path) == ((names + ["3.jpg"]).filter { $0 != "2.jpg" }).sorted(by: FilePath.precedes))
    #expect(library.summary.count(.indexed) == names.count && fixture.log.count == names.count + 1)
  }
}
