import Testing

@testable import Imaging

struct PhotoDetailsTests {
  private func block(bigEndian: Bool = false) -> TIFFBlock {
    var block = TIFFBlock(bigEndian: bigEndian)
    block.text(0x010F, "  Acme ", in: \.main)
    block.text(0x0110, "X1", in: \.main)
    block.short(0x0112, 6, in: \.main)
    block.fractions(0x829A, [(1, 250)], in: \.shot)
    block.fractions(0x829D, [(28, 10)], in: \.shot)
    block.short(0x8827, 400, in: \.shot)
    block.text(0x9003, "2024:05:06 07:08:09", in: \.shot)
    block.fractions(0x920A, [(50, 1)], in: \.shot)
    block.short(0xA405, 75, in: \.shot)
    block.text(0xA434, "Acme 50 mm F1.8", in: \.shot)
    block.text(1, "S", in: \.place)
    block.fractions(2, [(33, 1), (51, 1), (3600, 100)], in: \.place)
    block.text(3, "E", in: \.place)
    block.fractions(4, [(151, 1), (12, 1), (0, 1)], in: \.place)
    block.place.append(TIFFBlock.Entry(tag: 5, type: 1, count: 1, value: [1]))
    block.fractions(6, [(125, 10)], in: \.place)
    return block
  }

  @Test(arguments: [false, true])
  func `all that is told is read in both byte orders`(bigEndian: Bool) throws {
    let details = PhotoDetails(jpeg: block(bigEndian: bigEndian).jpeg)
    var expected = PhotoDetails()
    expected.hasEXIF = true
    expected.captured = "2024-05-06 07:08:09"
    (expected.make, expected.model, expected.lens) = ("Acme", "X1", "Acme 50 mm F1.8")
    expected.exposure = Fraction(numerator: 1, denominator: 250)
    (expected.aperture, expected.iso, expected.focalLength, expected.focalLengthOnFilm) = (2.8, 400, 50, 75)
    expected.place = PhotoDetails.Place(latitude: -(33 + 51.0 / 60 + 36.0 / 3600), longitude: 151.2)
    (expected.altitude, expected.orientation) = (-12.5, 6)
    #expect(details == expected)
  }

  @Test func `nothing is invented where nothing is told`() {
    #expect(PhotoDetails(jpeg: []) == PhotoDetails())
    #expect(PhotoDetails(jpeg: [0xFF, 0xD8, 0xFF, 0xD9]) == PhotoDetails())
    var empty = TIFFBlock()
    empty.text(0x010F, "    ", in: \.main)
    let details = PhotoDetails(jpeg: empty.jpeg)
    #expect(details.hasEXIF && details.make == nil)
  }

  @Test func `what cannot be true is left out`() {
    var block = TIFFBlock()
    block.fractions(0x829A, [(0, 250)], in: \.shot)
    block.fractions(0x829D, [(28, 0)], in: \.shot)
    block.short(0x8827, 0, in: \.shot)
    block.short(0x0112, 9, in: \.main)
    block.text(1, "N", in: \.place)
    block.fractions(2, [(91, 1), (0, 1), (0, 1)], in: \.place)
    block.text(3, "E", in: \.place)
    block.fractions(4, [(10, 1), (0, 1), (0, 1)], in: \.place)
    var expected = PhotoDetails()
    expected.hasEXIF = true
    #expect(PhotoDetails(jpeg: block.jpeg) == expected)
  }

  @Test(arguments: ["", "Q", "N"])
  func `coordinates without a hemisphere or a part are no place`(_ hemisphere: String) {
    var block = TIFFBlock()
    block.text(1, hemisphere, in: \.place)
    block.fractions(2, hemisphere == "N" ? [(10, 1), (0, 1)] : [(10, 1), (0, 1), (0, 1)], in: \.place)
    block.text(3, "E", in: \.place)
    block.fractions(4, [(10, 1), (0, 1), (0, 1)], in: \.place)
    #expect(PhotoDetails(jpeg: block.jpeg).place == nil)
  }

