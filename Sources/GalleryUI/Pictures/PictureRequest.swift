import Faces
import Imaging
import Library
import SystemPackage

/// A picture at the size at which it is drawn.
public struct PictureRequest: Hashable, Sendable {
  /// Relative to the library's folder.
  public var path: FilePath
  /// The file's times, size and inode: others are another picture.
  public var stamp: PhotoStamp
  /// Of the file's bytes, for what is known of them; nil while that is not known.
  var content: ContentID?
  /// Part of the photo, in pixels of the whole photo; nil is all of it.
  public var crop: Box?
  /// Largest size in pixels; the shape of the picture is kept.
  public var width, height: Int
  /// Quarter turns clockwise after which it is shown.
  var turn = 0
  /// Five points that come to lie where every face has them; nil shows the part as it is.
  var landmarks: [Point]?
  /// How much of a face's square is shown, around its middle, 0-1.
  var share: Float = 1
  /// Whether thumbnails of this part are kept.
  var hasThumbnail = true
  /// Longer side of the whole photo in pixels, which a part's scale depends on; 0 while unknown, and for a whole photo.
  var longSide: Int

  init(_ photo: Photo, crop: Box? = nil, width: Int, height: Int) {
    path = photo.path
    stamp = photo.stamp
    content = photo.content
    self.crop = crop
    self.width = max(1, width)
    self.height = max(1, height)
    longSide = crop == nil ? 0 : max(photo.width, photo.height)
  }

  /// The square around a face that is shown of it.
  init(face: Face, of photo: Photo, side: Int) {
    let square = face.box.portrait(width: photo.width, height: photo.height)
    self.init(photo, crop: square, width: side, height: side)
    turn = face.turn
  }

  /// A face upright, with its eyes and mouth where those of every other one are; nil where its landmarks span none.
  init?(aligned face: Face, of photo: Photo, side: Int) {
    guard let transform = SimilarityTransform(portraitOf: face.landmarks, side: max(1, side)) else { return nil }
    // A square as wide as what is shown, for the scale at which the photo is decoded.
    let width = Float(Double(max(1, side)) / transform.scale)
    self.init(photo, crop: Box(x: face.box.x, y: face.box.y, width: width, height: width), width: side, height: side)
    landmarks = face.landmarks
    // Thumbnails show faces as they are.
    content = nil
  }

  /// What of the photo is shown.
  var part: PhotoPart { crop.map { PhotoPart(square: $0, turn: turn) } ?? .whole }

  /// Decodes no more than is needed.
  func render(_ bytes: [UInt8]) throws(ImageError) -> PixelImage {
    let photo = try DecodedPhoto(bytes, longSide: neededLongSide)
    if let landmarks, let portrait = photo.portrait(landmarks, side: whole(Float(width) / share, within: 1...100_000)) {
      return fitted(portrait)
    }
    return fitted(cut(photo))
  }

  func fitted(_ image: PixelImage) -> PixelImage {
    let image = share < 1 ? image.middle(share) : image
    let fitted = fittedSize(image.width, image.height, within: width, height)
    return image.resized(width: fitted.width, height: fitted.height)
  }

  /// The part, as large as it was decoded, upright.
  func cut(_ photo: DecodedPhoto) -> PixelImage {
    (crop.map { photo.part($0) } ?? photo.image).turned(turn)
  }

  /// Twice the size that is drawn, so that the last step still averages.
  var neededLongSide: Int? {
    guard let crop else { return 2 * max(width, height) }
    guard longSide > 0, crop.width >= 1 else { return nil }
    return pixels(Float(longSide) * min(1, 2 * Float(width) / (crop.width * share)))
  }

  private func pixels(_ value: Float) -> Int { whole(value, within: -1_000_000...1_000_000) }
}

extension PictureRequest {
  /// What is known of the bytes changes nothing in the picture.
  public static func == (a: PictureRequest, b: PictureRequest) -> Bool {
    a.path == b.path && a.stamp == b.stamp && a.crop == b.crop && a.width == b.width && a.height == b.height
      && a.turn == b.turn && a.longSide == b.longSide && a.landmarks == b.landmarks && a.share == b.share
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(path)
    hasher.combine(stamp)
    hasher.combine(crop)
    hasher.combine(width)
    hasher.combine(height)
    hasher.combine(landmarks)
    hasher.combine(share)
  }
}

extension PixelImage {
  /// The part around the middle whose sides are a share of the picture's.
  fileprivate func middle(_ share: Float) -> PixelImage {
    let (columns, rows) = (max(1, Int(Float(width) * share)), max(1, Int(Float(height) * share)))
    return cropped(x: (width - columns) / 2, y: (height - rows) / 2, width: columns, height: rows)
  }
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
