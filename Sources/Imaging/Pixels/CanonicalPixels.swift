/// What stays of a photo when its metadata change, its file is turned without loss, or its codes are packed anew: for a
/// JPEG the mean brightness of each 8×8 block (its DC coefficient, as libjpeg decodes it at an eighth), for other formats
/// all pixels as they are stored. Of a JPEG only whole MCUs count: turned without loss, those at its right and lower edge
/// that are cut off stay behind or are dropped. Colour profiles are not applied.
public struct CanonicalPixels: Sendable, Equatable {
  public let width, height: Int
  /// One byte a block of a JPEG, three bytes a pixel of other formats; row by row.
  public let bytes: [UInt8]
  /// 1-8, as EXIF numbers it: turns the upright photo into this picture, which of its eight turned and mirrored forms
  /// has the smallest bytes and so does not depend on how the file has it.
  public let turned: Int

  /// - Parameter bytes: of a file that `DecodedPhoto` reads.
  public init(photo bytes: [UInt8]) throws(ImageError) {
    let format = FileFormat(bytes)
    if let reason = format.reasonAgainst { throw .unsupported(reason) }
    guard let decoder = format.decoder else { throw .unsupported(FileFormat.unknown) }
    if decoder is JPEG.Type, let luma = try JPEG.blocks(of: bytes) {
      self.init(luma, orientation: EXIF(decoder.exif(in: bytes)).orientation)
    } else {
      let decoded = try decoder.decode(bytes, longSide: nil)
      let orientation = decoded.orientation ?? EXIF(decoder.exif(in: bytes)).orientation
      self.init(
        Plane(width: decoded.image.width, height: decoded.image.height, depth: 3, bytes: decoded.image.pixels),
        orientation: orientation)
    }
  }

  /// - Parameter orientation: of EXIF, that is to be applied to the stored pixels.
  init(_ stored: Plane, orientation: Int) {
    let upright = PlaneView(stored, orientation)
    var best = upright
    var turned = 1
    for candidate in 2...8 {
      let view = upright.oriented(candidate)
      if view.precedes(best) { (best, turned) = (view, candidate) }
    }
    (width, height) = (best.width, best.height)
    bytes = best.bytes
    self.turned = turned
  }
}

/// Bytes of a picture, `depth` a pixel, row by row.
struct Plane {
  let width, height, depth: Int
  let bytes: [UInt8]
}

/// A plane as it looks turned, without copying it.
private struct PlaneView {
  let plane: Plane
  let width, height: Int
  /// Where the first pixel lies in the plane, and how far the next one right and the next one below are from it.
  let origin, right, down: Int

  init(_ plane: Plane, _ orientation: Int) {
    self.init(
      plane, plane.width, plane.height, origin: 0, right: plane.depth, down: plane.width * plane.depth, orientation)
  }

  private init(
    _ plane: Plane, _ width: Int, _ height: Int, origin: Int, right: Int, down: Int, _ orientation: Int
  ) {
    let (flipsColumn, flipsRow) = Orientation.flips(orientation)
    let isTransposed = (5...8).contains(orientation)
    let (along, below) = (flipsColumn ? -right : right, flipsRow ? -down : down)
    self.plane = plane
    (self.width, self.height) = isTransposed ? (height, width) : (width, height)
    self.origin = origin + (flipsColumn ? (width - 1) * right : 0) + (flipsRow ? (height - 1) * down : 0)
    (self.right, self.down) = isTransposed ? (below, along) : (along, below)
  }

  func oriented(_ orientation: Int) -> PlaneView {
    PlaneView(plane, width, height, origin: origin, right: right, down: down, orientation)
  }

  /// By width, then by bytes; most pictures are told apart by their first rows.
  func precedes(_ other: PlaneView) -> Bool {
    guard width == other.width else { return width < other.width }
    for y in 0..<height {
      for x in 0..<width {
        let (mine, others) = (origin + y * down + x * right, other.origin + y * other.down + x * other.right)
        for channel in 0..<plane.depth where plane.bytes[mine + channel] != plane.bytes[others + channel] {
          return plane.bytes[mine + channel] < plane.bytes[others + channel]
        }
      }
    }
    return false
  }

  var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(plane.bytes.count)
    for y in 0..<height {
      for x in 0..<width {
        let start = origin + y * down + x * right
        for channel in 0..<plane.depth { result.append(plane.bytes[start + channel]) }
      }
    }
    return result
  }
}
