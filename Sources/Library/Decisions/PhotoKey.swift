import Crypto
import Faces
import Imaging
import Journal

/// What a photo is called in the journal.
struct PhotoKey: Sendable, Equatable {
  /// SHA-256 of the file's bytes, in hex.
  let hash: String
  /// nil where they are not known.
  let pixels: FaceKey.Pixels?

  init(hash: String, pixels: FaceKey.Pixels?) {
    self.hash = hash
    self.pixels = pixels
  }

  /// - Parameter bytes: of the whole file.
  init(contents bytes: [UInt8]) {
    hash = SHA256.hash(data: bytes).hex
    pixels = (try? CanonicalPixels(photo: bytes)).flatMap { FaceKey.Pixels($0) }
  }

  var content: ContentID? { ContentID(hex: hash) }
}

extension FaceKey.Pixels {
  /// The SHA-256 of "facetui pixels 1", width and height, in decimal with blanks between and a line feed behind, and the
  /// picture's bytes.
  init?(_ picture: CanonicalPixels) {
    var digest = SHA256()
    digest.update(data: Array("facetui pixels 1 \(picture.width) \(picture.height)\n".utf8))
    digest.update(data: picture.bytes)
    self.init(hash: digest.finalize().hex, turned: picture.turned)
  }
}

extension FaceKey {
  init?(_ photo: PhotoKey, of face: Face, in picture: Photo) {
    guard let box = FaceBox(face.box, width: picture.width, height: picture.height) else { return nil }
    self.init(
      photo: photo.hash, pixels: photo.pixels, width: picture.width, height: picture.height, box: box)
  }
}

extension SHA256Digest {
  fileprivate var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}

extension ContentID {
  /// - Parameter text: a SHA-256 in hex.
  init?(hex text: String) {
    let digits = text.utf8.prefix(32).compactMap { UInt8(String(UnicodeScalar($0)), radix: 16) }
    guard digits.count == 32 else { return nil }
    self.init(hash: stride(from: 0, to: 32, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
  }
}
