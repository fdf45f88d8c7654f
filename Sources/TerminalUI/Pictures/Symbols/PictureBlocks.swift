/// A picture as the mean colours of the blocks that its cells are made of.
struct PictureBlocks {
  /// Rows of two blocks in a cell.
  let rows: Int
  /// Columns of cells.
  let columns: Int
  /// Oklab lightness, a, b and 0 of each block: the cells in rows, within a cell its blocks in rows.
  private(set) var colours: [SIMD4<Float>]

  /// - Parameters:
  ///   - width: of the picture in pixels.
  ///   - pixels: sRGB, `width · height · 3` bytes.
  ///   - columns: of cells.
  ///   - cellRows: rows of cells.
  ///   - rows: rows of blocks in a cell.
  init(width: Int, height: Int, pixels: [UInt8], columns: Int, cellRows: Int, rows: Int) {
    precondition(width > 0 && height > 0 && columns > 0 && cellRows > 0 && pixels.count >= width * height * 3)
    self.rows = rows
    self.columns = columns
    colours = [SIMD4<Float>](repeating: .zero, count: columns * cellRows * rows * 2)
    let across = AreaWeights(from: width, to: columns * 2)
    let down = AreaWeights(from: height, to: cellRows * rows)
    var line = [Float](repeating: 0, count: width * 3)
    for row in 0..<cellRows * rows {
      pixels.withUnsafeBufferPointer { down.sumRows(row, of: $0, into: &line) }
      let first = (row / rows * columns * rows + row % rows) * 2
      for column in 0..<columns * 2 {
        let mean = across.sum(column, of: line)
        colours[first + column / 2 * rows * 2 + column % 2] = Oklab.components(meanOfSRGB: mean)
      }
    }
  }

  /// The blocks of a cell whose rows are `step` rows of the picture's blocks.
  func cell(_ index: Int, step: Int) -> CellBlocks {
    let first = index * rows * 2
    var blocks = CellBlocks(count: rows / step * 2)
    for block in 0..<blocks.count {
      var sum = SIMD4<Float>.zero
      for row in 0..<step { sum += colours[first + (block / 2 * step + row) * 2 + block % 2] }
      blocks.set(block, to: sum / Float(step))
    }
    return blocks
  }

  /// The mean squared difference of a cell's blocks from their mean.
  func variance(_ index: Int) -> Float {
    let own = colours[index * rows * 2..<(index + 1) * rows * 2]
    let mean = own.reduce(.zero, +) / Float(own.count)
    return own.reduce(0) { sum, colour in sum + ((colour - mean) * (colour - mean)).sum() } / Float(own.count)
  }
}

// MARK: - As a plane

extension PictureBlocks {
  /// Rows of blocks in the picture.
  var planeRows: Int { colours.count / (2 * columns) }

  /// The lightness of the blocks, in the picture's rows of `2 · columns`.
  var lightness: [Float] {
    get {
      var plane = [Float](repeating: 0, count: colours.count)
      for index in colours.indices { plane[place(of: index)] = colours[index].x }
      return plane
    }
    set { for index in colours.indices { colours[index].x = newValue[place(of: index)] } }
  }

  private func place(of index: Int) -> Int {
    let (cell, block) = index.quotientAndRemainder(dividingBy: rows * 2)
    return (cell / columns * rows + block / 2) * 2 * columns + cell % columns * 2 + block % 2
  }
}

/// At most 8 colours of Oklab.
struct CellBlocks {
  let count: Int
  private(set) var lightness = SIMD8<Float>.zero
  private(set) var a = SIMD8<Float>.zero
  private(set) var b = SIMD8<Float>.zero

  init(count: Int) { self.count = count }

  subscript(index: Int) -> SIMD4<Float> { SIMD4(lightness[index], a[index], b[index], 0) }

  mutating func set(_ index: Int, to colour: SIMD4<Float>) {
    lightness[index] = colour.x
    a[index] = colour.y
    b[index] = colour.z
  }

  var mean: SIMD4<Float> { SIMD4(lightness.sum(), a.sum(), b.sum(), 0) / Float(count) }

  /// The mean squared difference of the blocks from their mean.
  var variance: Float {
    let x = differences(from: mean)
    return (x.lightness * x.lightness + x.a * x.a + x.b * x.b).sum() / Float(count)
  }

  /// Each block's difference from a colour; 0 for those that are not there.
  func differences(from colour: SIMD4<Float>) -> CellBlocks {
    var result = CellBlocks(count: count)
    let present = SIMD8<Float>(0, 1, 2, 3, 4, 5, 6, 7) .< Float(count)
    result.lightness.replace(with: lightness - colour.x, where: present)
    result.a.replace(with: a - colour.y, where: present)
    result.b.replace(with: b - colour.z, where: present)
    return result
  }
}

/// For each position along an axis of the result, the first position in the source and the shares of it and of those
/// that follow; the shares add up to 1.
private struct AreaWeights {
  private var starts: [Int] = []
  /// `offsets[i]..<offsets[i + 1]` in `shares` belong to position i.
  private var offsets: [Int] = [0]
  private var shares: [Float] = []

  init(from source: Int, to target: Int) {
    let step = Double(source) / Double(target)
    for position in 0..<target {
      let (start, end) = (Double(position) * step, min(Double(position + 1) * step, Double(source)))
      let first = min(Int(start), source - 1)
      let last = max(first, min(Int(end.rounded(.up)), source) - 1)
      starts.append(first)
      for index in first...last {
        shares.append(Float((min(end, Double(index + 1)) - max(start, Double(index))) / (end - start)))
      }
      offsets.append(shares.count)
    }
  }

  func sumRows(_ row: Int, of source: UnsafeBufferPointer<UInt8>, into line: inout [Float]) {
    let length = line.count
    line.withUnsafeMutableBufferPointer { line in
      for (index, place) in (offsets[row]..<offsets[row + 1]).enumerated() {
        let share = shares[place]
        let start = (starts[row] + index) * length
        if index == 0 {
          for i in 0..<length { line[i] = share * Float(source[start + i]) }
        } else {
          for i in 0..<length { line[i] += share * Float(source[start + i]) }
        }
      }
    }
  }

  func sum(_ column: Int, of line: [Float]) -> SIMD4<Float> {
    var sum = SIMD4<Float>.zero
    var place = starts[column] * 3
    for share in offsets[column]..<offsets[column + 1] {
      sum += shares[share] * SIMD4(line[place], line[place + 1], line[place + 2], 0)
      place += 3
    }
    return sum
  }
}
