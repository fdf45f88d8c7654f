/// A value of each block of a picture, in rows.
struct BlockPlane {
  let width, height: Int

  /// Means over `2 · radius + 1` places in both directions, cut off at the edges.
  func means(of values: [Float], across: Int, down: Int) -> [Float] {
    var rows = values
    for start in stride(from: 0, to: width * height, by: width) {
      var sum = values[start..<start + min(across, width)].reduce(0, +)
      for place in 0..<width {
        if place + across < width { sum += values[start + place + across] }
        if place > across { sum -= values[start + place - across - 1] }
        rows[start + place] = sum / Float(min(place + across, width - 1) - max(0, place - across) + 1)
      }
    }
    var result = rows
    var sums = [Float](repeating: 0, count: width)
    func add(_ row: Int, _ factor: Float) {
      for column in 0..<width { sums[column] += factor * rows[row * width + column] }
    }
    for row in 0..<min(down, height) { add(row, 1) }
    for row in 0..<height {
      if row + down < height { add(row + down, 1) }
      if row > down { add(row - down - 1, -1) }
      let count = Float(min(row + down, height - 1) - max(0, row - down) + 1)
      for column in 0..<width { result[row * width + column] = sums[column] / count }
    }
    return result
  }
}
