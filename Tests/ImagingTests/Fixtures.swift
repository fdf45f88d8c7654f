import Foundation
import Imaging

/// Files that developers have beside the project and that are never part of it.
enum Shared {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared")
  static let exists = FileManager.default.fileExists(atPath: root.path)

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appendingPathComponent(path)))
  }

  static func files(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path).sorted()
      .map { "\(folder)/\($0)" }
  }
}

/// Small generator with a fixed seed (SplitMix64), so that failures repeat.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension PixelImage {
  /// Smooth colours that differ everywhere, so that every shift and swap shows.
  static func gradient(width: Int, height: Int) -> PixelImage {
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        pixels += [UInt8(255 * x / width), UInt8(255 * y / height), UInt8(255 * (x + y) / (width + height))]
      }
    }
    return PixelImage(width: width, height: height, pixels: pixels)
  }

  static func noise(width: Int, height: Int, seed: UInt64) -> PixelImage {
    var generator = SeededGenerator(state: seed)
    let pixels = (0..<width * height * 3).map { _ in UInt8.random(in: 0...255, using: &generator) }
    return PixelImage(width: width, height: height, pixels: pixels)
  }

  subscript(x: Int, y: Int) -> [Int] {
    pixels[(y * width + x) * 3..<(y * width + x) * 3 + 3].map(Int.init)
  }

  func meanDifference(_ other: PixelImage) -> Double {
    guard other.width == width, other.height == height else { return .infinity }
    let sum = zip(pixels, other.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    return Double(sum) / Double(pixels.count)
  }
}

/// An EXIF block as a camera writes it.
struct EXIFBlock {
  var orientation: UInt16?
  var dateTime: String?
  var dateTimeOriginal: String?
  var dateTimeDigitized: String?
  var bigEndian = false

  /// The JPEG file with this block as its first segment.
  func inserted(into jpeg: [UInt8]) -> [UInt8] {
    let segment = Array("Exif\0\0".utf8) + tiff
    let length = segment.count + 2
    return jpeg[..<2] + [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 0xFF)] + segment + jpeg[2...]
  }

  private typealias Entry = (tag: Int, type: Int, value: [UInt8])

  private var tiff: [UInt8] {
    var main: [Entry] = []
    if let orientation { main.append((0x0112, 3, number(Int(orientation), 2))) }
    if let dateTime { main.append((0x0132, 2, Array(dateTime.utf8) + [0])) }
    var details: [Entry] = []
    if let dateTimeOriginal { details.append((0x9003, 2, Array(dateTimeOriginal.utf8) + [0])) }
    if let dateTimeDigitized { details.append((0x9004, 2, Array(dateTimeDigitized.utf8) + [0])) }
    let mainSize = 2 + 12 * (main.count + (details.isEmpty ? 0 : 1)) + 4
    let detailsStart = 8 + mainSize
    if !details.isEmpty { main.append((0x8769, 4, number(detailsStart, 4))) }
    let detailsSize = details.isEmpty ? 0 : 2 + 12 * details.count + 4
    var values: [UInt8] = []
    let valuesStart = detailsStart + detailsSize
    let directories = [main, details].filter { !$0.isEmpty }.flatMap { directory($0, &values, valuesStart) }
    return Array((bigEndian ? "MM" : "II").utf8) + number(42, 2) + number(8, 4) + directories + values
  }

  private func directory(
    _ entries: [Entry], _ values: inout [UInt8], _ valuesStart: Int
  ) -> [UInt8] {
    var bytes = number(entries.count, 2)
    for entry in entries {
      let count = entry.type == 2 ? entry.value.count : 1
      bytes += number(entry.tag, 2) + number(entry.type, 2) + number(count, 4)
      if entry.value.count > 4 {
        bytes += number(valuesStart + values.count, 4)
        values += entry.value
      } else {
        bytes += entry.value + [UInt8](repeating: 0, count: 4 - entry.value.count)
      }
    }
    return bytes + number(0, 4)
  }

  private func number(_ value: Int, _ length: Int) -> [UInt8] {
    let little = (0..<length).map { UInt8(value >> (8 * $0) & 0xFF) }
    return bigEndian ? little.reversed() : little
  }
}

/// A TIFF block made by hand: directories of entries, whose values may be anything.
struct TIFFBlock {
  struct Entry {
    var tag, type, count: Int
    var value: [UInt8]
  }

  var bigEndian = false
  var main: [Entry] = []
  var shot: [Entry] = []
  var place: [Entry] = []

  mutating func text(_ tag: Int, _ text: String, in directory: WritableKeyPath<TIFFBlock, [Entry]>) {
    let bytes = Array(text.utf8) + [0]
    self[keyPath: directory].append(Entry(tag: tag, type: 2, count: bytes.count, value: bytes))
  }

  mutating func short(_ tag: Int, _ value: Int, in directory: WritableKeyPath<TIFFBlock, [Entry]>) {
    self[keyPath: directory].append(Entry(tag: tag, type: 3, count: 1, value: number(value, 2)))
  }

  mutating func fractions(
    _ tag: Int, _ values: [(Int, Int)], in directory: WritableKeyPath<TIFFBlock, [Entry]>
  ) {
    let bytes = values.flatMap { number($0.0, 4) + number($0.1, 4) }
    self[keyPath: directory].append(Entry(tag: tag, type: 5, count: values.count, value: bytes))
  }

  func number(_ value: Int, _ length: Int) -> [UInt8] {
    let little = (0..<length).map { UInt8(value >> (8 * $0) & 0xFF) }
    return bigEndian ? little.reversed() : little
  }

  var bytes: [UInt8] {
    var main = main
    let lists = [shot, place].filter { !$0.isEmpty }
    let pointers = (shot.isEmpty ? [] : [0x8769]) + (place.isEmpty ? [] : [0x8825])
    var start = 8 + 6 + 12 * (main.count + lists.count)
    for (tag, list) in zip(pointers, lists) {
      main.append(Entry(tag: tag, type: 4, count: 1, value: number(start, 4)))
      start += 6 + 12 * list.count
    }
    var values: [UInt8] = []
    let directories = ([main] + lists).flatMap { directory($0, &values, start) }
    return Array((bigEndian ? "MM" : "II").utf8) + number(42, 2) + number(8, 4) + directories + values
  }

  /// The smallest file of segments with this block in it.
  var jpeg: [UInt8] {
    let segment = Array("Exif\0\0".utf8) + bytes
    let length = segment.count + 2
    return [0xFF, 0xD8, 0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 0xFF)] + segment + [0xFF, 0xD9]
  }

  private func directory(_ entries: [Entry], _ values: inout [UInt8], _ start: Int) -> [UInt8] {
    var bytes = number(entries.count, 2)
    for entry in entries {
      bytes += number(entry.tag, 2) + number(entry.type, 2) + number(entry.count, 4)
      if entry.value.count > 4 {
        bytes += number(start + values.count, 4)
        values += entry.value
      } else {
        bytes += entry.value + [UInt8](repeating: 0, count: 4 - entry.value.count)
      }
    }
    return bytes + number(0, 4)
  }
}
