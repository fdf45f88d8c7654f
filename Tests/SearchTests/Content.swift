import Inference

@testable import Search

/// What rows of a matrix may look like.
enum Content: CaseIterable {
  case random, clustered, rising, equal, zero, notNumbers, unusualLengths, fewValues

  func matrix(rows: Int, dimensions: Int, _ set: InstructionSet) -> EmbeddingMatrix {
    var noise = Noise(seed: rows + dimensions)
    let centres = (0..<5).map { _ in noise.unit(dimensions) }
    var matrix = EmbeddingMatrix(instructionSet: set)
    matrix.bytesPerThread = 1
    for row in 0..<rows {
      _ = matrix.append(self.row(row, of: rows, dimensions, centres, &noise))
    }
    return matrix
  }

  private func row(_ row: Int, of rows: Int, _ dimensions: Int, _ centres: [[Float]], _ noise: inout Noise) -> [Float] {
    let unit = noise.unit(dimensions)
    let centre = centres[row % centres.count]
    switch self {
    case .random: return unit
    case .clustered: return zip(centre, unit).map { $0 + 1e-4 * $1 }
    case .rising: return centres[0].map { $0 * Float(row) / Float(rows) }
    case .equal: return centres[0]
    case .zero: return row % 3 == 0 ? unit : unit.map { _ in 0 }
    case .notNumbers:
      return row % 4 == 0
        ? unit.map { _ in row % 8 == 0 ? .nan : .infinity } : row % 4 == 1 ? [.nan] + unit[1...] : unit
    case .unusualLengths:
      let factors: [Float] = [1, 1e20, 1e-20, 1e9, 1e-9, 3e38, .leastNonzeroMagnitude, 50]
      return unit.map { $0 * factors[row % factors.count] }
    case .fewValues: return unit.map { $0 > 0 ? 0.01 : -0.01 }
    }
  }

  /// One near the first of the clusters and one near nothing.
  func queries(_ dimensions: Int) -> [[Float]] {
    var noise = Noise(seed: 7)
    let first = noise.unit(dimensions)
    return [first, noise.unit(dimensions).map { $0 * 30 }]
  }
}

/// The same numbers in every run (xorshift).
struct Noise {
  private var state: UInt32

  init(seed: Int) { state = UInt32(truncatingIfNeeded: (seed + 1) &* 2_654_435_761) | 1 }

  /// In -1 ..< 1.
  mutating func next() -> Float {
    state ^= state << 13
    state ^= state >> 17
    state ^= state << 5
    return Float(state >> 8) / 8_388_608 - 1
  }

  func values(_ count: Int) -> [Float] {
    var copy = self
    return (0..<count).map { _ in copy.next() }
  }

  /// A vector of length 1.
  mutating func unit(_ dimensions: Int) -> [Float] {
    let values = (0..<dimensions).map { _ in next() }
    let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return values.map { $0 / length }
  }
}
