/// Which tiles the terminal holds, and under which numbers.
struct KittyImages {
  /// Bytes of pixels, and images, that are held at most beside those on the screen.
  static let byteLimit = 64 << 20
  static let countLimit = 1024

  private struct Held {
    var number: KittyGraphics.ImageID
    var bytes: Int
    var lastFrame: Int
  }

  let tmux: Bool
  private let first: UInt32
  private var next: UInt32 = 0
  private var held: [UInt64: Held] = [:]
  private var bytes = 0
  private var frame = 0

  /// - Parameter first: where the numbers begin; by chance, so that they are not those of another program.
  init(tmux: Bool, first: UInt32 = .random(in: 0..<0x7FFFFF)) {
    self.tmux = tmux
    self.first = first
  }

  mutating func beginFrame() { frame += 1 }

  func number(of tile: UInt64) -> KittyGraphics.ImageID? { held[tile]?.number }

  /// Keeps a tile for this frame.
  /// - Returns: what must be sent for it; empty where the terminal has it.
  mutating func use(_ tile: Tile) -> [UInt8] {
    if held[tile.id] != nil {
      held[tile.id]?.lastFrame = frame
      return []
    }
    let number = freeNumber()
    held[tile.id] = Held(number: number, bytes: tile.pixels.count, lastFrame: frame)
    bytes += tile.pixels.count
    return KittyGraphics.transmit(tile, as: number, tmux: tmux)
  }

  private mutating func freeNumber() -> KittyGraphics.ImageID {
    let used = Set(held.values.map(\.number))
    while true {
      let number = number(at: next)
      next += 1
      if !used.contains(number) { return number }
    }
  }

  /// The upper half of 24 bits; for tmux a lowest byte above 0 and a highest that has a mark.
  private func number(at index: UInt32) -> KittyGraphics.ImageID {
    let index = (first + index) & 0x7FFFFF
    guard tmux else { return KittyGraphics.ImageID(value: 0x800000 | index) }
    return KittyGraphics.ImageID(value: (8 + index / 255 % 24) << 24 | (1 + index % 255))
  }

  /// Frees what was not seen for longest while there is too much.
  /// - Returns: what must be sent for it.
  mutating func evict() -> [UInt8] {
    guard bytes > Self.byteLimit || held.count > Self.countLimit else { return [] }
    var out: [UInt8] = []
    for (tile, image) in held.sorted(by: { $0.value.lastFrame < $1.value.lastFrame }) {
      guard bytes > Self.byteLimit || held.count > Self.countLimit, image.lastFrame < frame else { break }
      held[tile] = nil
      bytes -= image.bytes
      out += KittyGraphics.delete(image.number, tmux: tmux)
    }
    return out
  }

  /// What frees every image, at most 64 KiB.
  var cleanup: [UInt8] { held.values.prefix(1200).flatMap { KittyGraphics.delete($0.number, tmux: tmux) } }

  /// The terminal has freed them all.
  mutating func forget() {
    held = [:]
    bytes = 0
  }
}
