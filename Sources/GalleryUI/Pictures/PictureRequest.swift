import Faces
import Imaging
import Library
import SystemPackage

/// A picture at the size at which it is drawn.
public struct PictureRequest: Hashable, Sendable {
  /// Relative to the library's folder.
  public var path: FilePath
  /// The file's time: another one is another picture.
  public var modified: Int64
  /// Part of the photo, in pixels of the whole photo; nil is all of it.
  public var crop: Box?
  /// Largest size in pixels; the shape of the picture is kept.
  public var width, height: Int
  /// Quarter turns clockwise after which it is shown.
  var turn = 0
  /// Longer side of the whole photo in pixels, which a part's scale depends on; 0 while unknown, and for a whole photo.
  var longSide: Int

  init(_ photo: Photo, crop: Box? = nil, width: Int, height: Int) {
    path = photo.path
    modified = photo.modified
    self.crop = crop
    self.width = max(1, width)
    self.height = max(1, height)
    longSide = crop == nil ? 0 : max(photo.width, photo.height)
  }

  /// A square around a face with room for hair and chin, kept inside the photo. A box that is no rectangle gives the
  /// photo's corner, so that the same face is always the same request.
  init(face: Face, of photo: Photo, side: Int) {
    let isBox = [face.box.x, face.box.y, face.box.width, face.box.height].allSatisfy { abs($0) < 1e6 }
    let box = isBox ? face.box : Box(x: 0, y: 0, width: 1, height: 1)
    var length = max(1, 1.5 * max(box.width, box.height))
    let (width, height) = (Float(photo.width), Float(photo.height))
    if width > 0, height > 0 { length = min(length, width, height) }
    let x = box.x + box.width / 2 - length / 2
    let y = box.y + box.height / 2 - length / 2
    let square = Box(
      x: max(0, min(x, width > 0 ? width - length : x)), y: max(0, min(y, height > 0 ? height - length : y)),
      width: length, height: length)
    self.init(photo, crop: square, width: side, height: side)
    turn = face.turn
  }

  /// Decodes no more than is needed.
  func render(_ bytes: [UInt8]) throws(ImageError) -> PixelImage {
    let photo = try DecodedPhoto(bytes, longSide: neededLongSide)
    var image = photo.image
    if let crop {
      let scale = Float(image.width) / Float(max(1, photo.width))
      image = image.cropped(
        x: pixels(crop.x * scale), y: pixels(crop.y * scale), width: pixels(crop.width * scale),
        height: pixels(crop.height * scale))
    }
    let fitted = fittedSize(image.width, image.height, within: width, height)
    return image.resized(width: fitted.width, height: fitted.height).turned(turn)
  }

  /// Twice the size that is drawn, so that the last step still averages.
  private var neededLongSide: Int? {
    guard let crop else { return 2 * max(width, height) }
    guard longSide > 0, crop.width >= 1 else { return nil }
    return pixels(Float(longSide) * min(1, 2 * Float(width) / crop.width))
  }

  private func pixels(_ value: Float) -> Int { whole(value, within: -1_000_000...1_000_000) }
}

/// The largest size of a shape within another one.
func fittedSize(_ width: Int, _ height: Int, within limitWidth: Int, _ limitHeight: Int) -> (width: Int, height: Int) {
  guard width > 0, height > 0 else { return (max(1, limitWidth), max(1, limitHeight)) }
  let scale = min(Double(limitWidth) / Double(width), Double(limitHeight) / Double(height))
  func scaled(_ length: Int, _ limit: Int) -> Int { max(1, min(limit, Int((Double(length) * scale).rounded()))) }
  return (scaled(width, limitWidth), scaled(height, limitHeight))
}

public enum Picture: Sendable, Equatable {
  case loading
  case failed(String)
  case ready(PixelImage)
}

/// Where views get their pictures from.
public protocol PictureSource {
  func picture(_ request: PictureRequest) -> Picture
}
