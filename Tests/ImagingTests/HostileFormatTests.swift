import CPictures
import Testing

@testable import Imaging

@Suite struct `Damaged files of every format` {
  private func attempt(_ bytes: [UInt8]) {
    _ = PhotoDetails(photo: bytes)
    do throws(ImageError) {
      let photo = try DecodedPhoto(bytes, longSide: 64)
      #expect(photo.image.width > 0 && (1...8).contains(photo.orientation))
    } catch {
      #expect(!error.description.isEmpty && !error.description.contains("\n"))
    }
  }

  @Test(.timeLimit(.minutes(2)), arguments: FormatFile.readable)
  func `cut and flipped files give a picture or a reason`(name: String) throws {
    let whole = try FormatFile.bytes(name)
    var generator = SeededGenerator(state: UInt64(whole.count))
    for share in 0..<24 { attempt(Array(whole.prefix(whole.count * share / 24))) }
    for round in 0..<60 {
      var bytes = whole
      // Headers stand at the beginning, and of TIFF often at the end.
      let area = [bytes.indices, 0..<min(600, bytes.count), max(0, bytes.count - 600)..<bytes.count][round % 3]
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        bytes[Int.random(in: area, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      attempt(bytes)
    }
  }

  @Test(.enabled(if: FormatFile.isReadable("photo.png"))) func `a file that is cut off shows what came`() throws {
    let bytes = try FormatFile.bytes("photo.png")
    let photo = try DecodedPhoto(Array(bytes.prefix(bytes.count / 2)))
    let warning = try #require(photo.warning)
    #expect(warning.contains("damaged PNG: only the upper") && warning.contains("the data end too early"))
    #expect(photo.image[10, 310] == [128, 128, 128])
    let whole = try DecodedPhoto(bytes).image
    #expect(photo.image[10, 10] == whole[10, 10])
  }

  @Test(.enabled(if: FormatFile.isReadable("photo.png")))
  func `a header that promises too much is refused before memory is taken`() throws {
    let bytes = try FormatFile.bytes("photo.png")
    func sized(_ width: Int, _ height: Int) -> [UInt8] {
      func number(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 0xFF) } }
      var file = bytes
      file.replaceSubrange(16..<24, with: number(width) + number(height))
      // The checksum of the header.
      file.replaceSubrange(29..<33, with: number(Int(checksum(file[12..<29]))))
      return file
    }
    #expect { try DecodedPhoto(sized(900_000, 900_000)) } throws: { "\($0)".contains("too large") }
    #expect { try DecodedPhoto(sized(15_000, 15_000)) } throws: { "\($0)".contains("cannot hold 15000×15000 pixels") }
  }

  /// CRC-32 (ISO/IEC 15948, annex D).
  private func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
  }
}
