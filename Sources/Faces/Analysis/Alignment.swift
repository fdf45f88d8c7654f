import Imaging

/// Where a face comes to lie in the crop that the recogniser sees.
struct Alignment: Equatable {
  var template: FaceTemplate
  /// Of the crop, in pixels.
  var side: Int

  init(_ template: FaceTemplate = .arcface, side: Int = 112) {
    self.template = template
    self.side = side
  }

  /// Eye, eye, nose, corner and corner of the mouth in a crop of 112×112 pixels (the template of InsightFace).
  private static let points: [SIMD2<Double>] = [
    [38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041],
  ]

  /// From pixels of the picture to pixels of the crop; nil where the points do not span a face.
  func transform(_ face: Detection) -> SimilarityTransform? {
    switch template {
    case .arcface: transform(landmarks: face.landmarks)
    case .resize: transform(box: face.box)
    }
  }

  /// Larger crops show the same part of the face as those of 112×112 pixels.
  func transform(landmarks: [Point]) -> SimilarityTransform? {
    let scale = Double(side) / 112
    return SimilarityTransform(
      from: landmarks.map { SIMD2(Double($0.x), Double($0.y)) }, to: Self.points.map { $0 * scale })
  }

  /// Root mean square distance of the aligned landmarks from the template, in pixels of a crop of 112.
  func misfit(_ landmarks: [Point]) -> Float? {
    let points = landmarks.map { SIMD2(Double($0.x), Double($0.y)) }
    guard let transform = SimilarityTransform(from: points, to: Self.points) else { return nil }
    let squares = zip(points, Self.points).map { point, target in
      let error = transform(point) - target
      return (error * error).sum()
    }
    return Float((squares.reduce(0, +) / Double(squares.count)).squareRoot())
  }

  private func transform(box: Box) -> SimilarityTransform? {
    let longSide = Double(max(box.width, box.height))
    let scale = Double(side) / longSide
    guard longSide > 0, scale.isFinite, scale > 1e-9 else { return nil }
    let left = Double(box.x + box.width / 2) - longSide / 2
    let top = Double(box.y + box.height / 2) - longSide / 2
    return SimilarityTransform(a: scale, b: 0, dx: -left * scale, dy: -top * scale)
  }

  /// The aligned crop from a picture that shows the photo at `scale` of its size.
  /// - Parameter transform: from pixels of the whole photo.
  func crop(_ picture: PixelWindow, transform: SimilarityTransform, scale: Double) -> PixelImage {
    // The edges of both pictures coincide, half a pixel outside the centres of their first pixels.
    let shift = 0.5 / scale - 0.5
    let corner = transform(SIMD2(shift, shift))
    let fitted = SimilarityTransform(a: transform.a / scale, b: transform.b / scale, dx: corner.x, dy: corner.y)
    return picture.warped(by: fitted, width: side, height: side)
  }
}

extension PixelImage {
  var mirrored: PixelImage { oriented(2) }

  /// Luma of ITU-R BT.601, 0...255, of the pixel that starts at `place`.
  static func grey(_ pixels: UnsafeBufferPointer<UInt8>, at place: Int) -> Float {
    let red = Float(pixels[place])
    let green = Float(pixels[place + 1])
    let blue = Float(pixels[place + 2])
    return 0.299 * red + 0.587 * green + 0.114 * blue
  }

  /// Variance of the Laplacian (4 neighbours) of the grey values, without the border.
  var sharpness: Float {
    let grey = pixels.withUnsafeBufferPointer { pixels in (0..<width * height).map { Self.grey(pixels, at: $0 * 3) } }
    var sum: Double = 0
    var squares: Double = 0
    var count: Double = 0
    for y in stride(from: 1, to: height - 1, by: 1) {
      for x in stride(from: 1, to: width - 1, by: 1) {
        let i = y * width + x
        let neighbours: Float = grey[i - 1] + grey[i + 1] + grey[i - width] + grey[i + width]
        let value = Double(neighbours - 4 * grey[i])
        sum += value
        squares += value * value
        count += 1
      }
    }
    return count > 0 ? Float(squares / count - (sum / count) * (sum / count)) : 0
  }
}
