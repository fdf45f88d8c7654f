/// Sixel pictures back into pixels; RGB, nil where nothing was drawn.
struct SixelReader {
  private(set) var width = 0
  private(set) var height = 0
  private(set) var pixels: [[UInt8]?] = []
  private(set) var registers: Set<Int> = []

  private var palette: [Int: [UInt8]] = [:]
  private var colour: [UInt8] = [0, 0, 0]
  private var (x, band) = (0, 0)

  /// - Parameter bytes: what stands between `ESC P` and `ESC \`.
  init?(_ bytes: some Collection<UInt8>) {
    guard let start = bytes.firstIndex(of: UInt8(ascii: "q")) else { return nil }
    var rest = Array(bytes[bytes.index(after: start)...])[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""):
        let numbers = Self.numbers(&rest)
        guard numbers.count == 4, numbers[0] == 1, numbers[1] == 1 else { return nil }
        (width, height) = (numbers[2], numbers[3])
        pixels = Array(repeating: nil, count: width * height)
      case UInt8(ascii: "#"):
        let numbers = Self.numbers(&rest)
        if numbers.count == 5, numbers[1] == 2 {
          palette[numbers[0]] = numbers[2...].map { UInt8(($0 * 255 + 50) / 100) }
        }
        guard let known = palette[numbers[0]] else { return nil }
        registers.insert(numbers[0])
        colour = known
      case UInt8(ascii: "$"): x = 0
      case UInt8(ascii: "-"): (x, band) = (0, band + 1)
      case UInt8(ascii: "!"):
        let count = Self.numbers(&rest)[0]
        guard let sixel = rest.popFirst() else { return nil }
        for _ in 0..<count { draw(sixel) }
      case 63...126: draw(byte)
      default: return nil
      }
    }
  }

  private static func numbers(_ rest: inout ArraySlice<UInt8>) -> [Int] {
    var text = ""
    while let byte = rest.first, (48...57).contains(byte) || byte == UInt8(ascii: ";") {
      text.unicodeScalars.append(Unicode.Scalar(byte))
      rest.removeFirst()
    }
    return text.split(separator: ";").map { Int($0) ?? 0 }
  }

  private mutating func draw(_ sixel: UInt8) {
    for bit in 0..<6 where (sixel - 63) & 1 << UInt8(bit) != 0 {
      let y = band * 6 + bit
      precondition(x < width && y < height, "a pixel outside of the picture")
      pixels[y * width + x] = colour
    }
    x += 1
  }
}
