/// What a HEIF file's items are coded as and made of (ISO/IEC 14496-12, section 8.11; ISO/IEC 23008-12, section 6), so
/// that the work of decoding is known before it begins.
struct HEIFItems {
  struct Size: Equatable {
    var width, height: Int
    var pixels: Int { width * height }
  }

  private(set) var main: Int?
  /// By item, from its `ispe`.
  private(set) var sizes: [Int: Size] = [:]
  /// By item, from the HEVC parameters in its `hvcC`.
  private(set) var codedSizes: [Int: Size] = [:]
  /// By item, those it is put together of, as often as they occur.
  private(set) var parts: [Int: [Int]] = [:]
  private let bytes: [UInt8]

  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard let meta = Boxes(bytes[...]).first(where: { $0.type == "meta" }) else { return nil }
    for box in Boxes(bytes[meta.content.dropFirst(4)]) {
      var reader = ByteReader(bytes, position: box.content.lowerBound)
      guard let version = reader.bigEndian(1), reader.take(3) != nil else { continue }
      switch box.type {
      case "pitm": main = reader.bigEndian(version == 0 ? 2 : 4)
      case "iref": readParts(bytes[box.content.dropFirst(4)], idBytes: version == 0 ? 2 : 4)
      case "iprp": readProperties(bytes[box.content])
      default: continue
      }
    }
  }

  /// - Throws: where decoding would make more pixels than may be read, or others than the sizes say.
  func check(_ name: String) throws(ImageError) {
    for (item, coded) in codedSizes {
      guard let size = sizes[item] else { continue }
      // Coded pictures have whole blocks.
      guard coded.pixels <= 2 * (size.width + 64) * (size.height + 64) else {
        throw .unreadable(
          "damaged \(name): it says \(size.width)×\(size.height) pixels, but is coded as \(coded.width)×\(coded.height)"
        )
      }
    }
    guard let main, work(of: main) > PictureBounds.mostPixels else { return }
    throw .unreadable(
      "too large: \(name) is put together of more than \(PictureBounds.mostPixels / 1_000_000) megapixels")
  }

  /// Pixels that are decoded for an item, counted up to a little over the bound.
  private func work(of item: Int) -> Int {
    var total = 0
    var waiting = [(item: item, depth: 0)]
    while let (item, depth) = waiting.popLast(), total <= PictureBounds.mostPixels {
      total += max(sizes[item]?.pixels ?? 0, codedSizes[item]?.pixels ?? 0)
      guard depth < 8, let parts = parts[item] else { continue }
      // Each counts for something, so that items that refer to one another end as well.
      total += 1024 * parts.count
      guard total <= PictureBounds.mostPixels else { break }
      waiting += parts.map { ($0, depth + 1) }
    }
    return total
  }

  private mutating func readParts(_ content: ArraySlice<UInt8>, idBytes: Int) {
    for box in Boxes(content) where box.type == "dimg" {
      var reader = ByteReader(bytes, position: box.content.lowerBound)
      guard let item = reader.bigEndian(idBytes), let count = reader.bigEndian(2) else { continue }
      for _ in 0..<count {
        guard let part = reader.bigEndian(idBytes) else { break }
        parts[item, default: []].append(part)
      }
    }
  }

  private mutating func readProperties(_ content: ArraySlice<UInt8>) {
    let boxes = Array(Boxes(content))
    let properties = boxes.first { $0.type == "ipco" }.map { Array(Boxes(bytes[$0.content])) } ?? []
    for box in boxes where box.type == "ipma" {
      for (item, index) in associations(in: box.content) where properties.indices.contains(index - 1) {
        let property = properties[index - 1]
        switch property.type {
        case "ispe": sizes[item] = size(in: property.content)
        case "hvcC": codedSizes[item] = HEVCParameters.pictureSize(configuration: bytes[property.content])
        default: continue
        }
      }
    }
  }

  /// Items, each with the number of a property, from 1 on.
  private func associations(in content: Range<Int>) -> [(item: Int, property: Int)] {
    var reader = ByteReader(bytes, position: content.lowerBound)
    guard let version = reader.bigEndian(1), let flags = reader.bigEndian(3), let count = reader.bigEndian(4) else {
      return []
    }
    var found: [(item: Int, property: Int)] = []
    for _ in 0..<count {
      guard let item = reader.bigEndian(version == 0 ? 2 : 4), let properties = reader.bigEndian(1) else { break }
      for _ in 0..<properties {
        // The highest bit says whether the property has to be understood.
        guard let property = reader.bigEndian(flags & 1 == 0 ? 1 : 2) else { return found }
        found.append((item, property & (flags & 1 == 0 ? 0x7F : 0x7FFF)))
      }
    }
    return found
  }

  private func size(in content: Range<Int>) -> Size? {
    var reader = ByteReader(bytes, position: content.lowerBound + 4)
    guard let width = reader.bigEndian(4), let height = reader.bigEndian(4), width < 1 << 24, height < 1 << 24 else {
      return nil
    }
    return Size(width: width, height: height)
  }
}
