import Foundation
import Glibc

/// The two ends of a pseudo-terminal. What is written to `path` is read at once, so that nobody waits for room.
final class TerminalDevice: @unchecked Sendable {
  let path: String
  private let master, slave: Int32
  private let lock = NSLock()
  private var received: [UInt8] = []

  struct Failure: Error {}

  init(columns: Int, rows: Int) throws {
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    var (master, slave): (Int32, Int32) = (-1, -1)
    var name = [CChar](repeating: 0, count: 256)
    guard openpty(&master, &slave, &name, nil, &size) == 0 else { throw Failure() }
    (self.master, self.slave) = (master, slave)
    path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let reader = master
    Thread.detachNewThread { [weak self] in
      var bytes = [UInt8](repeating: 0, count: 65536)
      while true {
        let count = Glibc.read(reader, &bytes, bytes.count)
        guard count > 0, let self else { break }
        lock.withLock { self.received += bytes.prefix(count) }
      }
      close(reader)
    }
  }

  /// Ends the reader, too.
  deinit { close(slave) }

  func resize(columns: Int, rows: Int) {
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// Everything that was written since the last call.
  func take() throws -> [UInt8] {
    let mark = Array("\u{1B}]9999\u{07}".utf8)
    _ = write(slave, mark, mark.count)
    for _ in 0..<20_000 {
      let taken: [UInt8]? = lock.withLock {
        guard received.suffix(mark.count) == mark[...] else { return nil }
        defer { received = [] }
        return received.dropLast(mark.count)
      }
      if let taken { return taken }
      usleep(500)
    }
    throw Failure()
  }
}
