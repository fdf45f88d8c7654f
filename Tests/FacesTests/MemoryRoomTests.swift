import Dispatch
import Synchronization
import Testing

@testable import Faces

struct MemoryRoomTests {
  @Test func `no more are inside than there is room for, and the largest are alone`() {
    let room = MemoryRoom(bytes: 100)
    let inside = Mutex((now: 0, most: 0, beside: 0))
    DispatchQueue.concurrentPerform(iterations: 80) { index in
      let bytes = [30, 60, 250][index % 3]
      let place = room.enter(bytes: bytes)
      inside.withLock { inside in
        if bytes > 100, inside.now > 0 { inside.beside += 1 }
        inside.now += bytes
        if bytes <= 100 { inside.most = max(inside.most, inside.now) }
      }
      inside.withLock { $0.now -= bytes }
      withExtendedLifetime(place) {}
    }
    let result = inside.withLock { $0 }
    #expect(result.now == 0 && result.most <= 100 && result.beside == 0, "\(result)")
  }
}
