/// At most eight entries of the palette, without memory of its own.
struct InkList {
  private(set) var count = 0
  private var entries = InlineArray<8, UInt8>(repeating: 0)

  subscript(index: Int) -> UInt8 { entries[index] }

  init(_ entries: [UInt8] = []) {
    for entry in entries { append(entry) }
  }

  /// The four entries nearest to either of two colours of Oklab.
  init(near first: SIMD4<Float>, and rest: SIMD4<Float>?) {
    append(NearestInks(to: first))
    if let rest { append(NearestInks(to: rest)) }
  }

  private mutating func append(_ nearest: NearestInks) {
    let before = count
    for index in 0..<nearest.count where !(0..<before).contains(where: { entries[$0] == nearest.entries[index] }) {
      append(nearest.entries[index])
    }
  }

  private mutating func append(_ entry: UInt8) {
    entries[count] = entry
    count += 1
  }

  /// Of two entries in Oklab.
  func squaredDifference(_ first: Int, _ second: Int) -> Float {
    let d = Palette.components[Int(entries[first])] - Palette.components[Int(entries[second])]
    return d.x * d.x + d.y * d.y + d.z * d.z
  }
}

/// Of the ten entries around a colour the four that are worth trying in pairs, the nearest first.
private struct NearestInks {
  private(set) var count = 0
  private(set) var entries = InlineArray<4, UInt8>(repeating: 0)
  private var distances = InlineArray<4, Float>(repeating: 0)

  init(to colour: SIMD4<Float>) {
    for entry in Palette.surrounding(Oklab.rgb(colour)) {
      let d = Palette.components[Int(entry)] - colour
      insert(entry, distance: d.x * d.x + d.y * d.y + d.z * d.z)
    }
  }

  private mutating func insert(_ entry: UInt8, distance: Float) {
    var place = count
    while place > 0, distances[place - 1] > distance {
      if place < 4 { (entries[place], distances[place]) = (entries[place - 1], distances[place - 1]) }
      place -= 1
    }
    guard place < 4 else { return }
    (entries[place], distances[place]) = (entry, distance)
    count = min(4, count + 1)
  }
}
