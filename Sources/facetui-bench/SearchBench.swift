import ArgumentParser
import Dispatch
import Foundation
import Search

/// A matrix of embeddings, its quantised copy, and a query.
final class SearchBench: Sendable {
  enum Kind: String { case float32, int8, rank, read }

  private let query: [Float]
  private let matrix: EmbeddingMatrix
  private let quantised: QuantisedMatrix
  private let top: Int

  /// - Parameter data: nil for random embeddings of length 1.
  init(count: Int, dimensions: Int, top: Int, data: String?) throws {
    var source = try data.map { try FileRows($0, count: count + 1, dimensions: dimensions) } as Rows?
    if source == nil { source = RandomRows(dimensions: dimensions) }
    guard var source else { throw ExitCode.failure }
    query = source.next()
    var matrix = EmbeddingMatrix()
    for _ in 0..<count {
      _ = matrix.append(source.next())
      if matrix.count == 1 { matrix.reserveCapacity(count) }
    }
    self.matrix = matrix
    quantised = QuantisedMatrix(matrix)
    self.top = top
  }

  func rows(_ kind: Kind) -> [RankedRow] {
    kind == .int8 ? quantised.top(top, query) : matrix.top(top, query)
  }

  func times(_ kind: Kind, threads: Int, _ runs: Int) -> [Double] {
    let all = kind == .rank ? Array(0..<matrix.count) : []
    let memory = kind == .read ? [Float](repeating: 1, count: matrix.count * matrix.dimensions) : []
    return (0...runs).map { _ in
      let start = ContinuousClock.now
      switch kind {
      case .float32: use(matrix.top(top, query, threads: threads).count)
      case .int8: use(quantised.top(top, query, threads: threads).count)
      case .rank: use(matrix.ranked(all, query, threads: threads).count)
      case .read: sum(memory, threads: threads)
      }
      return (ContinuousClock.now - start).milliseconds
    }.suffix(runs)
  }

  /// What one search reads, re-ranking left out.
  func bytes(_ kind: Kind) -> Int { matrix.count * (kind == .int8 ? matrix.dimensions + 8 : matrix.dimensions * 4) }

  private func sum(_ memory: [Float], threads: Int) {
    memory.withUnsafeBytes { bytes in
      nonisolated(unsafe) let bytes = bytes
      DispatchQueue.concurrentPerform(iterations: threads) { part in
        let size = bytes.count / threads / 64 * 64
        var sums = (SIMD8<Float>.zero, SIMD8<Float>.zero)
        for offset in stride(from: part * size, to: (part + 1) * size, by: 64) {
          sums.0 += bytes.load(fromByteOffset: offset, as: SIMD8<Float>.self)
          sums.1 += bytes.load(fromByteOffset: offset + 32, as: SIMD8<Float>.self)
        }
        use(Int((sums.0 + sums.1)[0]))
      }
    }
  }

  /// Keeps a result from being optimised away.
  @inline(never)
  @_optimize(none)
  private func use(_ value: Int) {}
}

private protocol Rows {
  mutating func next() -> [Float]
}

private struct RandomRows: Rows {
  let dimensions: Int
  private var state: UInt64 = 88_172_645_463_325_252

  init(dimensions: Int) { self.dimensions = dimensions }

  /// A vector of length 1.
  mutating func next() -> [Float] {
    var row = [Float](repeating: 0, count: dimensions)
    var squares: Float = 0
    for i in 0..<dimensions {
      // Two uniform numbers make values near the middle likelier, as embeddings have them.
      let value = uniform() + uniform()
      row[i] = value
      squares += value * value
    }
    let scale = 1 / squares.squareRoot()
    return row.map { $0 * scale }
  }

  private mutating func uniform() -> Float {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Float(Int32(truncatingIfNeeded: state >> 32)) / 2_147_483_648
  }
}

private struct FileRows: Rows {
  private let data: Data
  private let dimensions: Int
  private var row = 0

  init(_ path: String, count: Int, dimensions: Int) throws {
    data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    guard data.count == count * dimensions * 4 else {
      throw ValidationError("\(path) does not hold one query and \(count - 1) embeddings of length \(dimensions).")
    }
    self.dimensions = dimensions
  }

  mutating func next() -> [Float] {
    defer { row += 1 }
    return [Float](unsafeUninitializedCapacity: dimensions) { target, count in
      data.copyBytes(to: target, from: row * dimensions * 4..<(row + 1) * dimensions * 4)
      count = dimensions
    }
  }
}
