/// RFC 4648, section 4.
enum Base64 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let left = bytes.count - start
      let (a, b, c) = (bytes[start], left > 1 ? bytes[start + 1] : 0, left > 2 ? bytes[start + 2] : 0)
      out.append(digits[Int(a >> 2)])
      out.append(digits[Int(a & 3) << 4 | Int(b >> 4)])
      out.append(left > 1 ? digits[Int(b & 15) << 2 | Int(c >> 6)] : UInt8(ascii: "="))
      out.append(left > 2 ? digits[Int(c & 63)] : UInt8(ascii: "="))
    }
    return out
  }
}
