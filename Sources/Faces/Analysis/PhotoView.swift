import Imaging

/// A picture of a photo or of a part of it, perhaps smaller.
struct PhotoView {
  let window: PixelWindow
  /// Of the whole photo, in pixels.
  let width, height: Int

  init(_ window: PixelWindow, width: Int, height: Int) {
    self.window = window
    (self.width, self.height) = (width, height)
  }

  init(_ photo: DecodedPhoto) { self.init(PixelWindow(photo.image), width: photo.width, height: photo.height) }

  var longSide: Int { max(width, height) }

  /// Pixels of the picture for each of the whole photo, at most 1.
  var scale: Double { Double(window.longSide) / Double(longSide) }

  /// A rectangle in pixels of the whole photo, in those of this picture.
  func part(_ box: Box) -> PixelImage {
    let scale = Float(window.width) / Float(max(1, width))
    return window.cropped(
      PixelRectangle(
        x: nearest(box.x * scale), y: nearest(box.y * scale), width: nearest(box.width * scale),
        height: nearest(box.height * scale)))
  }
}

extension DecodedPhoto {
  /// A rectangle in pixels of the whole photo, in those of this picture.
  public func part(_ box: Box) -> PixelImage { PhotoView(self).part(box) }
}

/// The nearest whole number, within a million: coordinates come from files.
func nearest(_ value: Float) -> Int {
  value.isNaN ? 0 : Int(max(-1_000_000, min(1_000_000, value.rounded())))
}
