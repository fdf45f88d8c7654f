/// Names an entry of all journals there are, and says where it stands in their order: by time, then by a counter, then by
/// who wrote it. A writer counts on from the latest entry it knows, so that a clock that is set back reorders nothing.
/// As text: 12 hex digits of milliseconds since 1970, 4 of the counter, 12 of the writer, with hyphens between.
public struct EntryID: Hashable, Sendable, Comparable, CustomStringConvertible {
  let milliseconds: UInt64
  let counter: UInt16
  /// 48 bits, drawn by chance.
  let writer: UInt64

  /// 1 January 2200: no clock is believed that is further ahead, as all later entries would have to follow it.
  static let end: UInt64 = 7_258_118_400_000

  init(milliseconds: UInt64, counter: UInt16, writer: UInt64) {
    self.milliseconds = min(milliseconds, Self.end - 1)
    self.counter = counter
    self.writer = writer & 0xFFFF_FFFF_FFFF
  }

  /// - Returns: nil where the text is none.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [12, 4, 12], parts.allSatisfy(\.isLowercaseHex),
      let milliseconds = UInt64(parts[0], radix: 16), milliseconds < Self.end,
      let counter = UInt16(parts[1], radix: 16), let writer = UInt64(parts[2], radix: 16)
    else { return nil }
    self.init(milliseconds: milliseconds, counter: counter, writer: writer)
  }

  public var description: String { "\(milliseconds.hex(12))-\(UInt64(counter).hex(4))-\(writer.hex(12))" }

  public static func < (a: EntryID, b: EntryID) -> Bool {
    (a.milliseconds, a.counter, a.writer) < (b.milliseconds, b.counter, b.writer)
  }
}

/// Makes entries' names: a hybrid logical clock (Kulkarni and others, 2014).
struct EntryClock: Sendable {
  private let writer: UInt64

  init(writer: UInt64 = .random(in: 0..<(1 << 48))) { self.writer = writer }

  /// - Parameters:
  ///   - latest: of the entries that are known.
  ///   - now: milliseconds since 1970.
  /// - Returns: a name that follows it.
  func next(after latest: EntryID?, now: UInt64) -> EntryID {
    guard let latest, latest.milliseconds >= now else {
      return EntryID(milliseconds: now, counter: 0, writer: writer)
    }
    guard latest.counter < .max else {
      return EntryID(milliseconds: latest.milliseconds + 1, counter: 0, writer: writer)
    }
    return EntryID(milliseconds: latest.milliseconds, counter: latest.counter + 1, writer: writer)
  }
}

extension StringProtocol {
  var isLowercaseHex: Bool {
    utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
    }
  }
}

extension UInt64 {
  fileprivate func hex(_ digits: Int) -> String {
    let text = String(self, radix: 16)
    return String(repeating: "0", count: Swift.max(0, digits - text.count)) + text
  }
}
