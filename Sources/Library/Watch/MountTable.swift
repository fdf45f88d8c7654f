import Glibc
import PathText
import SystemPackage

/// The file systems that are mounted (proc(5), /proc/self/mountinfo).
struct MountTable: Equatable {
  struct Mount: Equatable, Hashable {
    var point: FilePath
    /// As `stat.st_dev` numbers it.
    var device: UInt64
    /// As mount(8) names it: "ext4", "nfs4", "fuse.sshfs".
    var kind: String
  }

  let mounts: [Mount]

  static let file: FilePath = "/proc/self/mountinfo"

  static var current: MountTable {
    // The kernel gives it in pieces, and says no size before.
    guard let file = try? FileDescriptor.open(file, .readOnly, options: [.closeOnExec]) else { return MountTable([]) }
    var bytes: [UInt8] = []
    try? file.closeAfter {
      while true {
        let piece = try [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
          count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        if piece.isEmpty { break }
        bytes += piece
      }
    }
    return MountTable(bytes)
  }

  init(_ bytes: [UInt8]) { mounts = bytes.split(separator: UInt8(ascii: "\n")).compactMap(Self.mount) }

  /// "36 35 98:0 /root /point rw,noatime master:1 - ext3 /dev/root rw"
  private static func mount(_ line: ArraySlice<UInt8>) -> Mount? {
    let fields = line.split(separator: UInt8(ascii: " "))
    guard fields.count > 6, let dash = fields.dropFirst(6).firstIndex(of: [UInt8(ascii: "-")]), dash + 1 < fields.count
    else { return nil }
    let numbers = String(decoding: fields[2], as: UTF8.self).split(separator: ":").compactMap { UInt64($0) }
    guard numbers.count == 2 else { return nil }
    return Mount(
      point: FilePath(bytes: unescaped(fields[4])), device: device(major: numbers[0], minor: numbers[1]),
      kind: String(decoding: fields[dash + 1], as: UTF8.self))
  }

  /// As glibc's makedev puts both into one number.
  private static func device(major: UInt64, minor: UInt64) -> UInt64 {
    (major & 0xFFF) << 8 | (major & ~0xFFF) << 32 | minor & 0xFF | (minor & ~0xFF) << 12
  }

  /// Blanks and the like are written as a backslash and three octal digits.
  private static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
    var (bytes, rest) = ([UInt8](), field)
    while let byte = rest.popFirst() {
      let digits = rest.prefix(3)
      if byte == UInt8(ascii: "\\"), digits.count == 3,
        let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
      {
        bytes.append(code)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }

  /// Those at, above or below a folder, which decide what is seen in it.
  func around(_ folder: FilePath) -> Set<Mount> {
    Set(mounts.filter { folder.starts(with: $0.point) || $0.point.starts(with: folder) })
  }

  /// Whether a file system is there, and not only one that would mount another when it is asked.
  func isMounted(_ point: FilePath) -> Bool { mounts.contains { $0.point == point && $0.kind != "autofs" } }

  /// A folder of a library, and where the file system of its files is mounted.
  struct Place: Equatable {
    /// One of the library, and where that is mounted.
    var path, point: FilePath
  }

  /// Which parts of a library lie on mounted file systems, besides the uppermost.
  /// - Parameter folders: where the library's roots are, and where links to folders in it lead, by their paths.
  func places(of folders: [FilePath: FilePath]) -> [Place] {
    let points = Set(mounts.lazy.filter { $0.kind != "autofs" }.map(\.point)).subtracting(["/"])
    return folders.flatMap { path, target in
      let around = points.filter { target.starts(with: $0) }.max { $0.components.count < $1.components.count }
      let below = points.filter { $0 != target && $0.starts(with: target) }.map { point in
        Place(path: path.appending(point.components.dropFirst(target.components.count)), point: point)
      }
      return below + (around.map { [Place(path: path, point: $0)] } ?? [])
    }
  }

  /// The kind of a device's file system; nil where the table does not know it.
  func kind(of device: UInt64) -> String? { mounts.last { $0.device == device }?.kind }

  /// Whether a file system does not tell of changes that other computers or servers make.
  static func isSilent(_ kind: String) -> Bool {
    let known: Set<String> = [
      "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "coda", "gfs2", "glusterfs", "lustre", "ncpfs",
      "ocfs2", "prl_fs", "vboxsf", "virtiofs", "vmhgfs", "fuse",
    ]
    return known.contains(kind) || kind.hasPrefix("fuse.")
  }
}
