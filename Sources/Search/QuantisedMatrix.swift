import KernelInterface

/// A matrix with a copy of its rows in 8 bits a value, for the same best rows with a quarter of the memory traffic.
///
/// Row x is stored as s·c with whole numbers c from -127 to 127 and the length e of what that leaves, x - s·c. For a
/// query q, taken as t·p + r with 16-bit numbers p, the dot product differs from s·t·(c·p) by no more than
/// |q|·e + |r|·(|x| + e) (Cauchy-Schwarz), and rounding in float32 adds less than (dimensions + 16)·2⁻²³·|q|·(|x| + e).
/// `top` keeps each row whose upper bound reaches the lower bound of the k-th best, and scores those exactly.
public struct QuantisedMatrix: Sendable {
  public let matrix: EmbeddingMatrix
  /// Values of a row with zeros up to whole vectors.
  private let width: Int
  private let codes: PageBuffer<Int8>
  private let scales: PageBuffer<Float>
  /// Bounds of the difference for a query of length 1; infinite where a row is not finite or of unusual length.
  private let errors: PageBuffer<Float>

  public init(_ matrix: EmbeddingMatrix) {
    self.matrix = matrix
    width = (matrix.dimensions + 15) / 16 * 16
    let rows = (matrix.count + 15) / 16 * 16
    codes = PageBuffer(capacity: rows * width)
    scales = PageBuffer(capacity: rows)
    errors = PageBuffer(capacity: rows)
    for row in 0..<matrix.count { quantise(row) }
  }

  private func quantise(_ row: Int) {
    let values = matrix[row]
    let norm = length(values)
    guard norm == 0 || Self.usualLengths.contains(norm) else {
      errors.pointer[row] = .infinity
      return
    }
    let scale = largest(values) / 127
    let target = codes.pointer + row * width
    var rest = 0.0
    for i in values.indices where scale > 0 {
      let code = rounded(values[i] / scale)
      target[i] = Int8(code)
      let difference = Double(values[i]) - Double(code) * Double(scale)
      rest += difference * difference
    }
    scales.pointer[row] = scale
    let error = rest.squareRoot() * 1.000_001
    errors.pointer[row] = Float((error + slack * (norm + error)) * 1.000_001)
  }

  /// Of the query's quantisation and of rounding, for a query and a row of length 1.
  private var slack: Double {
    let dimensions = Double(matrix.dimensions)
    return Query.largestError(matrix.dimensions) + (dimensions + 16) * 0x1p-23
  }

  /// Lengths whose products neither overflow nor lose precision; others are always scored exactly.
  private static let usualLengths = 1e-10...1e10

  // MARK: - Search

  /// The same as the matrix's `top`.
  public func top(_ limit: Int, _ query: [Float], threads: Int = 1) -> [RankedRow] {
    guard let candidates = candidates(limit, query, threads: threads) else {
      return matrix.top(limit, query, threads: threads)
    }
    return rescored(candidates, query, limit: min(limit, matrix.count)).sorted
  }

  /// Rows in ascending order among which the best are.
  /// - Returns: nil where there is nothing to gain or the query is not one of usual length.
  func candidates(_ limit: Int, _ query: [Float], threads: Int = 1) -> [Int]? {
    guard query.count == matrix.dimensions, limit > 0, limit < matrix.count, let query = Query(query, width: width),
      Self.usualLengths.contains(query.norm)
    else { return nil }
    let blocks = (matrix.count + Self.block - 1) / Self.block
    let parts = inParts(blocks, threads: min(threads, matrix.count * width / matrix.bytesPerThread)) { part in
      scan(query, rows: part.lowerBound * Self.block..<min(part.upperBound * Self.block, matrix.count), limit: limit)
    }
    var lowest = parts[0].lowerBounds
    for part in parts.dropFirst() { lowest.insert(contentsOf: part.lowerBounds) }
    return parts.flatMap(\.rows).filter { $0.score >= lowest.threshold }.map(\.row)
  }

  /// What one thread finds: rows with their upper bounds, and the best lower bounds.
  private struct Candidates {
    var rows: [RankedRow] = []
    var lowerBounds: BestRows
  }

