import Foundation

extension Oklab {
  /// The components of a mean of sRGB bytes, 0-255 each; the last is 0.
  static func components(meanOfSRGB mean: SIMD4<Float>) -> SIMD4<Float> {
    let (r, g, b) = (linear(mean.x), linear(mean.y), linear(mean.z))
    let l = cubeRoot(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    let m = cubeRoot(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    let s = cubeRoot(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return l * SIMD4(0.2104542553, 1.9779984951, 0.0259040371, 0)
      + m * SIMD4(0.7936177850, -2.4285922050, 0.7827717662, 0)
      + s * SIMD4(-0.0040720468, 0.4505937099, -0.8086757660, 0)
  }

  var components: SIMD4<Float> { SIMD4(lightness, a, b, 0) }

  /// The nearest sRGB colour of the components; what lies outside sRGB is clipped channel by channel.
  static func rgb(_ components: SIMD4<Float>) -> RGB {
    let (lightness, a, b) = (components.x, components.y, components.z)
    let l = lightness + 0.3963377774 * a + 0.2158037573 * b
    let m = lightness - 0.1055613458 * a - 0.0638541728 * b
    let s = lightness - 0.0894841775 * a - 1.2914855480 * b
    let (l3, m3, s3) = (l * l * l, m * m * m, s * s * s)
    return RGB(
      byte(4.0767416621 * l3 - 3.3077115913 * m3 + 0.2309699292 * s3),
      byte(-1.2684380046 * l3 + 2.6097574011 * m3 - 0.3413193965 * s3),
      byte(-0.0041960863 * l3 - 0.7034186147 * m3 + 1.7076147010 * s3))
  }

  private static func byte(_ linear: Float) -> UInt8 {
    bytes[Int(min(max(linear, 0), 1) * Float(bytes.count - 1) + 0.5)]
  }

  private static func linear(_ value: Float) -> Float { linear16[min(max(Int(value * 16 + 0.5), 0), 4080)] }

  /// Of 0-1: two of Halley's steps from a third of the exponent.
  private static func cubeRoot(_ value: Float) -> Float {
    guard value > 1e-9 else { return 0 }
    var root = Float(bitPattern: value.bitPattern / 3 + 709_921_077)
    for _ in 0..<2 {
      let cube = root * root * root
      root *= (cube + 2 * value) / (2 * cube + value)
    }
    return root
  }

  /// Linear light of sixteenths of a byte, 0-4080 (IEC 61966-2-1).
  private static let linear16: [Float] = (0...4080).map { sixteenth in
    let value = Float(sixteenth) / 4080
    return value <= 0.04045 ? value / 12.92 : powf((value + 0.055) / 1.055, 2.4)
  }

  /// sRGB's byte for each 16383rd of linear light.
  private static let bytes: [UInt8] = (0..<16384).map { step in
    let linear = Float(step) / 16383
    let value = linear <= 0.0031308 ? linear * 12.92 : 1.055 * powf(linear, 1 / 2.4) - 0.055
    return UInt8(min(max(value * 255 + 0.5, 0), 255))
  }
}

extension RGB {
  var colour: Colour { .rgb(UInt8(r), UInt8(g), UInt8(b)) }
}
