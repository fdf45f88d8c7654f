import Configuration

/// The order of the gallery: names from A, dates from the oldest, faces and sizes from the most; or the other way round.
/// Photos that have no date, or whose faces or size are not known, come last both ways.
struct PhotoOrder: Sendable, Equatable {
  var by = Configuration.Order.name
  var isReversed = false

  /// Of an order's keys; those of equal keys stand in path order.
  static let keyBits: UInt64 = 40
  private static let unknown: UInt64 = 1 << keyBits - 1

  /// Whether the order is the one that the photos have anyway.
  var isPlain: Bool { by == .name && !isReversed }

  /// What photos are sorted by, at most `keyBits` long.
  func key(_ facts: PhotoFacts, place: Int) -> UInt64 {
    let value: UInt64?
    var isDescending = isReversed
    switch by {
    case .name: value = UInt64(place)
    case .date: value = facts.date?.rawValue
    case .faces:
      value = facts.isExamined ? UInt64(facts.faces) : nil
      isDescending.toggle()
    case .size:
      value = facts.pixels > 0 ? UInt64(facts.pixels) : nil
      isDescending.toggle()
    }
    guard let value else { return Self.unknown }
    let bounded = min(value, Self.unknown - 1)
    return isDescending ? Self.unknown - 1 - bounded : bounded
  }

  /// "by date, oldest first"
  var sentence: String {
    switch (by, isReversed) {
    case (.name, false): "by name"
    case (.name, true): "by name, Z first"
    case (.date, false): "by date, oldest first"
    case (.date, true): "by date, newest first"
    case (.faces, false): "by faces, most first"
    case (.faces, true): "by faces, fewest first"
    case (.size, false): "by size, largest first"
    case (.size, true): "by size, smallest first"
    }
  }

  /// The next kind of order.
  var next: Configuration.Order {
    let all = Configuration.Order.allCases
    return all[((all.firstIndex(of: by) ?? 0) + 1) % all.count]
  }
}
