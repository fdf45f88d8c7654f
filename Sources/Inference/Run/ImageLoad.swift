/// Brings images from N, C, H, W to N, H, W, C, with the scaling that the network starts with.
struct ImageLoad: Sendable {
  let images, channels, pixels: Int
  /// One per channel.
  let scale, shift: [Float]

  /// - Parameters:
  ///   - shape: N, C, H, W.
  ///   - scale, shift: one per channel, or one for all.
  init(shape: [Int], scale: [Float] = [1], shift: [Float] = [0]) {
    images = shape[0]
    channels = shape[1]
    pixels = shape[2] * shape[3]
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

  /// Colour images: one pass that writes memory in order.
  private func interleaveThree(_ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>) {
    let (first, second, third) = (from, from + pixels, from + 2 * pixels)
    let (a, b, c) = (scale[0], scale[1], scale[2])
    let (d, e, f) = (shift[0], shift[1], shift[2])
    var target = to
    for pixel in 0..<pixels {
      target[0] = first[pixel] * a + d
      target[1] = second[pixel] * b + e
      target[2] = third[pixel] * c + f
      target += 3
    }
  }
}
