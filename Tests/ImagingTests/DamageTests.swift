import Testing

@testable import Imaging

/// What a damaged file is said to lack is what it lacks.
struct DamageTests {
  private let whole: PixelImage

  init() throws { whole = try DecodedPhoto(RestartFile.bytes).image }

  /// The rows of blocks, 0 to 7, in which pixels differ from those of the whole file; the lines at their edges do not
  /// count, as their colours are mixed with those of the neighbours.
  private func differingRows(_ image: PixelImage) -> [Int] {
    let line = whole.width * 3
    let height = whole.height / RestartFile.rows
    return (0..<RestartFile.rows).filter { row in
      let part = (row * height + 2) * line..<((row + 1) * height - 2) * line
      return zip(image.pixels[part], whole.pixels[part]).contains { abs(Int($0) - Int($1)) > 8 }
    }
  }

  @Test func `a whole file is not damaged`() throws {
    #expect(try DecodedPhoto(RestartFile.bytes).warning == nil)
    #expect(RestartFile.markers.count == RestartFile.rows - 1)
  }

  @Test(arguments: 0..<RestartFile.rows)
  func `one damaged interval is all that is missing`(row: Int) throws {
    let photo = try DecodedPhoto(RestartFile.damaged(row: row))
    #expect(photo.warning == "damaged JPEG: about 13 % of the picture is missing")
    #expect(differingRows(photo.image) == [row])
  }

  @Test(arguments: [(1, 13), (2, 25)])
  func `intervals that are not there are missing`(count: Int, percent: Int) throws {
    let (start, end) = (RestartFile.markers[2], RestartFile.markers[2 + count])
    let photo = try DecodedPhoto(Array(RestartFile.bytes[..<start] + RestartFile.bytes[end...]))
    #expect(photo.warning == "damaged JPEG: about \(percent) % of the picture is missing")
    #expect(differingRows(photo.image).allSatisfy { (2...2 + count).contains($0) })
  }

  @Test(arguments: [3, 4, 5])
  func `where many intervals are not there, the others move up`(count: Int) throws {
    let (start, end) = (RestartFile.markers[0], RestartFile.markers[count])
    let photo = try DecodedPhoto(Array(RestartFile.bytes[..<start] + RestartFile.bytes[end...]))
    let missing = Double(100 * count) / Double(RestartFile.rows)
    #expect(photo.warning == "damaged JPEG: about \(Int(missing.rounded())) % of the picture is missing")
    #expect(!differingRows(photo.image).contains(0))
  }

  @Test func `several damaged intervals add up`() throws {
    let first = RestartFile.damaged(row: 5)
    let marker = RestartFile.markers[1]
    let photo = try DecodedPhoto(Array(first[..<(marker - 8)] + first[marker...]))
    #expect(photo.warning == "damaged JPEG: about 25 % of the picture is missing")
    #expect(differingRows(photo.image) == [1, 5])
  }

  @Test func `a byte that looks like a marker costs one interval`() throws {
    var bytes = RestartFile.bytes
    let middle = (RestartFile.markers[3] + RestartFile.markers[4]) / 2
    bytes.replaceSubrange(middle..<middle + 2, with: [0xFF, 0x33])
    let photo = try DecodedPhoto(bytes)
    #expect(photo.warning == "damaged JPEG: about 13 % of the picture is missing")
    #expect(differingRows(photo.image) == [4])
  }

  @Test(arguments: [[], [0xFF, 0xD9]] as [[UInt8]])
  func `a file that ends early is cut off`(ending: [UInt8]) throws {
    let bytes = Array(RestartFile.bytes[..<(RestartFile.markers[3] + 20)] + ending)
    let photo = try DecodedPhoto(bytes)
    #expect(photo.warning == "the file is cut off: only the upper 50 % of the picture are there")
    #expect(differingRows(photo.image).allSatisfy { $0 >= 4 })
  }

  @Test func `a file that lacks its end marker alone lacks nothing`() throws {
    for bytes in [RestartFile.bytes, try whole.jpeg(quality: 80)] {
      #expect(bytes.suffix(2) == [0xFF, 0xD9])
      #expect(try DecodedPhoto(bytes.dropLast(2)).warning == nil)
      #expect(try DecodedPhoto(bytes.dropLast(60)).warning?.contains("cut off: only the upper") == true)
    }
  }

  @Test func `a progressive file that ends early is cut off`() throws {
    // The bomb's first scan is whole, and a progressive file may lack whole scans.
    let bytes = SmallFiles.scanBomb(scans: 3)
    #expect(try DecodedPhoto(bytes.dropLast(2)).warning == nil)
    let first = bytes.count - 2 - 3 * 12
    let warning = "the file is cut off: all of the picture is there, but not all of its details"
    #expect(try DecodedPhoto(Array(bytes[..<first])).warning == warning)
    #expect(try DecodedPhoto(Array(bytes[..<(first - 1024)])).warning?.contains("cut off: only the upper") == true)
  }

  @Test func `damage and an early end are both told`() throws {
    let bytes = Array(RestartFile.damaged(row: 1)[..<(RestartFile.markers[3] + 12)])
    let warning = try #require(try DecodedPhoto(bytes).warning)
    #expect(warning.contains("cut off: only the upper 50 % of the picture are there, and about 13 % of it is missing"))
  }

  @Test func `a file without one pixel is refused`() {
    #expect(throws: ImageError.unreadable("damaged JPEG: the pixels are missing")) {
      try DecodedPhoto(Array(RestartFile.bytes[..<(RestartFile.markers[0] - 30)]))
    }
  }
}
