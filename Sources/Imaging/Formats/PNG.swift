import CPictures

/// PNG (ISO/IEC 15948, with the eXIf chunk of its third edition) through libpng; of an animation the default picture.
enum PNG: PictureDecoder {
  static var isBuiltIn: Bool { cpictures_is_built_in(CPICTURES_PNG) != 0 }

  static func decode(_ bytes: [UInt8], longSide: Int?) throws(ImageError) -> DecodedPicture {
    try LibraryPicture(bytes, as: CPICTURES_PNG, name: "PNG").decoded(longSide: longSide)
  }

  static func memory(_ bytes: [UInt8], longSide: Int?) throws(ImageError) -> Int {
    try LibraryPicture(bytes, as: CPICTURES_PNG, name: "PNG").memory(longSide: longSide)
  }

  static func exif(in bytes: [UInt8]) -> EXIFDirectories? {
    var chunks = ByteReader(bytes, position: 8)
    // Length, type, data, checksum.
    while let length = chunks.bigEndian(4), let type = chunks.text(4), let data = chunks.take(length) {
      if type == "eXIf" { return EXIFDirectories(block: data) }
      _ = chunks.take(4)
    }
    return nil
  }
}
