import Foundation

/// Room in memory for what few photos need much of, shared by all who look at photos: who finds it full waits.
///
/// Nobody may ask for more while holding some, so that those inside never wait for each other.
final class MemoryRoom: @unchecked Sendable {
  private let size: Int
  /// Guards `taken`.
  private let changed = NSCondition()
  private var taken = 0

  /// - Parameter bytes: who needs more is alone inside.
  init(bytes: Int) { size = bytes }

  /// The place is given back when nobody holds it any more.
  func enter(bytes: Int) -> Place {
    changed.lock()
    while taken > 0, bytes > size - taken { changed.wait() }
    taken += bytes
    changed.unlock()
    return Place(room: self, bytes: bytes)
  }

  private func leave(bytes: Int) {
    changed.lock()
    taken -= bytes
    changed.broadcast()
    changed.unlock()
  }

  final class Place {
    private let room: MemoryRoom
    private let bytes: Int

    fileprivate init(room: MemoryRoom, bytes: Int) { (self.room, self.bytes) = (room, bytes) }

    deinit { room.leave(bytes: bytes) }
  }
}
