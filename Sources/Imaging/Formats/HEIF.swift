import CPictures

/// HEIC and AVIF (ISO/IEC 23008-12) through libheif, which turns the main picture as its `irot` and `imir` say; the
/// orientation in EXIF only repeats them.
enum HEIF: PictureDecoder {
  static var isBuiltIn: Bool { cpictures_is_built_in(CPICTURES_HEIF) != 0 }

  static func decode(_ bytes: [UInt8], longSide: Int?) throws(ImageError) -> DecodedPicture {
    try picture(bytes).decoded(longSide: longSide)
  }

  static func memory(_ bytes: [UInt8], longSide: Int?) throws(ImageError) -> Int {
    try picture(bytes).memory(longSide: longSide)
  }

  private static func picture(_ bytes: [UInt8]) throws(ImageError) -> LibraryPicture {
    let name = FileFormat(bytes).name
    try HEIFItems(bytes)?.check(name)
    return try LibraryPicture(bytes, as: CPICTURES_HEIF, name: name)
  }

  static func exif(in bytes: [UInt8]) -> EXIFDirectories? {
    var block: UnsafeMutablePointer<UInt8>?
    var count = 0
    guard cpictures_heif_exif(bytes, bytes.count, &block, &count) == 0, let block else { return nil }
    defer { cpictures_free(block) }
    return EXIFDirectories(block: Array(UnsafeBufferPointer(start: block, count: count))[...])
  }
}