  private func scan(_ query: Query, rows range: Range<Int>, limit: Int) -> Candidates {
    var found = Candidates(lowerBounds: BestRows(limit: limit))
    query.withOperands(codes: codes, scales: scales, errors: errors) { operands in
      withScratch(of: Self.block) { bounds, indices in
        for first in stride(from: range.lowerBound, to: range.upperBound, by: Self.block) {
          let end = min(first + Self.block, range.upperBound)
          let padded = (end - first + 15) / 16 * 16
          matrix.kernels.upperBounds(operands, first..<first + padded, bounds)
          let hits = matrix.kernels.indicesAbove(found.lowerBounds.threshold, bounds, padded, indices)
          for hit in 0..<hits where first + Int(indices[hit]) < end {
            let row = first + Int(indices[hit])
            let bound = bounds[Int(indices[hit])]
            consider(row, bound, bound - 2 * operands.queryNorm * errors.pointer[row], &found)
          }
        }
      }
    }
    return found
  }

  /// A row whose upper bound is no more than the k-th best lower bound before it loses against those k rows, in a tie
  /// as the later one.
  @inline(__always)
  private func consider(_ row: Int, _ upper: Float, _ lower: Float, _ found: inout Candidates) {
    let upper = clamped(upper)
    guard upper > found.lowerBounds.threshold else { return }
    found.rows.append(RankedRow(row: row, score: upper))
    found.lowerBounds.insert(row, clamped(lower))
  }

  /// Panel by panel: neighbouring candidates are computed together.
  private func rescored(_ rows: [Int], _ query: [Float], limit: Int) -> BestRows {
    let width = matrix.kernels.panelWidth
    var best = BestRows(limit: limit)
    query.withUnsafeBufferPointer { query in
      guard let query = query.baseAddress else { return }
      withScratch(of: width) { scores, _ in
        var current = -1
        for row in rows {
          if row / width != current {
            current = row / width
            matrix.computeScores(query, panels: current..<current + 1, scores)
          }
          best.insert(row, scores[row % width])
        }
      }
    }
    return best
  }

  private static let block = 1024
}

/// A query in 16-bit numbers.
private struct Query: Sendable {
  let codes: [Int16]
  let scale: Float
  /// The query's length, not rounded down.
  let norm: Double

  /// Nil where it is not finite or cannot be held precisely enough.
  init?(_ values: [Float], width: Int) {
    norm = length(values)
    let scale = largest(values) / Float(Self.largestCode(values.count))
    guard norm.isFinite, scale.isNormal else { return nil }
    var codes = [Int16](repeating: 0, count: width)
    var rest = 0.0
    for i in values.indices {
      let code = rounded(values[i] / scale)
      codes[i] = Int16(code)
      let difference = Double(values[i]) - Double(code) * Double(scale)
      rest += difference * difference
    }
    guard rest.squareRoot() * 1.000_001 <= Self.largestError(values.count) * norm else { return nil }
    self.codes = codes
    self.scale = scale
  }

  /// So that a sum of products with 8-bit numbers stays within 32 bits.
  private static func largestCode(_ dimensions: Int) -> Int {
    min(32_767, Int(Int32.max) / (127 * dimensions))
  }

  /// Of what quantisation leaves, as a part of the query's length: half a step in each dimension, and a little more.
  static func largestError(_ dimensions: Int) -> Double {
    0.501 * Double(dimensions).squareRoot() / Double(largestCode(max(1, dimensions)))
  }

  func withOperands(
    codes rows: PageBuffer<Int8>, scales: PageBuffer<Float>, errors: PageBuffer<Float>,
    _ body: (QuantisedOperands) -> Void
  ) {
    codes.withUnsafeBufferPointer { query in
      guard let query = query.baseAddress else { return }
      body(
        QuantisedOperands(
          query: query, codes: rows.pointer, dimensions: codes.count, scales: scales.pointer, errors: errors.pointer,
          queryScale: scale, queryNorm: Float(norm * 1.000_001)))
    }
  }
}

/// As scores are; infinity less infinity says nothing, and is -1.
@inline(__always)
private func clamped(_ bound: Float) -> Float { bound > -1 ? min(bound, 1) : -1 }

private func length(_ values: [Float]) -> Double {
  var sum = 0.0
  for value in values { sum += Double(value) * Double(value) }
  return sum.squareRoot()
}

private func largest(_ values: [Float]) -> Float {
  var largest: Float = 0
  for value in values where abs(value) > largest { largest = abs(value) }
  return largest
}

/// To the nearest whole number, for less than 2²²: `rounded()` is a library call without SSE4.1.
private func rounded(_ value: Float) -> Float { value + 0x1.8p23 - 0x1.8p23 }
