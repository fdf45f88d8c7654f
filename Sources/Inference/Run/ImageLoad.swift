/// Brings images from N, C, H, W to N, H, W, C, with the scaling that the network starts with.
struct ImageLoad: Sendable {
  let images, channels, pixels: Int
  let width: Int
  /// One per channel.
  let scale, shift: [Float]

  /// - Parameters:
  ///   - shape: N, C, H, W.
  ///   - scale, shift: one per channel, or one for all.
  init(shape: [Int], scale: [Float] = [1], shift: [Float] = [0]) {
    images = shape[0]
    channels = shape[1]
    pixels = shape[2] * shape[3]
    width = shape[3]
    self.scale = (0..<shape[1]).map { scale[scale.count == 1 ? 0 : $0] }
    self.shift = (0..<shape[1]).map { shift[shift.count == 1 ? 0 : $0] }
  }

  var count: Int { images * channels * pixels }

  func run(from: UnsafePointer<Float>, to: UnsafeMutablePointer<Float>) {
    for image in 0..<images {
      let start = image * channels * pixels
      if channels == 3 {
        interleaveThree(from + start, to + start)
      } else {
        interleave(from + start, to + start)
      }
    }
  }

  private func interleave(_ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>) {
    for channel in 0..<channels {
      let source = from + channel * pixels
      let (factor, term) = (scale[channel], shift[channel])
      for pixel in 0..<pixels { to[pixel * channels + channel] = source[pixel] * factor + term }
    }
  }

  /// Colour images: one pass that writes memory in order, four pixels at a time.
  private func interleaveThree(_ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>) {
    let (first, second, third) = (from, from + pixels, from + 2 * pixels)
    let (a, b, c) = (scale[0], scale[1], scale[2])
    let (d, e, f) = (shift[0], shift[1], shift[2])
    let fours = pixels / 4 * 4
    var pixel = 0
    while pixel < fours {
      let x = four(first + pixel) * a + d
      let y = four(second + pixel) * b + e
      let z = four(third + pixel) * c + f
      let target = UnsafeMutableRawPointer(to + 3 * pixel)
      target.storeBytes(of: SIMD4(x[0], y[0], z[0], x[1]), as: SIMD4<Float>.self)
      target.storeBytes(of: SIMD4(y[1], z[1], x[2], y[2]), toByteOffset: 16, as: SIMD4<Float>.self)
      target.storeBytes(of: SIMD4(z[2], x[3], y[3], z[3]), toByteOffset: 32, as: SIMD4<Float>.self)
      pixel += 4
    }
    for pixel in fours..<pixels {
      to[3 * pixel] = first[pixel] * a + d
      to[3 * pixel + 1] = second[pixel] * b + e
      to[3 * pixel + 2] = third[pixel] * c + f
    }
  }

  @inline(__always)
  private func four(_ source: UnsafePointer<Float>) -> SIMD4<Float> {
    UnsafeRawPointer(source).loadUnaligned(as: SIMD4<Float>.self)
  }
}
