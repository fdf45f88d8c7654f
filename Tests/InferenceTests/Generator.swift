@testable import Inference

/// The deterministic inputs of the fixtures, number for number as generator.py beside them makes them.
enum Generator {
  /// SplitMix64: value i is the top 24 bits of the i-th output as a float in 0..<1.
  static func uniform(seed: UInt64, count: Int) -> [Float] {
    (1...UInt64(max(1, count))).prefix(count).map { index in
      var z = seed &+ index &* 0x9E37_79B9_7F4A_7C15
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      z ^= z >> 31
      return Float(z >> 40) / Float(1 << 24)
    }
  }

  static func noise(seed: UInt64, shape: [Int], low: Float, high: Float) -> Tensor {
    let values = uniform(seed: seed, count: shape.reduce(1, *))
    return Tensor(shape: shape, scalars: values.map { low + $0 * (high - low) })
  }

  /// Grey levels 0 to 255 that change slowly, as in a photo.
  static func smooth(seed: UInt64, shape: [Int]) -> Tensor {
    let (images, height, width) = (shape[0] * shape[1], shape[2], shape[3])
    let grid = uniform(seed: seed, count: images * 81).map { Double($0) }
    var scalars: [Float] = []
    scalars.reserveCapacity(images * height * width)
    for image in 0..<images {
      for y in 0..<height {
        let row = Double(y) * 8 / Double(height)
        let (y0, fy) = (Int(row), row - row.rounded(.down))
        for x in 0..<width {
          let column = Double(x) * 8 / Double(width)
          let (x0, fx) = (Int(column), column - column.rounded(.down))
          let at = image * 81 + y0 * 9 + x0
          let top = grid[at] * (1 - fx) + grid[at + 1] * fx
          let bottom = grid[at + 9] * (1 - fx) + grid[at + 10] * fx
          scalars.append(Float(((top * (1 - fy) + bottom * fy) * 255 + 0.5).rounded(.down)))
        }
      }
    }
    return Tensor(shape: shape, scalars: scalars)
  }
}
