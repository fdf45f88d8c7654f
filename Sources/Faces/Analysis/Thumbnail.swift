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
  /// - Parameters:
  ///   - photo: the whole, with at least the pixels that are kept of it.
  ///   - faces: views of each in rising sizes, at least one.
  static func all(of photo: PhotoView, faces: [(box: Box, turn: Int, views: [PhotoView])]) -> [Thumbnail] {
    guard let whole = Thumbnail(of: .whole, picture: photo.window.image) else { return [] }
    var result = [whole]
    var left = mostBytes - whole.jpeg.count
    let sizes = faces.map { max($0.box.width, $0.box.height) }
    for index in sizes.indices.sorted(by: { (sizes[$1], $0) < (sizes[$0], $1) }) {
      let face = faces[index]
      let square = face.box.portrait(width: photo.width, height: photo.height)
      let picture = best(face.views, for: square).part(square).turned(face.turn)
      guard let face = Thumbnail(of: PhotoPart(square: square, turn: face.turn), picture: picture) else { continue }
      left -= face.jpeg.count
      guard left >= 0 else { break }
      result.append(face)
    }
    return result
  }

  /// The smallest picture in which the square has the pixels that are kept of it; else the largest.
  private static func best(_ views: [PhotoView], for square: Box) -> PhotoView {
    let side = nearest(square.width)
    return views.first { $0.window.longSide * side >= faceSide * $0.longSide } ?? views[views.count - 1]
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

  /// All pixels that it touches.
  var rectangle: PixelRectangle {
    let (left, top) = (nearest(x.rounded(.down)), nearest(y.rounded(.down)))
    return PixelRectangle(
      x: left, y: top, width: nearest((x + width).rounded(.up)) - left, height: nearest((y + height).rounded(.up)) - top
    )
  }
}
