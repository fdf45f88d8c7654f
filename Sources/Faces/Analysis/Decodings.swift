import Imaging

/// The same photo decoded in rising sizes, each only when it is asked for.
struct Decodings {
  /// A part of the photo, in its pixels, and how many pixels it is wanted with for each of them.
  struct Part {
    var rectangle: PixelRectangle
    var scale: Double
  }

  /// Smaller pictures need no place in the room.
  private static let small = 6 << 20
  /// What those get who need one: room for the windows that may follow.
  private static let leastPlace = 24 << 20

  private let bytes: [UInt8]
  private let room: MemoryRoom
  private var place: MemoryRoom.Place?
  private var photos: [DecodedPhoto] = []

  /// - Parameter room: for pictures that are not small.
  init(_ bytes: [UInt8], room: MemoryRoom) {
    self.bytes = bytes
    self.room = room
  }

  /// The largest decoding so far, or a larger one where the longer side asked for needs and allows it.
  mutating func decode(longSide: Int) throws(FaceError) -> DecodedPhoto {
    if let last = photos.last, last.image.longSide >= min(longSide, last.longSide) { return last }
    enter(DecodedPhoto.memory(of: bytes, longSide: longSide) ?? 0)
    do {
      let photo = try DecodedPhoto(bytes, longSide: longSide)
      photos.append(photo)
      return photo
    } catch {
      throw .image(error)
    }
  }

  /// What shows each part, in rising sizes; the last has as many pixels as the part of the largest scale is wanted with,
  /// or all that there are, if the others are too small. To be called after a decoding.
  mutating func views(_ parts: [Part]) throws(FaceError) -> [[PhotoView]] {
    guard let last = photos.last, let most = parts.map(\.scale).max(), min(most, 1) > PhotoView(last).scale else {
      return parts.map { _ in photos.map { PhotoView($0) } }
    }
    let longSide = Int((Double(last.longSide) * min(most, 1)).rounded(.up))
    let poor = parts.indices.filter { parts[$0].scale > PhotoView(last).scale }
    let area = poor.reduce(0) { $0 + parts[$1].rectangle.area }
    // Of a damaged file only the whole is sure to give the same pixels.
    guard last.warning == nil, area < last.width * last.height else {
      _ = try decode(longSide: longSide)
      return parts.map { _ in photos.map { PhotoView($0) } }
    }
    enter(area * 3)
    var result = parts.map { _ in photos.map { PhotoView($0) } }
    for (index, window) in zip(poor, try windows(poor.map { parts[$0].rectangle }, longSide: longSide)) {
      result[index].append(PhotoView(window, width: last.width, height: last.height))
    }
    return result
  }

  /// Once for each photo: who is inside asks for nothing.
  private mutating func enter(_ memory: Int) {
    guard place == nil, memory > Self.small else { return }
    place = room.enter(bytes: max(memory, Self.leastPlace))
  }

  private func windows(_ rectangles: [PixelRectangle], longSide: Int) throws(FaceError) -> [PixelWindow] {
    do {
      return try PhotoParts(rectangles, of: bytes, longSide: longSide).windows
    } catch {
      throw .image(error)
    }
  }
}

extension DecodedPhoto {
  /// Of the whole photo.
  fileprivate var longSide: Int { max(width, height) }
}
