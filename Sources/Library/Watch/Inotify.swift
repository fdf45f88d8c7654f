import Glibc
import SystemPackage

/// The kernel's notices of changes in folders (inotify(7)). For one thread.
struct Inotify: ~Copyable {
  struct Event: Equatable {
    /// Number of the watch; -1 where events were lost.
    var watch: CInt
    var mask: UInt32
    /// In the watched folder; nil where the event is about the folder itself.
    var name: FilePath.Component?

    func has(_ bits: CInt) -> Bool { mask & UInt32(bitPattern: bits) != 0 }
  }

  /// -1 where the system gives none.
  let descriptor: CInt

  init() { descriptor = inotify_init1(CInt(IN_CLOEXEC) | CInt(IN_NONBLOCK)) }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// - Parameter folder: an open one, so that its name does not matter.
  /// - Returns: the watch's number; that of an earlier watch where the folder has one.
  func watch(_ folder: CInt, mask: CInt) throws(Errno) -> CInt {
    let number = inotify_add_watch(descriptor, "/proc/self/fd/\(folder)", UInt32(mask | IN_ONLYDIR))
    guard number >= 0 else { throw Errno(rawValue: errno) }
    return number
  }

  func forget(_ watch: CInt) { inotify_rm_watch(descriptor, watch) }

  /// What has come, without waiting.
  func events() -> [Event] {
    var events: [Event] = []
    while descriptor >= 0 {
      let new = read()
      guard !new.isEmpty else { break }
      events += new
    }
    return events
  }

  private func read() -> [Event] {
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 8) { buffer in
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      var (events, place) = ([Event](), 0)
      while place + MemoryLayout<inotify_event>.size <= count {
        let header = buffer.loadUnaligned(fromByteOffset: place, as: inotify_event.self)
        place += MemoryLayout<inotify_event>.size
        let name = buffer[place..<min(count, place + Int(header.len))].prefix { $0 != 0 }
        events.append(
          Event(watch: header.wd, mask: header.mask, name: FilePath(bytes: Array(name)).lastComponent))
        place += Int(header.len)
      }
      return events
    }
  }
}
