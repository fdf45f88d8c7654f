import Foundation

/// A colour in a space where equal distances look equally far apart
/// (B. Ottosson, "A perceptual color space for image processing", 2020).
struct Oklab: Sendable {
  var lightness, a, b: Float

  init(_ colour: RGB) {
    let (r, g, b) = (Self.linear[colour.r], Self.linear[colour.g], Self.linear[colour.b])
    let l = cbrtf(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    let m = cbrtf(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    let s = cbrtf(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
    a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
    self.b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
  }

  /// How badly this entry of a palette stands for a colour. More colour than was wanted counts most: single purple
  /// or green cells in a dark wall are what the eye sees first.
  func misfit(for wanted: Oklab) -> Float {
    let (dl, da, db) = (lightness - wanted.lightness, a - wanted.a, b - wanted.b)
    let excess = max(0, chroma - wanted.chroma)
    return dl * dl + 1.5 * (da * da + db * db) + 6 * excess * excess
  }

  private var chroma: Float { (a * a + b * b).squareRoot() }

  /// sRGB's transfer function for each byte (IEC 61966-2-1).
  private static let linear: [Float] = (0..<256).map { byte in
    let value = Float(byte) / 255
    return value <= 0.04045 ? value / 12.92 : powf((value + 0.055) / 1.055, 2.4)
  }
}
