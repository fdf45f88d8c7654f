import CPictures

/// WebP (RFC 9649) through libwebp; of an animation the first frame.
enum WebP: PictureDecoder {
  static var isBuiltIn: Bool { cpictures_is_built_in(CPICTURES_WEBP) != 0 }

  static func decode(_ bytes: [UInt8], longSide: Int?) throws(ImageError) -> DecodedPicture {
    try LibraryPicture(bytes, as: CPICTURES_WEBP, name: "WebP").decoded(longSide: longSide)
  }

  static func memory(_ bytes: [UInt8], longSide: Int?) throws(ImageError) -> Int {
    try LibraryPicture(bytes, as: CPICTURES_WEBP, name: "WebP").memory(longSide: longSide)
  }

  static func exif(in bytes: [UInt8]) -> EXIFDirectories? {
    var chunks = ByteReader(bytes, position: 12)
    while let type = chunks.text(4), let length = chunks.littleEndian(4), let data = chunks.take(length) {
      // Some programs put JPEG's signature before the block.
      if type == "EXIF" {
        return EXIFDirectories(block: data.starts(with: Array("Exif\0\0".utf8)) ? data.dropFirst(6) : data)
      }
      _ = chunks.take(length % 2)
    }
    return nil
  }
}
