import Testing

@testable import Imaging

struct EXIFTests {
  private let picture: [UInt8]

  init() throws { picture = try PixelImage.gradient(width: 24, height: 16).jpeg(quality: 80) }

  @Test(arguments: [false, true], 1...8)
  func `orientation and time are read in both byte orders`(bigEndian: Bool, orientation: UInt16) throws {
    let block = EXIFBlock(
      orientation: orientation, dateTime: "2001:01:01 00:00:00", dateTimeOriginal: "2024:05:06 07:08:09",
      bigEndian: bigEndian)
    let photo = try DecodedPhoto(block.inserted(into: picture))
    #expect(photo.orientation == Int(orientation))
    #expect(photo.captured == "2024-05-06 07:08:09")
    #expect(photo.width == (orientation < 5 ? 24 : 16))
  }

  @Test func `the file's own time stands in for the missing time of capture`() throws {
    let block = EXIFBlock(dateTime: "2001:12:31 23:59:60")
    #expect(try DecodedPhoto(block.inserted(into: picture)).captured == "2001-12-31 23:59:60")
    #expect(try DecodedPhoto(picture).captured == nil)
  }

  @Test func `the time of digitising comes before the file's own`() throws {
    func captured(_ original: String?, _ digitized: String?) throws -> String? {
      let block = EXIFBlock(
        dateTime: "2001:01:01 00:00:00", dateTimeOriginal: original, dateTimeDigitized: digitized)
      return try DecodedPhoto(block.inserted(into: picture)).captured
    }
    #expect(try captured("2024:05:06 07:08:09", "2023:05:06 07:08:09") == "2024-05-06 07:08:09")
    #expect(try captured(nil, "2023:05:06 07:08:09") == "2023-05-06 07:08:09")
    #expect(try captured("0000:00:00 00:00:00", "2023:05:06 07:08:09") == "2023-05-06 07:08:09")
    #expect(try captured("0000:00:00 00:00:00", nil) == nil)
    #expect(try captured("    :  :     :  :  ", "2023:02:29 07:08:09") == nil)
  }

  @Test(arguments: [
    ("2024:02:29", true), ("2023:02:29", false), ("2000:02:29", true), ("1900:02:29", false), ("2024:02:30", false),
    ("2024:04:30", true), ("2024:04:31", false), ("2024:12:31", true), ("2024:12:32", false), ("2024:00:10", false),
    ("2024:10:00", false), ("0000:10:10", false), ("1825:10:10", false), ("1826:10:10", true), ("2101:01:01", false),
  ])
  func `days that no calendar has are no time`(day: String, exists: Bool) {
    #expect((EXIF.date("\(day) 12:00:00") != nil) == exists)
  }

  @Test(arguments: ["0000:00:00 00:00:00", "    :  :     :  :  ", "2024:13:01 00:00:00", "2024", "2024:05:06 24:00:00"])
  func `a camera without a clock gives no time`(text: String) throws {
    let photo = try DecodedPhoto(EXIFBlock(dateTimeOriginal: text).inserted(into: picture))
    #expect(photo.captured == nil)
  }

  @Test(arguments: [0, 9, 65535] as [UInt16])
  func `an orientation that does not exist counts as upright`(orientation: UInt16) throws {
    #expect(try DecodedPhoto(EXIFBlock(orientation: orientation).inserted(into: picture)).orientation == 1)
  }

  @Test func `damaged blocks neither crash nor hide the picture`() throws {
    let block = EXIFBlock(orientation: 6, dateTime: "2001:01:01 00:00:00", dateTimeOriginal: "2024:05:06 07:08:09")
    let whole = block.inserted(into: picture)
    let range = 12..<(whole.count - picture.count + 2)
    var generator = SeededGenerator(state: 11)
    for _ in 0..<3000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        bytes[Int.random(in: range, using: &generator)] = [0, 1, 0x7F, 0xFF].randomElement(using: &generator) ?? 0
      }
      #expect((1...8).contains(EXIF(jpeg: bytes).orientation))
    }
    for length in 0..<whole.count { _ = EXIF(jpeg: Array(whole.prefix(length))) }
  }

  @Test func `a directory that points at itself ends`() throws {
    var block = EXIFBlock(orientation: 3).inserted(into: picture)
    // The tag becomes "Exif directory", its value the offset of the directory in which it stands.
    let entry = 12 + 10
    block.replaceSubrange(entry..<entry + 12, with: [0x69, 0x87, 4, 0, 1, 0, 0, 0, 8, 0, 0, 0])
    #expect(EXIF(jpeg: block) == EXIF())
  }
}
