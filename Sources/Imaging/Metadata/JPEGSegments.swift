extension JPEG {
  /// The segments before the pixels: their markers, and what stands in them behind their length. Of the last one perhaps
  /// only a part, where the file is cut off.
  static func segments(of bytes: [UInt8]) -> [(marker: UInt8, content: ArraySlice<UInt8>)] {
    var segments: [(marker: UInt8, content: ArraySlice<UInt8>)] = []
    var position = 2
    while position + 4 <= bytes.count, bytes[position] == 0xFF {
      let marker = bytes[position + 1]
      // A marker may be preceded by any number of fill bytes.
      if marker == 0xFF {
        position += 1
        continue
      }
      // Start of scan and end of image: what follows are no more segments.
      if marker == 0xDA || marker == 0xD9 { break }
      let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
      let end = min(position + 2 + length, bytes.count)
      guard length >= 2, position + 4 <= end else { break }
      segments.append((marker, bytes[position + 4..<end]))
      position = end
    }
    return segments
  }

  /// The first APP1 segment that starts with "Exif".
  static func exif(in bytes: [UInt8]) -> EXIFDirectories? {
    let signature = Array("Exif\0\0".utf8)
    let segment = segments(of: bytes).first { $0.marker == 0xE1 && $0.content.starts(with: signature) }
    return segment.flatMap { EXIFDirectories(block: $0.content.dropFirst(signature.count)) }
  }

  /// The ICC profile, which may be cut into several APP2 segments, each with its number and how many there are (ICC.1,
  /// annex B.4); nil where there is none, or a part is missing.
  static func profile(in bytes: [UInt8]) -> [UInt8]? {
    let signature = Array("ICC_PROFILE\0".utf8)
    let parts = segments(of: bytes).filter { $0.marker == 0xE2 && $0.content.starts(with: signature) }
      .map { $0.content.dropFirst(signature.count) }.filter { $0.count > 2 }
    guard let first = parts.first, parts.count == Int(first[first.startIndex + 1]) else { return nil }
    return parts.sorted { $0[$0.startIndex] < $1[$1.startIndex] }.flatMap { $0.dropFirst(2) }
  }
}
