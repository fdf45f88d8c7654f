import SystemPackage

/// Folders that a NAS, a desktop or a file system keeps beside photos: thumbnails, snapshots, what was deleted.
enum ServiceFolders {
  private static let names: Set<String> = [
    // Synology, QNAP.
    "@eadir", "#recycle", "#snapshot", "@recycle", "@recently-snapshot", ".@__thumb",
    // Windows, macOS, desktops of Linux.
    "$recycle.bin", "recycler", "system volume information", ".trashes", "lost+found", ".thumbnails", "thumbs",
  ]

  /// - Parameter name: of a folder; capital letters are as small ones.
  static func contains(_ name: FilePath.Component) -> Bool {
    guard name.withPlatformString({ firstBytes.contains(UInt8(bitPattern: $0.pointee)) }) else { return false }
    let name = name.string.lowercased()
    return names.contains(name) || name.hasPrefix(".trash-")
  }

  /// A quick look, without taking the path apart.
  static func mayLie(on path: FilePath) -> Bool {
    path.withPlatformString { start in
      var isFirst = true
      for index in 0..<path.length {
        let byte = UInt8(bitPattern: start[index])
        if isFirst, firstBytes.contains(byte) { return true }
        isFirst = byte == UInt8(ascii: "/")
      }
      return false
    }
  }

  /// So that most names need no further look.
  private static let firstBytes = Set(names.flatMap { [$0.utf8.first, $0.uppercased().utf8.first] }.compactMap(\.self))
}
