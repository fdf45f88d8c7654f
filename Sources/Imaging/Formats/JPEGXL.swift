import CPictures

/// JPEG XL (ISO/IEC 18181) through libjxl, which turns the picture as its header says; of an animation the first frame.
enum JPEGXL: PictureDecoder {
  static var isBuiltIn: Bool { cpictures_is_built_in(CPICTURES_JXL) != 0 }

  static func decode(_ bytes: [UInt8], longSide: Int?) throws(ImageError) -> DecodedPicture {
    try LibraryPicture(bytes, as: CPICTURES_JXL, name: "JPEG XL").decoded(longSide: longSide)
  }

  static func memory(_ bytes: [UInt8], longSide: Int?) throws(ImageError) -> Int {
    try LibraryPicture(bytes, as: CPICTURES_JXL, name: "JPEG XL").memory(longSide: longSide)
  }

  /// A bare codestream has none; a compressed block (`brob`) is not read.
  static func exif(in bytes: [UInt8]) -> EXIFDirectories? {
    // Four bytes say how far behind them the block begins.
    guard let box = Boxes(bytes[...]).first(where: { $0.type == "Exif" }) else { return nil }
    var content = ByteReader(bytes, position: box.content.lowerBound)
    guard let offset = content.bigEndian(4), box.content.count - 4 > offset else { return nil }
    return EXIFDirectories(block: bytes[box.content].dropFirst(4 + offset))
  }
}
