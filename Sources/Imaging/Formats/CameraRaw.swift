import CPictures

/// Raw files of cameras through LibRaw: the JPEG that the camera put into the file where it has the pixels asked for, else
/// the sensor's at half its size.
enum CameraRaw: PictureDecoder {
  static var isBuiltIn: Bool { cpictures_is_built_in(CPICTURES_RAW) != 0 }

  static func decode(_ bytes: [UInt8], longSide: Int?) throws(ImageError) -> DecodedPicture {
    let raw = try LibraryPicture(bytes, as: CPICTURES_RAW, name: "camera raw file")
    let preview = preview(in: bytes, of: raw)
    let wanted = min(longSide ?? .max, (max(raw.width, raw.height) + 1) / 2)
    if let preview, preview.longSide >= wanted { return try preview.decoded(longSide: longSide) }
    do {
      return try raw.decoded(longSide: longSide, least: 2)
    } catch {
      guard let preview else { throw error }
      var picture = try preview.decoded(longSide: longSide)
      picture.warning = "\(error); the preview in it is shown, of \(preview.width)×\(preview.height) pixels"
      return picture
    }
  }

  static func memory(_ bytes: [UInt8], longSide: Int?) throws(ImageError) -> Int {
    try LibraryPicture(bytes, as: CPICTURES_RAW, name: "camera raw file").memory(longSide: longSide, least: 2)
  }

  static func exif(in bytes: [UInt8]) -> EXIFDirectories? {
    if bytes.starts(with: "FUJIFILM".utf8) {
      // Where the JPEG begins stands behind 84 bytes of names and versions.
      var header = ByteReader(bytes, position: 84)
      return header.bigEndian(4).flatMap { $0 < bytes.count ? JPEG.exif(in: Array(bytes[$0...].prefix(1 << 20))) : nil }
    }
    return EXIFDirectories(canon: bytes) ?? EXIFDirectories(block: bytes[...])
  }

  private static func preview(in bytes: [UInt8], of raw: LibraryPicture) -> Preview? {
    var buffer: UnsafeMutablePointer<UInt8>?
    var count = 0
    guard cpictures_raw_preview(bytes, bytes.count, &buffer, &count) == 0, let buffer else { return nil }
    defer { cpictures_free(buffer) }
    return Preview(jpeg: Array(UnsafeBufferPointer(start: buffer, count: count)), of: raw)
  }
}

/// The JPEG in a raw file, where it shows the same as the sensor.
private struct Preview {
  let jpeg: [UInt8]
  let width, height: Int
  private let rawWidth, rawHeight: Int
  /// What is still to be applied.
  private let orientation: Int

  var longSide: Int { max(width, height) }

  init?(jpeg: [UInt8], of raw: LibraryPicture) {
    guard let (width, height) = try? JPEG.size(of: jpeg) else { return nil }
    (self.jpeg, self.width, self.height) = (jpeg, width, height)
    func hasShape(_ columns: Int, _ rows: Int) -> Bool {
      let ratio = Double(width) / Double(height) * Double(rows) / Double(columns)
      return abs(ratio - 1) < 0.02
    }
    let turn = raw.orientation ?? 1
    if hasShape(raw.width, raw.height) {
      (rawWidth, rawHeight, orientation) = (raw.width, raw.height, turn)
    } else if turn >= 5, hasShape(raw.height, raw.width) {
      // The camera has turned it already.
      (rawWidth, rawHeight, orientation) = (raw.height, raw.width, 1)
    } else {
      return nil
    }
  }

  func decoded(longSide: Int?) throws(ImageError) -> DecodedPicture {
    var picture = try JPEG.decode(jpeg, longSide: longSide)
    (picture.width, picture.height, picture.orientation) = (rawWidth, rawHeight, orientation)
    return picture
  }
}
