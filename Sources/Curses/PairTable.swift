/// Which curses pair stands for which two colours. A terminal has fewer pairs than combinations, so those that the
/// screen does not need now are given away.
struct PairTable {
  /// Palette indices; -1 is the terminal's own colour.
  struct Colours: Hashable {
    var foreground, background: Int16
  }

  private struct Slot {
    var colours: Colours
    var lastFrame: Int
  }

  private let limit: Int
  private var pairs: [Colours: Int] = [:]
  private var slots: [Slot] = []
  private var frame = 0
  /// Slots before this one were used in this frame or are already given away.
  private var hand = 0

  /// - Parameter count: the terminal's number of pairs; pair 0 is never given away.
  init(count: Int) {
    limit = max(0, min(count, 32_767 * 2) - 1)
  }

  /// Starts a frame: what it needs and has already is kept until its end.
  mutating func begin(needing colours: Set<Colours>) {
    frame += 1
    hand = 0
    for pair in colours.compactMap({ pairs[$0] }) { slots[pair - 1].lastFrame = frame }
  }

  /// - Returns: the pair, and whether it must be defined first; pair 0 where none is left.
  mutating func pair(for colours: Colours) -> (number: Int, isNew: Bool) {
    if colours.foreground < 0, colours.background < 0 { return (0, false) }
    if let pair = pairs[colours] { return (pair, false) }
    guard let slot = freeSlot() else { return (0, false) }
    if slot < slots.count {
      pairs[slots[slot].colours] = nil
      slots[slot] = Slot(colours: colours, lastFrame: frame)
    } else {
      slots.append(Slot(colours: colours, lastFrame: frame))
    }
    pairs[colours] = slot + 1
    return (slot + 1, true)
  }

  private mutating func freeSlot() -> Int? {
    if slots.count < limit { return slots.count }
    while hand < slots.count, slots[hand].lastFrame == frame { hand += 1 }
    return hand < slots.count ? hand : nil
  }
}
