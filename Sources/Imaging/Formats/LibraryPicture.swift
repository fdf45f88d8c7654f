import CPictures

/// A picture that one of the C libraries reads, with the same bounds and messages for all of them.
struct LibraryPicture {
  private let bytes: [UInt8]
  private let format: cpictures_format
  /// As in "damaged PNG: …".
  private let name: String
  /// Without shrinking.
  let width, height: Int
  /// What is still to be applied, 1-8; nil where EXIF says it.
  let orientation: Int?
  /// Bytes that decoding takes at most beside the picture that it gives.
  private let workspace: Int

  /// Reads what stands before the pixels.
  init(_ bytes: [UInt8], as format: cpictures_format, name: String) throws(ImageError) {
    var report = cpictures_report()
    let status = cpictures_read_header(format, bytes, bytes.count, &report)
    defer { cpictures_release(&report) }
    guard status == 0 else { throw Self.refusal(report, name) }
    (self.bytes, self.format, self.name) = (bytes, format, name)
    (width, height) = (Int(report.width), Int(report.height))
    orientation = report.orientation == 0 ? nil : Int(report.orientation)
    try Self.check(report, count: bytes.count, name)
    workspace = Int(max(0, report.memory))
  }

  /// - Parameters: as for `decoded`.
  func memory(longSide: Int?, least: Int = 1) -> Int {
    workspace
      + PictureBounds.memory(width: width, height: height, denominator: denominator(longSide: longSide, least: least))
  }

  private func denominator(longSide: Int?, least: Int) -> Int {
    max(least, PictureBounds.denominator(width: width, height: height, longSide: longSide))
  }

  /// - Parameters:
  ///   - least: the smallest number to shrink by.
  ///   - seconds: of CPU time, after which the picture is given up.
  func decoded(
    longSide: Int?, least: Int = 1, seconds: Double = PictureBounds.mostSeconds
  ) throws(ImageError) -> DecodedPicture {
    let denominator = denominator(longSide: longSide, least: least)
    let columns = (width + denominator - 1) / denominator
    let rows = (height + denominator - 1) / denominator
    var report = cpictures_report()
    defer { cpictures_release(&report) }
    var status: Int32 = -1
    let pixels = [UInt8](unsafeUninitializedCapacity: columns * rows * 3) { target, count in
      status = cpictures_decode(
        format, bytes, bytes.count, UInt32(denominator), seconds, target.baseAddress, columns * rows * 3, &report)
      count = status == 0 ? columns * rows * 3 : 0
    }
    guard report.is_slow == 0 else {
      throw .unreadable(
        "too slow: \(name) of \(width)×\(height) pixels takes more than \(Int(seconds)) seconds to decode")
    }
    guard status == 0 else { throw Self.refusal(report, name) }
    let profile = report.profile.map { Array(UnsafeBufferPointer(start: $0, count: report.profile_count)) }
    return DecodedPicture(
      image: PixelImage(width: columns, height: rows, pixels: pixels), width: width, height: height,
      orientation: orientation, warning: Self.warning(report, name), profile: profile)
  }

  /// Before anything large is allocated.
  private static func check(_ report: cpictures_report, count: Int, _ name: String) throws(ImageError) {
    let (width, height) = (Int(report.width), Int(report.height))
    guard width > 0, height > 0 else { throw .unreadable("damaged \(name): it has no size") }
    try PictureBounds.check(width: width, height: height)
    // A large picture in a tiny file is a trap for memory.
    guard width * height < 20_000_000 || Double(count) >= report.least_bytes else {
      throw .unreadable("damaged \(name): \(count) bytes cannot hold \(width)×\(height) pixels")
    }
    guard report.memory <= Double(PictureBounds.mostMemory) else {
      let memory = Int(min(report.memory, 1e15)) >> 20
      throw .unreadable(
        "too large: \(name) of \(width)×\(height) pixels takes \(memory) MiB to decode, at most "
          + "\(PictureBounds.mostMemory >> 20) are used")
    }
  }

  /// Why there is no picture.
  private static func refusal(_ report: cpictures_report, _ name: String) -> ImageError {
    let message = message(report)
    return report.is_unsupported != 0
      ? .unsupported("\(name) of a kind that is not read: \(message)")
      : .unreadable("damaged \(name)" + (message.isEmpty ? "" : ": \(message)"))
  }

  private static func warning(_ report: cpictures_report, _ name: String) -> String? {
    guard report.complete < 1 else { return nil }
    let percent = Int((report.complete * 100).rounded(.down))
    let reason = message(report)
    return "damaged \(name): only the upper \(percent) % of the picture are there"
      + (reason.isEmpty ? "" : " (\(reason))")
  }

  private static func message(_ report: cpictures_report) -> String {
    withUnsafeBytes(of: report.message) { bytes in
      let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      // What a file brings into a message stays out of the lines of others.
      return String(text.map { $0.isNewline ? " " : $0 }).trimmed
    }
  }
}

extension String {
  /// Without the full stop of a whole sentence, and blanks.
  fileprivate var trimmed: String {
    var text = Substring(self)
    while let last = text.last, last == "." || last == " " { text = text.dropLast() }
    return String(text.drop { $0 == " " })
  }
}
