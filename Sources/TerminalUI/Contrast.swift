import Foundation

extension Colour {
  /// Red, green and blue as xterm shows it; nil for the terminal's own colour.
  public var bytes: (UInt8, UInt8, UInt8)? {
    rgb.map { (UInt8(clamping: $0.r), UInt8(clamping: $0.g), UInt8(clamping: $0.b)) }
  }

  /// 0 to 1 (WCAG 2.2, "relative luminance"); nil for the terminal's own colour.
  public var luminance: Double? {
    func linear(_ byte: Int) -> Double {
      let value = Double(byte) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return rgb.map { 0.2126 * linear($0.r) + 0.7152 * linear($0.g) + 0.0722 * linear($0.b) }
  }

  /// 1 to 21 (WCAG 2.2, "contrast ratio"); nil where one of them is the terminal's own colour.
  public func contrast(to other: Colour) -> Double? {
    guard let a = luminance, let b = other.luminance else { return nil }
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }
}
