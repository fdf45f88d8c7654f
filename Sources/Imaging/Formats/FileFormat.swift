/// What a file is, judged by its first bytes; of TIFF's form by its directories, too.
enum FileFormat: Equatable {
  case jpeg, png, webp, tiff, raw, jpegXL
  /// HEIC, AVIF, or HEIF where the file does not say how its pictures are coded.
  case heif(String)
  /// What is not read. Completes the sentence "photo.gif: …".
  case other(String)

  static let unknown = "not a picture that is known here"

  init(_ bytes: [UInt8]) {
    if bytes.isEmpty {
      self = .other("the file is empty")
    } else if Self.tag(bytes, at: 4, is: "ftyp") {
      self = Self.format(ofBrands: Self.isoBrands(bytes))
    } else if Self.tag(bytes, at: 0, is: "RIFF") {
      self = Self.tag(bytes, at: 8, is: "WEBP") ? .webp : .other("AVI and WAV files are not read")
    } else if Self.isTIFF(bytes) {
      let isRaw = Self.tag(bytes, at: 8, is: "CR") || TIFF(bytes: bytes[...])?.isCameraRaw == true
      self = isRaw ? .raw : .tiff
    } else {
      self = Self.signatures.first { bytes.starts(with: $0.bytes) }?.format ?? .other(Self.unknown)
    }
  }

  /// As in "damaged PNG".
  var name: String {
    switch self {
    case .jpeg: "JPEG"
    case .png: "PNG"
    case .webp: "WebP"
    case .tiff: "TIFF"
    case .raw: "camera raw"
    case .jpegXL: "JPEG XL"
    case .heif(let name): name
    case .other: "file"
    }
  }

  /// What reads it; nil where nothing does.
  var decoder: (any PictureDecoder.Type)? {
    switch self {
    case .jpeg: JPEG.self
    case .png: PNG.self
    case .webp: WebP.self
    case .heif: HEIF.self
    case .tiff: TIFFPicture.self
    case .raw: CameraRaw.self
    case .jpegXL: JPEGXL.self
    case .other: nil
    }
  }

  /// Why a file is not read; nil where it is.
  var reasonAgainst: String? {
    if case .other(let reason) = self { return reason }
    guard let decoder, !decoder.isBuiltIn else { return nil }
    return "\(name) is not built in: this facetui was made without \(library)"
  }

  private var library: String {
    switch self {
    case .png: "libpng"
    case .webp: "libwebp"
    case .heif: "libheif"
    case .tiff: "libtiff"
    case .raw: "LibRaw"
    case .jpegXL: "libjxl"
    case .jpeg, .other: "its library"
    }
  }

  /// Whether the bytes are those of a picture, in a format that is read or not.
  static func isPicture(_ bytes: [UInt8]) -> Bool {
    // Two letters alone could begin a text; four bytes of a bitmap's header are reserved and 0.
    if tag(bytes, at: 0, is: "BM"), !bytes.dropFirst(6).starts(with: [0, 0, 0, 0]) { return false }
    guard case .other(let reason) = FileFormat(bytes) else { return true }
    return reason.hasSuffix("pictures are not read")
  }

  private static let signatures: [(bytes: [UInt8], format: FileFormat)] = [
    ([0xFF, 0xD8, 0xFF], .jpeg),
    ([0x89] + Array("PNG".utf8), .png),
    (Array("FUJIFILM".utf8), .raw),
    (Array("IIRO".utf8), .raw),
    (Array("IIRS".utf8), .raw),
    (Array("MMOR".utf8), .raw),
    (Array("IIU\0".utf8), .raw),
    (Array("FOVb".utf8), .raw),
    ([0, 0x4D, 0x52, 0x4D], .raw),
    (Array("II\u{1A}\0\0\0HEAPCCDR".utf8), .raw),
    ([0xFF, 0x0A], .jpegXL),
    ([0, 0, 0, 0x0C] + Array("JXL ".utf8), .jpegXL),
    (Array("GIF8".utf8), .other("GIF pictures are not read")),
    (Array("BM".utf8), .other("BMP pictures are not read")),
    (Array("8BPS".utf8), .other("Photoshop files are not read")),
    (Array("%PDF".utf8), .other("PDF files are not read")),
    ([0, 0, 0, 0x0C] + Array("jP  ".utf8), .other("JPEG 2000 pictures are not read")),
    ([0xFF, 0x4F, 0xFF, 0x51], .other("JPEG 2000 pictures are not read")),
    ([0, 0, 1, 0], .other("icons are not read")),
    ([0x1A, 0x45, 0xDF, 0xA3], .other("videos are not read")),
  ]

  /// The major and the compatible brands of an ISO base media file: HEIC, AVIF, MP4 and their kin.
  /// Source: ISO/IEC 14496-12, section 4.3 (size, "ftyp", major brand, its version, compatible brands).
  private static func isoBrands(_ bytes: [UInt8]) -> [String] {
    let size = bytes[..<4].reduce(0) { $0 << 8 | Int($1) }
    let compatible = stride(from: 16, to: min(size, bytes.count, 1024), by: 4)
    return ([8] + compatible).map { String(decoding: bytes[min($0, bytes.count)...].prefix(4), as: UTF8.self) }
  }

  /// The major brand decides, where it does not leave open how the pictures are coded.
  private static func format(ofBrands brands: [String]) -> FileFormat {
    if brands.first == "crx " { return .raw }
    if let name = brands.lazy.compactMap({ pictureBrands[$0] }).first { return .heif(name) }
    return brands.contains { ["mif1", "msf1", "mif2", "miaf"].contains($0) }
      ? .heif("HEIF") : .other("videos are not read")
  }

  private static let pictureBrands: [String: String] = [
    "avif": "AVIF", "avis": "AVIF", "heic": "HEIC", "heix": "HEIC", "heim": "HEIC", "heis": "HEIC", "hevc": "HEIC",
    "hevx": "HEIC",
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
