import Foundation

/// iTerm2's inline images with a PNG of stored blocks, back into pixels.
struct InlineImageReader {
  let columns, rows: Int
  private(set) var width = 0
  private(set) var height = 0
  /// RGB, row-major.
  private(set) var pixels: [UInt8] = []

  /// - Parameter bytes: what stands between `ESC ]` and BEL.
  init?(_ bytes: some Collection<UInt8>) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasPrefix("1337;File="), let colon = text.firstIndex(of: ":") else { return nil }
    let pairs = text[..<colon].dropFirst("1337;File=".count).split(separator: ";").map { $0.split(separator: "=") }
    let keys = Dictionary(uniqueKeysWithValues: pairs.map { (String($0[0]), String($0[1])) })
    guard let file = Data(base64Encoded: String(text[text.index(after: colon)...])),
      keys["inline"] == "1", keys["preserveAspectRatio"] == "0", keys["size"] == "\(file.count)",
      let columns = Int(keys["width"] ?? ""), let rows = Int(keys["height"] ?? "")
    else { return nil }
    (self.columns, self.rows) = (columns, rows)
    guard readChunks([UInt8](file)) else { return nil }
  }

  private mutating func readChunks(_ file: [UInt8]) -> Bool {
    guard file.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] else { return false }
    var (place, data): (Int, [UInt8]) = (8, [])
    while place + 12 <= file.count {
      let count = Self.number(file[place..<place + 4])
      let body = file[place + 4..<place + 8 + count]
      guard Self.crc(body) == Self.number(file[place + 8 + count..<place + 12 + count]) else { return false }
      let content = Array(body.dropFirst(4))
      switch String(decoding: body.prefix(4), as: UTF8.self) {
      case "IHDR":
        (width, height) = (Self.number(content[0..<4]), Self.number(content[4..<8]))
        guard content[8...] == [8, 2, 0, 0, 0] else { return false }
      case "IDAT": data += content
      default: break
      }
      place += 12 + count
    }
    guard place == file.count, let lines = Self.inflate(data), lines.count == (width * 3 + 1) * height else {
      return false
    }
    let stride: Int = width * 3 + 1
    for y in 0..<height {
      let start: Int = y * stride
      guard lines[start] == 0 else { return false }
      let end: Int = start + stride
      pixels += lines[(start + 1)..<end]
    }
    return true
  }

  private static func inflate(_ data: [UInt8]) -> [UInt8]? {
    guard data.count > 6, data[0] == 0x78, data[1] == 0x01 else { return nil }
    var (place, out, isLast): (Int, [UInt8], Bool) = (2, [], false)
    while !isLast {
      guard place + 5 <= data.count, data[place] <= 1 else { return nil }
      isLast = data[place] == 1
      let count: Int = Int(data[place + 1]) | Int(data[place + 2]) << 8
      let complement: Int = Int(data[place + 3]) | Int(data[place + 4]) << 8
      guard count ^ 0xFFFF == complement else { return nil }
      out += data[place + 5..<place + 5 + count]
      place += 5 + count
    }
    var (a, b) = (1, 0)
    for byte in out {
      a = (a + Int(byte)) % 65_521
      b = (b + a) % 65_521
    }
    let sum: Int = b << 16 | a
    return number(data[place...]) == sum ? out : nil
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

  private static func crc(_ bytes: ArraySlice<UInt8>) -> Int {
    var value: UInt32 = .max
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
    return Int(~value)
  }
}
