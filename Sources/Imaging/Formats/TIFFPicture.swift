import CPictures

/// TIFF 6.0 and BigTIFF through libtiff; of several pages the first.
enum TIFFPicture: PictureDecoder {
  static var isBuiltIn: Bool { cpictures_is_built_in(CPICTURES_TIFF) != 0 }

  static func decode(_ bytes: [UInt8], longSide: Int?) throws(ImageError) -> DecodedPicture {
    try LibraryPicture(bytes, as: CPICTURES_TIFF, name: "TIFF").decoded(longSide: longSide)
  }

  static func memory(_ bytes: [UInt8], longSide: Int?) throws(ImageError) -> Int {
    try LibraryPicture(bytes, as: CPICTURES_TIFF, name: "TIFF").memory(longSide: longSide)
  }

  static func exif(in bytes: [UInt8]) -> EXIFDirectories? { EXIFDirectories(block: bytes[...]) }
}

extension TIFF {
  /// Whether a directory, or one inside it, holds what a sensor saw. Source: TIFF/EP and DNG 1.4 (photometric
  /// interpretations 32803 and 34892, DNGVersion), and the compressions of Sony, Samsung, Nikon and Pentax.
  var isCameraRaw: Bool {
    let main = mainDirectory
    if main[0xC612] != nil { return true }
    let inner = main[0x014A].map { offsets($0, atMost: 8) } ?? []
    return ([main] + inner.map(directory)).contains { entries in
      let kind = entries[0x0106].flatMap(integer) ?? 0
      let compression = entries[0x0103].flatMap(integer) ?? 0
      return [32803, 34892].contains(kind) || [32767, 32769, 34713, 65535].contains(compression)
    }
  }
}
