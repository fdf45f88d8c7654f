import CPictures

/// One way of reading picture files; a file for each in this folder.
protocol PictureDecoder {
  /// Whether its library was there when the program was built.
  static var isBuiltIn: Bool { get }

  /// The pixels as they are stored, or as the format's own transformations leave them.
  /// - Parameter longSide: the picture may be given smaller as long as its longer side keeps this many pixels; nil gives all.
  static func decode(_ bytes: [UInt8], longSide: Int?) throws(ImageError) -> DecodedPicture

  /// Bytes that `decode` takes at most, its picture included.
  static func memory(_ bytes: [UInt8], longSide: Int?) throws(ImageError) -> Int

  /// What the file tells of how and when the photo was taken; nil where it tells nothing.
  /// - Parameter bytes: of the whole file; where EXIF stands at the beginning, of that.
  static func exif(in bytes: [UInt8]) -> EXIFDirectories?
}

/// What the libraries do beside decoding.
public enum PictureLibraries {
  /// From this call on nothing that they print about damaged files appears on standard error. To be called once, before
  /// any picture is read.
  public static func keepQuiet() { cpictures_keep_quiet() }
}

/// What a decoder gives: a picture that is perhaps still to be turned.
struct DecodedPicture {
  var image: PixelImage
  /// Size of the whole picture in the file.
  var width, height: Int
  /// What is still to be applied, 1-8; nil where EXIF says it.
  var orientation: Int?
  /// What was damaged although there is a picture.
  var warning: String?
  /// The ICC profile of the pixels; nil stands for sRGB.
  var profile: [UInt8]?
}

/// What a file may take, whatever its format.
enum PictureBounds {
  /// Larger pictures are refused.
  static let mostPixels = 300_000_000
  /// Larger pictures are decoded smaller: these take half a gigabyte, and as much again where they are turned.
  static let mostDecodedPixels = 150_000_000
  /// Bytes that a library may take beside the pixels that it gives.
  static let mostMemory = 1 << 30
  /// Of CPU time, for a library to decode one picture.
  static let mostSeconds = 30.0

  static func check(width: Int, height: Int) throws(ImageError) {
    guard width * height <= mostPixels else {
      throw .unreadable("too large: \(width)×\(height) pixels, at most \(mostPixels / 1_000_000) megapixels are read")
    }
  }

  /// Bytes of a picture when it is decoded.
  static func memory(width: Int, height: Int, denominator: Int) -> Int {
    (width + denominator - 1) / denominator * ((height + denominator - 1) / denominator) * 3
  }

  /// By what a picture is shrunk: 1, 2, 4 or 8.
  static func denominator(width: Int, height: Int, longSide: Int?) -> Int {
    let side = max(width, height)
    let wanted = longSide.flatMap { wanted in [8, 4, 2].first { (side + $0 - 1) / $0 >= max(wanted, 1) } } ?? 1
    return [1, 2, 4, 8].first { $0 >= wanted && width / $0 * (height / $0) <= mostDecodedPixels } ?? 8
  }
}
