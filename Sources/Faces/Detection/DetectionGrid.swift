/// Where the edges of boxes and the landmarks of faces may lie.
///
/// The kernels' instruction sets round differently, so a landmark is not the same in its last bits on all machines. The
/// crop is made of whole colour values, some of which tip over with the least shift: 0.00002 pixels changed scores by up
/// to 0.0004. On a grid the crops have the same bits, but for about one of 1000 faces with a number on the verge of two
/// places.
struct DetectionGrid: Equatable {
  /// From one place to the next, in pixels of the photo.
  let step: Float

  /// An eighth of a pixel of the detector's input, or more where a photo is that much larger: a power of two, so that
  /// every place is an exact number.
  /// - Parameters:
  ///   - longSide: of the photo, in pixels.
  ///   - input: the longer side of the detector's input.
  init(longSide: Int, input: Int) {
    var step: Float = 1 / 8
    var reach = max(input, 1)
    while reach < longSide {
      reach *= 2
      step *= 2
    }
    self.step = step
  }

  /// The face at the nearest places; in the picture's pixels, as the grid.
  func callAsFunction(_ face: Detection) -> Detection {
    var result = face
    let left = nearest(face.box.x)
    let top = nearest(face.box.y)
    result.box = Box(
      x: left, y: top, width: nearest(face.box.x + face.box.width) - left,
      height: nearest(face.box.y + face.box.height) - top)
    result.landmarks = face.landmarks.map { Point(x: nearest($0.x), y: nearest($0.y)) }
    return result
  }

  private func nearest(_ number: Float) -> Float { (number / step).rounded() * step }
}
