/// Scaled pictures, the longest unused of which go first when there is no room.
struct PictureCache: Sendable {
  private struct Entry {
    var picture: Picture
    var lastUse: Int
  }

  /// In bytes of pixels.
  let capacity: Int
  private var entries: [PictureRequest: Entry] = [:]
  private var size = 0
  private var clock = 0

  init(capacity: Int) { self.capacity = capacity }

  subscript(request: PictureRequest) -> Picture? {
    mutating get {
      clock += 1
      entries[request]?.lastUse = clock
      return entries[request]?.picture
    }
  }

  mutating func insert(_ picture: Picture, for request: PictureRequest) {
    clock += 1
    if let old = entries[request] { size -= cost(old.picture) }
    entries[request] = Entry(picture: picture, lastUse: clock)
    size += cost(picture)
    if size > capacity { evict() }
  }

  /// Frees a quarter at once, so that the search for the oldest is rare.
  private mutating func evict() {
    for (request, entry) in entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) where size > capacity * 3 / 4 {
      entries[request] = nil
      size -= cost(entry.picture)
    }
  }

  private func cost(_ picture: Picture) -> Int {
    if case .ready(let image) = picture { image.pixels.count + 256 } else { 256 }
  }
}
