/// Bounds-checked reading of a TIFF block in either byte order (TIFF 6.0). Directories are read only where they are
/// asked for, so that those that point at each other do no harm.
struct TIFF {
  private let bytes: ArraySlice<UInt8>
  /// Where the block begins in them; offsets count from there.
  private let start: Int
  private let bigEndian: Bool

  /// One entry of a directory: where its value lies, how many values it has and of which type they are.
  struct Entry {
    let type: Int
    let count: Int
    /// Offset of the four bytes that hold the value or its offset.
    let field: Int
  }

  typealias Directory = [Int: Entry]

  init?(bytes slice: ArraySlice<UInt8>) {
    bytes = slice
    start = slice.startIndex
    switch bytes.prefix(2) {
    case [0x49, 0x49]: bigEndian = false
    case [0x4D, 0x4D]: bigEndian = true
    default: return nil
    }
  }

  var mainDirectory: Directory {
    word(2).map(Self.versions.contains) == true ? long(4).map(directory) ?? [:] : [:]
  }

  /// TIFF, and what Olympus (two kinds) and Panasonic put in its place in their raw files.
  private static let versions = [42, 0x4F52, 0x5352, 0x55]

  /// The entries by tag; the first of equal tags counts.
  func directory(at offset: Int) -> Directory {
    guard let count = word(offset) else { return [:] }
    var entries: Directory = [:]
    for index in 0..<count {
      let start = offset + 2 + index * 12
      guard let tag = word(start), let type = word(start + 2), let values = long(start + 4) else { break }
      if entries[tag] == nil { entries[tag] = Entry(type: type, count: values, field: start + 8) }
    }
    return entries
  }

  /// The directory at which an entry points; empty where it is none.
  func directory(_ entry: Entry?) -> Directory { entry.flatMap(integer).map(directory) ?? [:] }

  /// The offsets of directories in an entry of type LONG (4) or IFD (13).
  func offsets(_ entry: Entry, atMost most: Int) -> [Int] {
    guard entry.type == 4 || entry.type == 13, let start = values(entry, size: 4) else { return [] }
    return (0..<min(entry.count, most)).compactMap { long(start + 4 * $0) }
  }

  /// The value of a SHORT (3) or LONG (4) entry that should have one.
  func integer(_ entry: Entry) -> Int? {
    switch entry.type {
    case 3: word(entry.field)
    case 4: long(entry.field)
    default: nil
    }
  }

  /// The first value of a BYTE (1), SHORT (3) or LONG (4) entry of any number of values.
  func firstInteger(_ entry: Entry) -> Int? {
    switch entry.type {
    case 1: values(entry, size: 1).flatMap { number($0, length: 1) }
    case 3: values(entry, size: 2).flatMap(word)
    case 4: values(entry, size: 4).flatMap(long)
    default: nil
    }
  }

  /// The text of an ASCII (2) entry, as far as its first NUL.
  func text(_ entry: Entry) -> String? {
    guard entry.type == 2, let start = values(entry, size: 1) else { return nil }
    return String(decoding: part(start, entry.count).prefix { $0 != 0 }, as: UTF8.self)
  }

  /// The values of a RATIONAL (5) entry; nil where one has the denominator 0, with which cameras say that they do not
  /// know.
  func fractions(_ entry: Entry) -> [Fraction]? {
    guard entry.type == 5, entry.count <= 16, let start = values(entry, size: 8) else { return nil }
    let fractions = (0..<entry.count).compactMap { index -> Fraction? in
      guard let numerator = long(start + 8 * index), let denominator = long(start + 8 * index + 4), denominator > 0
      else { return nil }
      return Fraction(numerator: numerator, denominator: denominator)
    }
    return fractions.count == entry.count ? fractions : nil
  }

  /// Where the values of an entry begin: in its field where they fit there. All of them lie in the block.
  private func values(_ entry: Entry, size: Int) -> Int? {
    guard entry.count > 0, entry.count < 1 << 16 else { return nil }
    let length = entry.count * size
    guard let start = length <= 4 ? entry.field : long(entry.field), start + length <= bytes.count else { return nil }
    return start
  }

  /// Bytes that lie in the block.
  private func part(_ offset: Int, _ length: Int) -> ArraySlice<UInt8> {
    bytes[start + offset..<start + offset + length]
  }

  private func word(_ offset: Int) -> Int? { number(offset, length: 2) }
  private func long(_ offset: Int) -> Int? { number(offset, length: 4) }

  private func number(_ offset: Int, length: Int) -> Int? {
    guard offset >= 0, offset + length <= bytes.count else { return nil }
    let field = part(offset, length)
    return bigEndian
      ? field.reduce(0) { $0 << 8 | Int($1) } : field.reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}

/// A number as EXIF stores it.
public struct Fraction: Sendable, Equatable {
  public var numerator: Int
  /// At least 1.
  public var denominator: Int

  public init(numerator: Int, denominator: Int) {
    self.numerator = numerator
    self.denominator = max(1, denominator)
  }

  public var value: Double { Double(numerator) / Double(denominator) }
}
