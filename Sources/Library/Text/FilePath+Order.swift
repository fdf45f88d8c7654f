import Glibc
import SystemPackage

extension FilePath {
  /// The order of the library: folder by folder on the way to a file, names in natural order. No two paths are equal in
  /// it, and what lies in one folder lies together.
  static func precedes(_ a: FilePath, _ b: FilePath) -> Bool {
    a.withPlatformBytes { a in
      b.withPlatformBytes { b in
        let common = (0..<min(a.count, b.count)).first { a[$0] != b[$0] } ?? min(a.count, b.count)
        let start = a[..<common].lastIndex(of: separator).map { $0 + 1 } ?? 0
        let (first, second) = (component(of: a, from: start), component(of: b, from: start))
        return first.elementsEqual(second) ? a.count < b.count : NaturalOrder.precedes(first, second)
      }
    }
  }

  /// The order of names in one folder.
  static func precedes(_ a: Component, _ b: Component) -> Bool {
    a.withPlatformString { a in
      b.withPlatformString { b in NaturalOrder.precedes(name(a), name(b)) }
    }
  }

  private static func name(_ text: UnsafePointer<CChar>) -> NaturalOrder.Name {
    UnsafeBufferPointer(start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self), count: strlen(text))[...]
  }

  private static let separator = UInt8(ascii: "/")

  private static func component(of path: UnsafeBufferPointer<UInt8>, from start: Int) -> NaturalOrder.Name {
    path[start...].prefix { $0 != separator }
  }

  private func withPlatformBytes<T>(_ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
    withPlatformString { chars in
      chars.withMemoryRebound(to: UInt8.self, capacity: length) {
        body(UnsafeBufferPointer(start: $0, count: length))
      }
    }
  }

  /// Without links and dots.
  func canonical() throws(Errno) -> FilePath {
    guard let resolved = withPlatformString({ realpath($0, nil) }) else { throw Errno(rawValue: errno) }
    defer { free(resolved) }
    return FilePath(platformString: resolved)
  }
}
