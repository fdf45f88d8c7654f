/// Which photos the gallery shows, in which order: their places in the table of all photos.
struct PhotoListing: Sendable {
  /// Key and place of each photo, rising; nil where all photos are shown in the order of the table.
  private var entries: [UInt64]?
  /// Photos of the table.
  private var total = 0

  private static let placeBits: UInt64 = 64 - PhotoOrder.keyBits
  private static let placeMask: UInt64 = 1 << placeBits - 1

  init() {}

  /// All photos as the table has them.
  init(all total: Int) { self.total = total }

  /// - Parameters:
  ///   - places: rising.
  ///   - key: at most `PhotoOrder.keyBits` long.
  init(_ places: [Int], key: (Int) -> UInt64) {
    entries = sortedByKey(places.map { Self.entry(key($0), $0) })
  }

  var count: Int { entries?.count ?? total }

  func place(_ index: Int) -> Int { entries.map { Int($0[index] & Self.placeMask) } ?? index }

  /// Where a photo stands, or would stand.
  func insertionIndex(ofKey key: UInt64, place: Int) -> Int {
    guard let entries else { return min(place, total) }
    let entry = Self.entry(key, place)
    return partitionPoint(0..<entries.count) { entries[$0] < entry }
  }

  /// nil where it is not shown.
  func index(ofKey key: UInt64, place: Int) -> Int? {
    let index = insertionIndex(ofKey: key, place: place)
    return index < count && self.place(index) == place ? index : nil
  }

  /// What is shown of a photo that has changed.
  mutating func move(place: Int, from old: UInt64, to new: UInt64?) {
    guard entries != nil else { return }
    let before = index(ofKey: old, place: place)
    if let new, before != nil, new == old { return }
    if let before { entries?.remove(at: before) }
    guard let new else { return }
    let index = insertionIndex(ofKey: new, place: place)
    entries?.insert(Self.entry(new, place), at: index)
  }

  private static func entry(_ key: UInt64, _ place: Int) -> UInt64 { key << placeBits | UInt64(place) & placeMask }

  /// Radix sort of what is in the order of its low bits already, 14 bits at a time.
  private func sortedByKey(_ entries: [UInt64]) -> [UInt64] {
    var (from, to) = (entries, entries)
    let differing = entries.reduce(0) { $0 | ($1 ^ entries[0]) }
    for shift in stride(from: Self.placeBits, to: 64, by: 14) where differing >> shift & 0x3FFF != 0 {
      var starts = [Int](repeating: 0, count: 0x4001)
      for entry in from { starts[Int(entry >> shift & 0x3FFF) + 1] += 1 }
      for digit in 1...0x4000 { starts[digit] += starts[digit - 1] }
      for entry in from {
        let digit = Int(entry >> shift & 0x3FFF)
        to[starts[digit]] = entry
        starts[digit] += 1
      }
      swap(&from, &to)
    }
    return from
  }
}

/// The first number of a range for which something is false that is true up to there.
func partitionPoint(_ range: Range<Int>, _ isBefore: (Int) -> Bool) -> Int {
  var (low, high) = (range.lowerBound, range.upperBound)
  while low < high {
    let middle = (low + high) / 2
    if isBefore(middle) { low = middle + 1 } else { high = middle }
  }
  return low
}
