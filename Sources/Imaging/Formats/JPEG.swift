import CJPEG

/// JPEG through libjpeg, in pixels as stored. Of files with several pictures (MPO, motion photos, Ultra HDR) the first,
/// which is the photo; what follows it in the file is not looked at.
enum JPEG: PictureDecoder {
  static let isBuiltIn = true

  /// - Parameter longSide: shrinks by 2, 4 or 8 as long as the longer side keeps this many pixels; more where the picture
  ///   would have over `PictureBounds.mostDecodedPixels`.
  static func decode(_ bytes: [UInt8], longSide: Int?) throws(ImageError) -> DecodedPicture {
    let (width, height) = try size(of: bytes)
    let denominator = PictureBounds.denominator(width: width, height: height, longSide: longSide)
    let columns = (width + denominator - 1) / denominator
    let rows = (height + denominator - 1) / denominator
    var report = cjpeg_report()
    var status: Int32 = -1
    let pixels = [UInt8](unsafeUninitializedCapacity: columns * rows * 3) { target, count in
      status = cjpeg_decode(
        bytes, bytes.count, UInt32(denominator), target.baseAddress, columns * rows * 3, &report)
      count = status == 0 ? columns * rows * 3 : 0
    }
    guard status == 0 else { throw refusal(report) }
    guard report.complete > 0 else { throw .unreadable("damaged JPEG: the pixels are missing") }
    return DecodedPicture(
      image: PixelImage(width: columns, height: rows, pixels: pixels), width: width, height: height,
      warning: warning(report), profile: profile(in: bytes))
  }

  static func memory(_ bytes: [UInt8], longSide: Int?) throws(ImageError) -> Int {
    let header = try header(of: bytes)
    let denominator = PictureBounds.denominator(width: header.width, height: header.height, longSide: longSide)
    return header.coefficients
      + PictureBounds.memory(width: header.width, height: header.height, denominator: denominator)
  }

  static func encode(_ image: PixelImage, quality: Int) throws(ImageError) -> [UInt8] {
    var report = cjpeg_report()
    var buffer: UnsafeMutablePointer<UInt8>?
    var count = 0
    let status = cjpeg_encode(
      image.pixels, UInt32(image.width), UInt32(image.height), Int32(min(max(quality, 1), 100)), &buffer, &count,
      &report)
    guard status == 0, let buffer else { throw .unreadable("cannot be written as JPEG: \(message(report))") }
    defer { cjpeg_free(buffer) }
    return Array(UnsafeBufferPointer(start: buffer, count: count))
  }

  /// Of the whole picture; throws where it may not be decoded.
  static func size(of bytes: [UInt8]) throws(ImageError) -> (width: Int, height: Int) {
    let header = try header(of: bytes)
    return (header.width, header.height)
  }

  /// - Returns: also the bytes of coefficients, where the file's scans refine each other.
  private static func header(
    of bytes: [UInt8]
  ) throws(ImageError) -> (width: Int, height: Int, coefficients: Int) {
    var report = cjpeg_report()
    guard cjpeg_read_header(bytes, bytes.count, &report) == 0 else { throw refusal(report) }
    let width = Int(report.width)
    let height = Int(report.height)
    let pixels = width * height
    guard width > 0, height > 0 else { throw .unreadable("damaged JPEG: it has no size") }
    try PictureBounds.check(width: width, height: height)
    // Huffman codes take at least a bit per block of 64, so a large picture in a tiny file is a trap for memory.
    guard pixels < 20_000_000 || bytes.count >= pixels / 512 else {
      throw .unreadable("damaged JPEG: \(bytes.count) bytes cannot hold \(width)×\(height) pixels")
    }
    let (memory, most) = (Int(report.coefficient_bytes) >> 20, Int(CJPEG_MOST_COEFFICIENT_BYTES) >> 20)
    guard memory <= most else {
      throw .unreadable(
        "too large: a progressive JPEG of \(width)×\(height) pixels takes \(memory) MiB to decode, at most \(most) are used"
      )
    }
    return (width, height, Int(report.coefficient_bytes))
  }

  /// The mean brightness of each block in whole MCUs; nil where the picture has none: it is of inks, or too small.
  static func blocks(of bytes: [UInt8]) throws(ImageError) -> Plane? {
    _ = try header(of: bytes)
    var report = cjpeg_report()
    guard cjpeg_read_header(bytes, bytes.count, &report) == 0 else { throw refusal(report) }
    let (columns, rows) = (Int(report.columns), Int(report.rows))
    guard columns > 0, rows > 0 else { return nil }
    var status: Int32 = -1
    let blocks = [UInt8](unsafeUninitializedCapacity: columns * rows) { target, count in
      status = cjpeg_decode_blocks(bytes, bytes.count, target.baseAddress, columns * rows, &report)
      count = status == 0 ? columns * rows : 0
    }
    guard status == 0 else { throw refusal(report) }
    return Plane(width: columns, height: rows, depth: 1, bytes: blocks)
  }

  /// Why there is no picture.
  static func refusal(_ report: cjpeg_report) -> ImageError {
    if report.is_unsupported != 0 { return .unsupported("\(message(report)) are not read yet") }
    if report.is_costly != 0 { return .unreadable(message(report)) }
    return .unreadable(damaged(report))
  }

  private static func warning(_ report: cjpeg_report) -> String? {
    let lost = report.lost < 0.005 ? "less than 1 %" : "about \(Int((report.lost * 100).rounded())) %"
    if report.complete < 1 {
      let percent = Int((report.complete * 100).rounded(.down))
      let rest = report.lost > 0 ? ", and \(lost) of it is missing within" : ""
      return "the file is cut off: only the upper \(percent) % of the picture are there\(rest)"
    }
    if report.is_cut_off != 0 {
      return "the file is cut off: all of the picture is there, but not all of its details"
    }
    if report.lost > 0 { return "damaged JPEG: \(lost) of the picture is missing" }
    if report.is_coarse != 0 { return "damaged JPEG: some details of the picture are missing" }
    return report.damage > 0 ? damaged(report) : nil
  }

  private static func damaged(_ report: cjpeg_report) -> String { "damaged JPEG: \(message(report))" }

  private static func message(_ report: cjpeg_report) -> String {
    withUnsafeBytes(of: report.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

extension PixelImage {
  /// The picture as a JPEG file without metadata.
  /// - Parameter quality: 1 to 100; from 95 on chroma keeps its full resolution.
  /// - Throws: `ImageError.unreadable` where a side is longer than JPEG can hold (65,500 pixels).
  public func jpeg(quality: Int) throws(ImageError) -> [UInt8] {
    try JPEG.encode(self, quality: quality)
  }
}
