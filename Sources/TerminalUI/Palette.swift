/// xterm's palette: 16 named colours, a 6×6×6 cube, 24 greys.
enum Palette {
  static let levels: [UInt8] = [0, 95, 135, 175, 215, 255]

  static let colours: [RGB] = named + cube + greys

  private static let oklab = colours.map { Oklab($0) }

  /// Each entry's Oklab lightness, a, b and chroma.
  static let components = oklab.map { colour in
    SIMD4(colour.lightness, colour.a, colour.b, (colour.a * colour.a + colour.b * colour.b).squareRoot())
  }

  private static let named: [RGB] = [
    RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0),
    RGB(0, 0, 238), RGB(205, 0, 205), RGB(0, 205, 205), RGB(229, 229, 229),
    RGB(127, 127, 127), RGB(255, 0, 0), RGB(0, 255, 0), RGB(255, 255, 0),
    RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255), RGB(255, 255, 255),
  ]

  private static let cube = (0..<216).map { RGB(levels[$0 / 36], levels[$0 / 6 % 6], levels[$0 % 6]) }

  private static let greys = (0..<24).map { i in
    let level = UInt8(8 + 10 * i)
    return RGB(level, level, level)
  }

  /// The nearest entry of the cube and the greys; the 16 named ones look different on every terminal.
  /// Only the two cube levels around each channel and the two greys around the mean can be nearest by much.
  static func nearest(to colour: RGB) -> UInt8 {
    let wanted = Oklab(colour)
    var best = (index: 16, distance: Float.infinity)
    func consider(_ index: Int) {
      let distance = oklab[index].misfit(for: wanted)
      if distance < best.distance { best = (index, distance) }
    }
    let (r, g, b) = (lowerLevel(colour.r), lowerLevel(colour.g), lowerLevel(colour.b))
    for corner in 0..<8 {
      let (dr, dg, db) = (corner >> 2, corner >> 1 & 1, corner & 1)
      consider(16 + 36 * min(5, r + dr) + 6 * min(5, g + dg) + min(5, b + db))
    }
    let grey = min(22, max(0, (colour.luma - 8) / 10))
    consider(232 + grey)
    consider(233 + grey)
    return UInt8(best.index)
  }

  /// The entries of the cube and the greys that lie around a colour.
  static func surrounding(_ colour: RGB) -> some Sequence<UInt8> {
    let (r, g, b) = (levels(around: colour.r), levels(around: colour.g), levels(around: colour.b))
    let grey = min(22, max(0, (colour.luma - 8) / 10))
    let corners = r.count * g.count * b.count
    return (0..<corners + 2).lazy.map { place in
      if place >= corners { return UInt8(232 + grey + place - corners) }
      let (red, rest) = place.quotientAndRemainder(dividingBy: g.count * b.count)
      return UInt8(16 + 36 * (r.lowerBound + red) + 6 * (g.lowerBound + rest / b.count) + b.lowerBound + rest % b.count)
    }
  }

  private static func levels(around value: Int) -> ClosedRange<Int> {
    let lower = lowerLevel(value)
    return lower...(value == Int(levels[lower]) ? lower : min(5, lower + 1))
  }

  /// The nearest of the first `count` entries.
  static func nearest(to colour: RGB, count: Int) -> UInt8 {
    let wanted = Oklab(colour)
    let index = (0..<count).min { oklab[$0].misfit(for: wanted) < oklab[$1].misfit(for: wanted) }
    return UInt8(index ?? 0)
  }

  private static func lowerLevel(_ value: Int) -> Int {
    value < 95 ? 0 : min(5, (value - 55) / 40)
  }
}
