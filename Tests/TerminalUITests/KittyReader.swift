import Foundation

/// The images that a terminal with kitty's graphics holds.
struct KittyReader {
  struct Image {
    var width, height, columns, rows: Int
    var pixels: [UInt8]
  }

  private(set) var images: [UInt32: Image] = [:]
  private(set) var transmissions = 0
  private var pending: (keys: [String: String], data: [UInt8])?

  /// - Parameter bytes: what stands between `ESC _` and `ESC \`.
  mutating func read(_ bytes: some Collection<UInt8>) {
    let parts = Array(bytes).dropFirst().split(separator: UInt8(ascii: ";"), maxSplits: 1)
    let pairs = String(decoding: parts[0], as: UTF8.self).split(separator: ",").map { $0.split(separator: "=") }
    let keys = Dictionary(uniqueKeysWithValues: pairs.map { (String($0[0]), String($0[1])) })
    if keys["a"] == "d" {
      precondition(keys["d"] == "I")
      images[number(keys["i"])] = nil
      return
    }
    let data = parts.count > 1 ? Array(parts[1]) : []
    precondition(data.count <= 4096)
    if pending == nil { pending = (keys, []) }
    pending?.data += data
    if keys["m"] != "1", let whole = pending {
      pending = nil
      keep(whole.keys, whole.data)
    }
  }

  private func number(_ text: String?) -> UInt32 { text.flatMap { UInt32($0) } ?? 0 }

  private mutating func keep(_ keys: [String: String], _ data: [UInt8]) {
    precondition(keys["a"] == "T" && keys["U"] == "1" && keys["f"] == "24")
    func value(_ key: String) -> Int { Int(number(keys[key])) }
    let pixels = [UInt8](Data(base64Encoded: Data(data)) ?? Data())
    precondition(pixels.count == value("s") * value("v") * 3)
    transmissions += 1
    images[number(keys["i"])] = Image(
      width: value("s"), height: value("v"), columns: value("c"), rows: value("r"), pixels: pixels)
  }

  /// What a cell shows: RGB, row-major.
  func pixels(of id: UInt32, column: Int, row: Int) -> [UInt8]? {
    guard let image = images[id], column < image.columns, row < image.rows else { return nil }
    let (width, height) = (image.width / image.columns, image.height / image.rows)
    var out: [UInt8] = []
    for y in 0..<height {
      let start: Int = ((row * height + y) * image.width + column * width) * 3
      let end: Int = start + width * 3
      out += image.pixels[start..<end]
    }
    return out
  }
}
