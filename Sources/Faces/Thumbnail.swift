import Imaging

/// A whole photo or a square in it, as thumbnails are kept of.
public struct PhotoPart: Hashable, Sendable {
  /// In pixels of the whole photo after orientation; a side of 0 is all of it.
  public let x, y, side: Int
  /// Quarter turns clockwise after which it is shown.
  public let turn: Int

  private init(x: Int, y: Int, side: Int, turn: Int) {
    (self.x, self.y, self.side, self.turn) = (x, y, side, turn)
  }

  public static let whole = PhotoPart(x: 0, y: 0, side: 0, turn: 0)

  public init(square: Box, turn: Int) {
    self.init(
      x: nearest(square.x), y: nearest(square.y), side: max(1, nearest(square.width)), turn: turn)
  }
}

/// A small picture of a part of a photo.
public struct Thumbnail: Sendable, Equatable {
  /// Longer side of a whole photo, in pixels; smaller photos are kept as they are.
  public static let photoSide = 192
  /// Side of a face, in pixels; smaller ones are kept as they are.
  public static let faceSide = 72
  /// Bytes of all thumbnails of a photo.
  public static let mostBytes = 20_000
  private static let mostPhotoBytes = 8_000

  public let part: PhotoPart
  public let jpeg: [UInt8]

  /// - Parameter picture: the part, turned as it is shown; a larger one than is kept.
  /// - Returns: nil where it cannot be written in few enough bytes.
  public init?(of part: PhotoPart, picture: PixelImage) {
    let side = part == .whole ? Self.photoSide : Self.faceSide
    let small = picture.thinned(longSide: 2 * side).fitted(width: side, height: side)
    guard let jpeg = Self.encode(small, within: Self.mostPhotoBytes) else { return nil }
    self.part = part
    self.jpeg = jpeg
  }

  /// Noise takes more bytes than a photo.
  private static func encode(_ picture: PixelImage, within most: Int) -> [UInt8]? {
    for quality in [75, 50, 25] {
      if let jpeg = try? picture.jpeg(quality: quality), jpeg.count <= most { return jpeg }
    }
    return nil
  }

  /// Of the photo and of its faces, as many as there is room for, the largest first.
  /// - Parameter photos: the same photo in rising sizes, at least one.
  static func all(of faces: [(box: Box, turn: Int)], in photos: [DecodedPhoto]) -> [Thumbnail] {
    guard let first = photos.first,
      let whole = Thumbnail(of: .whole, picture: best(photos, for: photoSide, of: first.longSide).image)
    else { return [] }
    var result = [whole]
    var left = mostBytes - whole.jpeg.count
    let sizes = faces.map { max($0.box.width, $0.box.height) }
    for index in sizes.indices.sorted(by: { (sizes[$1], $0) < (sizes[$0], $1) }) {
      let square = faces[index].box.portrait(width: first.width, height: first.height)
      let photo = best(photos, for: faceSide, of: nearest(square.width))
      let picture = photo.part(square).turned(faces[index].turn)
      guard let face = Thumbnail(of: PhotoPart(square: square, turn: faces[index].turn), picture: picture) else {
        continue
      }
      left -= face.jpeg.count
      guard left >= 0 else { break }
      result.append(face)
    }
    return result
  }

  /// The smallest picture in which a length of the whole photo has as many pixels as wanted; else the largest.
  private static func best(_ photos: [DecodedPhoto], for side: Int, of length: Int) -> DecodedPhoto {
    photos.first { $0.image.longSide * length >= side * $0.longSide } ?? photos[photos.count - 1]
  }
}

extension Box {
  /// The square around a face that is shown of it: with room for hair and chin, inside the photo. A box that is no
  /// rectangle gives the photo's corner, so that the same face always has the same square.
  /// - Parameters:
  ///   - width: of the photo in pixels; 0 where unknown.
  ///   - height: likewise.
  public func portrait(width photoWidth: Int, height photoHeight: Int) -> Box {
    let isBox = [x, y, width, height].allSatisfy { abs($0) < 1e6 }
    let box = isBox ? self : Box(x: 0, y: 0, width: 1, height: 1)
    var length = max(1, 1.5 * max(box.width, box.height))
    let (width, height) = (Float(photoWidth), Float(photoHeight))
    if width > 0, height > 0 { length = min(length, width, height) }
    let x = box.x + box.width / 2 - length / 2
    let y = box.y + box.height / 2 - length / 2
    return Box(
      x: max(0, min(x, width > 0 ? width - length : x)), y: max(0, min(y, height > 0 ? height - length : y)),
      width: length, height: length)
  }
}

extension DecodedPhoto {
  /// A rectangle in pixels of the whole photo, in those of this picture.
  public func part(_ box: Box) -> PixelImage {
    let scale = Float(image.width) / Float(max(1, width))
    return image.cropped(
      x: nearest(box.x * scale), y: nearest(box.y * scale), width: nearest(box.width * scale),
      height: nearest(box.height * scale))
  }

  fileprivate var longSide: Int { max(width, height) }
}

/// The nearest whole number, within a million: coordinates come from files.
private func nearest(_ value: Float) -> Int {
  value.isNaN ? 0 : Int(max(-1_000_000, min(1_000_000, value.rounded())))
}
