/// A tile in a palette of its own.
struct ReducedTile {
  let palette: [RGB]
  /// Entries of the palette, row-major, one a pixel.
  let indices: [UInt8]

  /// - Parameter colours: 2 to 256. With few of them the error of a pixel goes to those beside it (Floyd and
  ///   Steinberg); with many a pixel's own colour is near.
  init(_ tile: Tile, colours: Int) {
    let colours = min(256, max(2, colours))
    var table = ColourTable(pixels: tile.pixels, colours: colours)
    indices =
      colours < 128
      ? Self.dithered(tile, &table)
      : stride(from: 0, to: tile.pixels.count, by: 3).map {
        table.nearest(Int(tile.pixels[$0]), Int(tile.pixels[$0 + 1]), Int(tile.pixels[$0 + 2]))
      }
    palette = table.palette
  }

  private static func dithered(_ tile: Tile, _ table: inout ColourTable) -> [UInt8] {
    var pixels = tile.pixels.map { Int($0) * 16 }
    var indices = [UInt8](repeating: 0, count: tile.width * tile.height)
    for y in 0..<tile.height {
      for x in 0..<tile.width {
        let at = (y * tile.width + x) * 3
        func level(_ channel: Int) -> Int { min(255, max(0, (pixels[at + channel] + 8) / 16)) }
        let wanted = (level(0), level(1), level(2))
        let index = table.nearest(wanted.0, wanted.1, wanted.2)
        indices[y * tile.width + x] = index
        let got = table.palette[Int(index)]
        let errors = [wanted.0 - got.r, wanted.1 - got.g, wanted.2 - got.b]
        for channel in 0..<3 {
          let error = errors[channel]
          if x + 1 < tile.width { pixels[at + 3 + channel] += error * 7 }
          guard y + 1 < tile.height else { continue }
          let below = at + tile.width * 3 + channel
          if x > 0 { pixels[below - 3] += error * 3 }
          pixels[below] += error * 5
          if x + 1 < tile.width { pixels[below + 3] += error }
        }
      }
    }
    return indices
  }
}

/// A palette by median cut (Heckbert 1982) of colours in 32 steps a channel, and which entry is nearest to a colour.
private struct ColourTable {
  private(set) var palette: [RGB] = []
  private var entries = [Int16](repeating: -1, count: 32 * 32 * 32)

  private struct Bin {
    var count = 0
    var sums = (0, 0, 0)

    func mean(_ channel: Int) -> Int {
      (channel == 0 ? sums.0 : channel == 1 ? sums.1 : sums.2) / count
    }
  }

  private struct Box {
    var bins: [Bin]
    let count: Int
    let longest: Int
    let length: Int

    init(_ bins: [Bin]) {
      self.bins = bins
      count = bins.reduce(0) { $0 + $1.count }
      let lengths = (0..<3).map { channel in
        let means = bins.map { $0.mean(channel) }
        return (means.max() ?? 0) - (means.min() ?? 0)
      }
      length = lengths.max() ?? 0
      longest = lengths.firstIndex(of: length) ?? 0
    }

    var colour: RGB {
      func mean(_ sum: (Bin) -> Int) -> UInt8 { UInt8(bins.reduce(0) { $0 + sum($1) } / count) }
      return RGB(mean { $0.sums.0 }, mean { $0.sums.1 }, mean { $0.sums.2 })
    }

    /// Two boxes with about as many pixels; both have a bin.
    func halves() -> (Box, Box) {
      let sorted = bins.sorted { $0.mean(longest) < $1.mean(longest) }
      var (sum, cut) = (0, 1)
      for (index, bin) in sorted.dropLast().enumerated() {
        sum += bin.count
        cut = index + 1
        if sum * 2 >= count { break }
      }
      return (Box(Array(sorted[..<cut])), Box(Array(sorted[cut...])))
    }
  }

  init(pixels: [UInt8], colours: Int) {
    var bins = [Bin](repeating: Bin(), count: entries.count)
    for at in stride(from: 0, to: pixels.count, by: 3) {
      let (r, g, b) = (Int(pixels[at]), Int(pixels[at + 1]), Int(pixels[at + 2]))
      let place = Self.place(r, g, b)
      bins[place].count += 1
      bins[place].sums.0 += r
      bins[place].sums.1 += g
      bins[place].sums.2 += b
    }
    var boxes = [Box(bins.filter { $0.count > 0 })]
    while boxes.count < colours {
      let worth = boxes.map { $0.bins.count > 1 ? $0.length * $0.count : 0 }
      guard let most = worth.max(), most > 0, let index = worth.firstIndex(of: most) else { break }
      let (low, high) = boxes[index].halves()
      boxes[index] = low
      boxes.append(high)
    }
    palette = boxes.map(\.colour)
  }

  private static func place(_ r: Int, _ g: Int, _ b: Int) -> Int { (r >> 3) << 10 | (g >> 3) << 5 | b >> 3 }

  mutating func nearest(_ r: Int, _ g: Int, _ b: Int) -> UInt8 {
    let place = Self.place(r, g, b)
    if entries[place] >= 0 { return UInt8(entries[place]) }
    var (best, least) = (0, Int.max)
    for (index, colour) in palette.enumerated() {
      let (dr, dg, db) = (r - colour.r, g - colour.g, b - colour.b)
      let distance = 2 * dr * dr + 4 * dg * dg + 3 * db * db
      if distance < least { (best, least) = (index, distance) }
    }
    entries[place] = Int16(best)
    return UInt8(best)
  }
}
