import SystemPackage

extension FilePath {
  /// Without the NUL at the end.
  package var bytes: [UInt8] { withPlatformString { Array(UnsafeRawBufferPointer(start: $0, count: length)) } }

  /// - Parameter bytes: up to the first NUL, where there is one.
  package init(bytes: some Collection<UInt8>) {
    self = bytes.withContiguousStorageIfAvailable { FilePath(copying: $0) } ?? FilePath(bytes: Array(bytes))
  }

  /// Not generic, as the cache has ten thousands of paths.
  private init(copying bytes: UnsafeBufferPointer<UInt8>) {
    self = withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { buffer in
      let raw = UnsafeMutableRawBufferPointer(buffer)
      raw.copyMemory(from: UnsafeRawBufferPointer(bytes))
      raw[bytes.count] = 0
      return buffer.baseAddress.map { FilePath(platformString: $0) } ?? FilePath()
    }
  }

  /// All bytes of the path, as `String.init(raw:keeping:)` writes them: for messages, where `string` would hide which
  /// bytes are no text.
  package var text: String { String(raw: bytes) }

  /// The path of that text.
  package init(text: String) { self.init(bytes: text.rawBytes) }
}
