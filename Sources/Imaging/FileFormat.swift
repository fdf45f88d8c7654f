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

  /// Whether the bytes are those of a picture, in a format that is read or not.
  static func isPicture(_ bytes: [UInt8]) -> Bool {
    guard let name = pictureName(bytes) else { return self.init(bytes) == .jpeg }
    // Two letters alone could begin a text; four bytes of a bitmap's header are reserved and 0.
    if tag(bytes, at: 0, is: "BM"), !bytes.dropFirst(6).starts(with: [0, 0, 0, 0]) { return false }
    return name.hasSuffix("pictures") || name.hasSuffix("camera raw files")
  }

  private static func pictureName(_ bytes: [UInt8]) -> String? {
    if tag(bytes, at: 4, is: "ftyp") { return name(ofBrands: isoBrands(bytes)) }
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

  /// The major and the compatible brands of an ISO base media file: HEIC, AVIF, MP4 and their kin.
  /// Source: ISO/IEC 14496-12, section 4.3 (size, "ftyp", major brand, its version, compatible brands).
  private static func isoBrands(_ bytes: [UInt8]) -> [String] {
    let size = bytes[..<4].reduce(0) { $0 << 8 | Int($1) }
    let compatible = stride(from: 16, to: min(size, bytes.count, 1024), by: 4)
    return ([8] + compatible).map { String(decoding: bytes[$0...].prefix(4), as: UTF8.self) }
  }

  /// The major brand decides, where it does not leave open how the pictures are coded.
  private static func name(ofBrands brands: [String]) -> String {
    let names = brands.lazy.compactMap { pictureBrands[$0] }
    if let name = names.first { return name }
    return brands.contains { ["mif1", "msf1", "mif2", "miaf"].contains($0) } ? "HEIF pictures" : "videos"
  }

  private static let pictureBrands: [String: String] = [
    "avif": "AVIF pictures", "avis": "AVIF pictures", "heic": "HEIC pictures", "heix": "HEIC pictures",
    "heim": "HEIC pictures", "heis": "HEIC pictures", "hevc": "HEIC pictures", "hevx": "HEIC pictures",
    "crx ": "camera raw files",
  ]

  private static func isTIFF(_ bytes: [UInt8]) -> Bool {
    [[0x49, 0x49, 42, 0], [0x4D, 0x4D, 0, 42], [0x49, 0x49, 43, 0], [0x4D, 0x4D, 0, 43]].contains {
      bytes.starts(with: $0)
    }
  }

  private static func tag(_ bytes: [UInt8], at offset: Int, is text: String) -> Bool {
    bytes.dropFirst(offset).starts(with: text.utf8)
  }
}