  @Test func `a large sensitivity stands in an entry of its own`() {
    var block = TIFFBlock()
    block.short(0x8827, 65_535, in: \.shot)
    block.shot.append(TIFFBlock.Entry(tag: 0x8833, type: 4, count: 1, value: block.number(102_400, 4)))
    #expect(PhotoDetails(jpeg: block.jpeg).iso == 102_400)
  }

  @Test func `values of other types than they should have are not read`() {
    let whole = block()
    for type in [0, 1, 2, 3, 4, 5, 7, 10, 12, 65_535] {
      var wrong = whole
      for index in wrong.main.indices { wrong.main[index].type = type }
      for index in wrong.shot.indices { wrong.shot[index].type = type }
      for index in wrong.place.indices { wrong.place[index].type = type }
      let details = PhotoDetails(jpeg: wrong.jpeg)
      if type != 2 { #expect(details.make == nil && details.lens == nil, "type \(type)") }
      if type != 5 { #expect(details.exposure == nil && details.place == nil, "type \(type)") }
    }
  }

  @Test func `counts and offsets beyond the block are not followed`() {
    for count in [0, 2, 65_535, 65_536, 0x7FFF_FFFF, 0xFFFF_FFFF] {
      var wrong = block()
      for index in wrong.main.indices { wrong.main[index].count = count }
      for index in wrong.shot.indices { wrong.shot[index].count = count }
      for index in wrong.place.indices { wrong.place[index].count = count }
      #expect(PhotoDetails(jpeg: wrong.jpeg).place == nil)
    }
    var pointers = TIFFBlock()
    for (tag, offset) in [(0x8769, 8), (0x8825, 8), (0x0110, 0xFFFF_FFFF)] {
      pointers.main.append(TIFFBlock.Entry(tag: tag, type: 4, count: 1, value: pointers.number(offset, 4)))
    }
    #expect(PhotoDetails(jpeg: pointers.jpeg).model == nil)
  }

  @Test func `every beginning and many damages of a block are read without harm`() {
    let whole = block().jpeg
    for length in 0..<whole.count { _ = PhotoDetails(jpeg: Array(whole.prefix(length))) }
    var generator = SeededGenerator(state: 5)
    for _ in 0..<5000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        bytes[Int.random(in: 12..<whole.count, using: &generator)] =
          [0, 1, 5, 0x7F, 0xFF].randomElement(using: &generator) ?? 0
      }
      let details = PhotoDetails(jpeg: bytes)
      if let place = details.place {
        #expect(abs(place.latitude) <= 90 && abs(place.longitude) <= 180)
      }
      #expect(details.exposure.map { $0.value > 0 && $0.value <= 1e6 } ?? true)
    }
  }

  @Test func `Canon's CR3 keeps a block for each kind of fact in a box of its own`() {
    func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
      let size = content.count + 8
      return [0, 0, UInt8(size >> 8), UInt8(size & 0xFF)] + Array(type.utf8) + content
    }
    var main = TIFFBlock()
    main.text(0x010F, "Canon", in: \.main)
    main.short(0x0112, 8, in: \.main)
    var shot = TIFFBlock()
    shot.text(0x9003, "2021:05:06 07:08:09", in: \.main)
    shot.short(0x8827, 200, in: \.main)
    let blocks = box("CMT1", main.bytes) + box("CMT2", shot.bytes)
    let movie = box("moov", box("uuid", [UInt8](repeating: 7, count: 16) + blocks))
    let file = box("ftyp", Array("crx \0\0\0\u{1}crx isom".utf8)) + movie
    let details = PhotoDetails(photo: file)
    #expect(details.make == "Canon" && details.orientation == 8 && details.iso == 200)
    #expect(details.captured == "2021-05-06 07:08:09")
    for length in 0..<file.count { _ = PhotoDetails(photo: Array(file.prefix(length))) }
  }
}
