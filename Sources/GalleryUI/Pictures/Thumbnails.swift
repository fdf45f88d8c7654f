import Faces
import Imaging
import Library

/// Where small pictures are kept.
public protocol ThumbnailSource: Sendable {
  /// Whether `thumbnail` answers at once.
  var hasThumbnailsAtHand: Bool { get }
  func thumbnail(_ part: PhotoPart, of content: ContentID) -> [UInt8]?
  func keep(_ thumbnail: Thumbnail, of content: ContentID)
}

extension PhotoLibrary: ThumbnailSource {}

/// A picture that was made of a thumbnail.
struct Glimpse {
  var image: PixelImage
  /// Whether the original would not look better.
  var isSharp: Bool
}

extension PictureRequest {
  /// So much a thumbnail may be enlarged before the original looks better.
  private static let enlargement: Float = 1.3

  /// nil where none is kept, or what is kept is no picture.
  func glimpse(of source: any ThumbnailSource) -> Glimpse? {
    guard hasThumbnail, let content, let jpeg = source.thumbnail(part, of: content),
      let small = try? DecodedPhoto(jpeg, longSide: 2 * max(width, height))
    else { return nil }
    let kept = Float(max(small.width, small.height)) * share
    let image = fitted(small.image)
    // A part has no more pixels than the photo has there.
    let wanted = min(image.longSide, crop.map { whole($0.width * share, within: 1...1_000_000) } ?? .max)
    return Glimpse(image: image, isSharp: Float(wanted) <= Self.enlargement * kept)
  }

  /// As `render`; a thumbnail that is missing is kept.
  /// - Parameter bytes: of the whole file.
  func render(_ bytes: [UInt8], keepingIn source: any ThumbnailSource) throws(ImageError) -> PixelImage {
    guard hasThumbnail, let content, source.thumbnail(part, of: content) == nil,
      ContentID(contents: bytes) == content
    else {
      return try render(bytes)
    }
    let side = max(
      whole(Float(max(width, height)) / share, within: 1...100_000),
      2 * (crop == nil ? Thumbnail.photoSide : Thumbnail.faceSide))
    var larger = self
    (larger.width, larger.height) = (side, side)
    let picture = cut(try DecodedPhoto(bytes, longSide: larger.neededLongSide))
    if let thumbnail = Thumbnail(of: part, picture: picture) { source.keep(thumbnail, of: content) }
    return fitted(picture)
  }
}
