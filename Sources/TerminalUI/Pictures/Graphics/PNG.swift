/// A PNG file without compression (W3C PNG, RFC 1950 and 1951): the pictures are photos, which Huffman's code for
/// unknown text would not make smaller.
enum PNG {
  /// - Parameter pixels: RGB, row-major, `width · height · 3` bytes.
  static func encode(width: Int, height: Int, pixels: [UInt8]) -> [UInt8] {
    var lines: [UInt8] = []
    lines.reserveCapacity(pixels.count + height)
    for y in 0..<height {
      lines.append(0)
      lines += pixels[y * width * 3..<(y + 1) * width * 3]
    }
    let header = bytes(UInt32(width)) + bytes(UInt32(height)) + [8, 2, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header) + chunk("IDAT", zlib(lines))
      + chunk("IEND", [])
  }

  private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + data
    return bytes(UInt32(data.count)) + body + bytes(crc(body))
  }

  /// Stored blocks.
  private static func zlib(_ data: [UInt8]) -> [UInt8] {
    var out: [UInt8] = [0x78, 0x01]
    out.reserveCapacity(data.count + 64)
    for start in stride(from: 0, to: data.count, by: 65_535) {
      let end = min(data.count, start + 65_535)
      let count = UInt16(end - start)
      out.append(end == data.count ? 1 : 0)
      out += [UInt8(count & 255), UInt8(count >> 8), UInt8(~count & 255), UInt8(~count >> 8)]
      out += data[start..<end]
    }
    return out + bytes(adler(data))
  }

  private static func bytes(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  static func adler(_ data: [UInt8]) -> UInt32 {
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in data {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    return b << 16 | a
  }

  static func crc(_ data: [UInt8]) -> UInt32 {
    ~data.reduce(UInt32.max) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
  }
}
