/// Floyd and Steinberg's error diffusion ("An adaptive algorithm for spatial greyscale", 1976) onto the palette of 256.
///
/// The cube has no dark browns or muted skin tones: the nearest entry of each pixel alone turns faces grey. Passing the
/// error on to the neighbours keeps the colour of every small patch.
struct Dither {
  /// Sixteenths of the error that reach the next pixel and the three below; the rest is lost, which keeps flat
  /// areas calm.
  private static let strength = 9

  private let width: Int
  /// Three values a pixel, with one pixel of margin on both sides.
  private var current: [Int]
  private var below: [Int]

  /// - Returns: palette indices, row-major.
  static func indices(width: Int, height: Int, pixels: [UInt8]) -> [UInt8] {
    var dither = Dither(width: width)
    var indices: [UInt8] = []
    indices.reserveCapacity(width * height)
    for row in 0..<height { indices += dither.next(pixels[(row * width * 3)..<((row + 1) * width * 3)]) }
    return indices
  }

  private init(width: Int) {
    self.width = width
    current = [Int](repeating: 0, count: (width + 2) * 3)
    below = current
  }

  private mutating func next(_ row: ArraySlice<UInt8>) -> [UInt8] {
    swap(&current, &below)
    for index in below.indices { below[index] = 0 }
    return (0..<width).map { column in
      let (source, target) = (row.startIndex + column * 3, (column + 1) * 3)
      let wanted = (0..<3).map { channel in
        min(255, max(0, Int(row[source + channel]) + current[target + channel] / 256))
      }
      let index = Palette.nearest(to: RGB(UInt8(wanted[0]), UInt8(wanted[1]), UInt8(wanted[2])))
      let found = Palette.colours[Int(index)]
      for (channel, value) in [found.r, found.g, found.b].enumerated() {
        spread((wanted[channel] - value) * Self.strength, from: target + channel)
      }
      return index
    }
  }

  private mutating func spread(_ error: Int, from place: Int) {
    current[place + 3] += error * 7
    below[place - 3] += error * 3
    below[place] += error * 5
    below[place + 3] += error
  }
}
