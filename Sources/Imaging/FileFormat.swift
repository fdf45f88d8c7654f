/// What a file is, judged by its first bytes.
enum FileFormat: Equatable {
  case jpeg
  /// Completes the sentence "photo.png: …".
  case other(String)

  init(_ bytes: [UInt8]) {
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if bytes.isEmpty {
      self = .other("the file is empty")
    } else if let name = Self.pictureName(bytes) {
      self = .other("\(name) are not read yet, only JPEG")
    } else {
      self = .other("not a picture that is known here; only JPEG is read")
    }
  }

  private static func pictureName(_ bytes: [UInt8]) -> String? {
    if let brand = isoBrand(bytes) { return name(ofBrand: brand) }
    if tag(bytes, at: 0, is: "RIFF") { return tag(bytes, at: 8, is: "WEBP") ? "WebP pictures" : "AVI and WAV files" }
    if isTIFF(bytes) { return tag(bytes, at: 8, is: "CR") ? "camera raw files" : "TIFF pictures and camera raw files" }
    return signatures.first { bytes.starts(with: $0.bytes) }?.name
  }

  private static let signatures: [(bytes: [UInt8], name: String)] = [
    ([0x89] + Array("PNG".utf8), "PNG pictures"),
    (Array("GIF8".utf8), "GIF pictures"),
    (Array("BM".utf8), "BMP pictures"),
    (Array("8BPS".utf8), "Photoshop files"),
    (Array("%PDF".utf8), "PDF files"),
    (Array("FUJIFILM".utf8), "camera raw files"),
    (Array("IIRO".utf8), "camera raw files"),
    (Array("IIRS".utf8), "camera raw files"),
    (Array("MMOR".utf8), "camera raw files"),
    (Array("IIU\0".utf8), "camera raw files"),
    (Array("FOVb".utf8), "camera raw files"),
    ([0xFF, 0x0A], "JPEG XL pictures"),
    ([0, 0, 0, 0x0C] + Array("JXL ".utf8), "JPEG XL pictures"),
    ([0, 0, 0, 0x0C] + Array("jP  ".utf8), "JPEG 2000 pictures"),
    ([0xFF, 0x4F, 0xFF, 0x51], "JPEG 2000 pictures"),
    ([0, 0, 1, 0], "icons"),
    ([0x1A, 0x45, 0xDF, 0xA3], "videos"),
  ]

  /// The brand of an ISO base media file: HEIC, AVIF, MP4 and their kin.
  private static func isoBrand(_ bytes: [UInt8]) -> String? {
    guard bytes.count >= 12, tag(bytes, at: 4, is: "ftyp") else { return nil }
    return String(decoding: bytes[8..<12], as: UTF8.self)
  }

  private static func name(ofBrand brand: String) -> String {
    switch brand {
    case "avif", "avis": "AVIF pictures"
    case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1": "HEIC pictures"
    case "crx ": "camera raw files"
    default: "videos"
    }
  }

  private static func isTIFF(_ bytes: [UInt8]) -> Bool {
    [[0x49, 0x49, 42, 0], [0x4D, 0x4D, 0, 42], [0x49, 0x49, 43, 0], [0x4D, 0x4D, 0, 43]].contains {
      bytes.starts(with: $0)
    }
  }

  private static func tag(_ bytes: [UInt8], at offset: Int, is text: String) -> Bool {
    bytes.dropFirst(offset).starts(with: text.utf8)
  }
}
