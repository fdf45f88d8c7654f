/// How many colours a terminal shows.
public enum ColourDepth: Int, Sendable, Comparable {
  case none = 0
  case eight = 8
  case sixteen = 16
  case palette = 256
  case direct = 16_777_216

  public static func < (a: ColourDepth, b: ColourDepth) -> Bool { a.rawValue < b.rawValue }
}

/// A colour as a view asks for it.
public enum Colour: Sendable, Equatable, Hashable {
  /// The terminal's own foreground or background.
  case standard
  /// An entry of xterm's palette of 256.
  case palette(UInt8)
  case rgb(UInt8, UInt8, UInt8)

  /// The nearest entry of a terminal's palette; nil for the terminal's own colour.
  public func index(at depth: ColourDepth) -> UInt8? {
    switch (self, depth) {
    case (.standard, _), (_, .none): nil
    case (.palette(let index), .palette): index
    case (.palette(let index), _) where Int(index) < depth.rawValue: index
    case (.palette(let index), _): Palette.nearest(to: Palette.colours[Int(index)], count: depth.rawValue)
    case (.rgb(let r, let g, let b), .palette), (.rgb(let r, let g, let b), .direct): Palette.nearest(to: RGB(r, g, b))
    case (.rgb(let r, let g, let b), _): Palette.nearest(to: RGB(r, g, b), count: depth.rawValue)
    }
  }
}

extension Colour {
  /// 0-255; nil for the terminal's own colour, which nobody knows.
  var luma: Int? { rgb?.luma }

  /// nil for the terminal's own colour.
  var rgb: RGB? {
    switch self {
    case .standard: nil
    case .palette(let index): Palette.colours[Int(index)]
    case .rgb(let r, let g, let b): RGB(r, g, b)
    }
  }
}

struct RGB: Equatable, Sendable {
  var r, g, b: Int

  init(_ r: UInt8, _ g: UInt8, _ b: UInt8) {
    self.r = Int(r)
    self.g = Int(g)
    self.b = Int(b)
  }

  /// Rec. 601 luma, 0-255.
  var luma: Int { (299 * r + 587 * g + 114 * b) / 1000 }
}
