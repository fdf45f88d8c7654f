import Crypto
import Faces
import Storage

public typealias ContentID = Storage.ContentID

extension ContentID {
  /// - Parameter bytes: all of a file's.
  public init?(contents bytes: [UInt8]) { self.init(hash: Array(SHA256.hash(data: bytes))) }
}

/// Small pictures of photos and faces, which are made while a photo is looked at. Losing them is harmless.
extension PhotoLibrary {
  /// Whether `thumbnail` answers within a millisecond; else it may have to open a file first.
  public var hasThumbnailsAtHand: Bool { thumbnails?.isReady ?? true }

  /// A JPEG of at most `Thumbnail.photoSide` or `faceSide` pixels, as it is shown; nil where there is none.
  /// - Parameter content: `Photo.content`.
  public func thumbnail(_ part: PhotoPart, of content: ContentID) -> [UInt8]? {
    thumbnails?.jpeg(of: content, StoredPicture.Part(part))
  }

  /// For one that was missing, made of the bytes with this content. It is not kept where the photo has too many already.
  public func keep(_ thumbnail: Thumbnail, of content: ContentID) {
    thumbnails?.add(StoredPicture(thumbnail), of: content)
  }
}

extension StoredPicture.Part {
  init(_ part: PhotoPart) { self.init(x: part.x, y: part.y, side: part.side, turn: part.turn) }
}

extension StoredPicture {
  init(_ thumbnail: Thumbnail) { self.init(part: Part(thumbnail.part), jpeg: thumbnail.jpeg) }
}
