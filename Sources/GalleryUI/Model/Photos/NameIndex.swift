import Foundation
import Glibc
import SystemPackage

/// The paths of all photos in small letters, one after the other in memory, each ended by a zero; and who is on them.
struct NameIndex: Sendable {
  private var bytes: [CChar] = []
  private var starts: [Int] = []
  /// Folded names of people who are confirmed on a photo, by its place.
  var people: [Int: [String]] = [:]

  init() {}

  init(_ paths: [FilePath]) {
    bytes.reserveCapacity(paths.count * 32)
    starts.reserveCapacity(paths.count)
    for path in paths {
      starts.append(bytes.count)
      append(path)
      bytes.append(0)
    }
  }

  /// A text as it is looked for: letters composed, in small letters, ended by a zero.
  static func folded(_ text: String) -> [CChar] {
    Array(text.precomposedStringWithCanonicalMapping.lowercased().utf8CString)
  }

  /// - Parameter wanted: see `folded`.
  func contains(_ wanted: [CChar], at place: Int) -> Bool {
    bytes.withUnsafeBufferPointer { all in
      guard let base = all.baseAddress else { return false }
      return strstr(base + starts[place], wanted) != nil
    }
  }

  /// - Parameter name: part of a folded name.
  func hasPerson(_ name: String, at place: Int) -> Bool { people[place]?.contains { $0.contains(name) } ?? false }

  func hasPerson(at place: Int) -> Bool { people[place] != nil }

  private mutating func append(_ path: FilePath) {
    let start = bytes.count
    let isASCII = path.withPlatformString { text in
      var isASCII = true
      for index in 0..<path.length {
        let byte = text[index]
        isASCII = isASCII && byte >= 0
        bytes.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
      }
      return isASCII
    }
    guard !isASCII else { return }
    bytes.removeSubrange(start...)
    bytes += Self.folded(path.string).dropLast()
  }
}
