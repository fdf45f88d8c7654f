import Inference
import KernelInterface

/// Embeddings of equal length, each a numbered row, and the search among them.
///
/// The score of a row is its dot product with the query, between -1 and 1, and -1 where that is not a number. It does
/// not depend on the rows around it nor on the number of threads. A copy shares its memory until one of the two changes.
public struct EmbeddingMatrix: Sendable {
  /// Length of an embedding; 0 while there is none.
  public private(set) var dimensions = 0
  public private(set) var count = 0
  let kernels: KernelSet
  /// To read less takes less time than to wake a thread for it.
  var bytesPerThread = 4 << 20
  private var panels = PageBuffer<Float>(capacity: 0)

  /// - Parameter instructionSet: nil for the one that FACETUI_KERNELS names, or the fastest.
  public init(instructionSet: InstructionSet? = nil) {
    kernels = (instructionSet ?? (try? .selected()) ?? .best).kernels
  }

  /// - Parameter rows: embeddings of `dimensions` values each, one after the other; an incomplete one is left out.
  public init(rows: [Float], dimensions: Int, instructionSet: InstructionSet? = nil) {
    self.init(parts: [rows], dimensions: dimensions, instructionSet: instructionSet)
  }

  /// - Parameter parts: rows as above; those of the second follow those of the first.
  public init(parts: [[Float]], dimensions: Int, instructionSet: InstructionSet? = nil) {
    self.init(instructionSet: instructionSet)
    guard dimensions > 0 else { return }
    self.dimensions = dimensions
    reserveCapacity(parts.reduce(0) { $0 + $1.count / dimensions })
    for rows in parts { write(rows: rows) }
  }

  private mutating func write(rows: [Float]) {
    rows.withUnsafeBufferPointer { rows in
      for start in stride(from: 0, through: rows.count - dimensions, by: dimensions) {
        write(UnsafeBufferPointer(rebasing: rows[start..<start + dimensions]))
      }
    }
  }

  // MARK: - Rows

  /// Adds a row.
  /// - Returns: false where the embedding's length differs from that of the others.
  public mutating func append(_ embedding: [Float]) -> Bool {
    guard !embedding.isEmpty, count == 0 || embedding.count == dimensions else { return false }
    dimensions = embedding.count
    embedding.withUnsafeBufferPointer { write($0) }
    return true
  }

  /// Makes room for that many rows of the present `dimensions`.
  public mutating func reserveCapacity(_ rows: Int) {
    let floats = panelCount(max(rows, count)) * panelSize
    guard floats > panels.capacity || !isKnownUniquelyReferenced(&panels) else { return }
    panels = PageBuffer(capacity: max(floats, panels.capacity), copying: panelCount(count) * panelSize, of: panels)
  }

  private mutating func write(_ embedding: UnsafeBufferPointer<Float>) {
    let needed = panelCount(count + 1) * panelSize
    reserveCapacity(needed <= panels.capacity ? count + 1 : max(16, 2 * count))
    let target = start(of: count)
    for i in 0..<dimensions { target[i * kernels.panelWidth] = embedding[i] }
    count += 1
  }

  /// The embedding of a row.
  /// - Parameter row: below `count`
  public subscript(row: Int) -> [Float] {
    precondition(row >= 0 && row < count, "row \(row) of \(count)")
    let source = start(of: row)
    return (0..<dimensions).map { source[$0 * kernels.panelWidth] }
  }

  // MARK: - Search

  /// The scores of all rows; none where the query has another length.
  public func scores(_ query: [Float], threads: Int = 1) -> [Float] {
    guard query.count == dimensions, count > 0 else { return [] }
    let padded = panelCount(count) * kernels.panelWidth
    return Array(unsafeUninitializedCapacity: padded) { buffer, initialized in
      guard let base = buffer.baseAddress else { return }
      nonisolated(unsafe) let scores = base
      _ = inPanels(threads) { part in
        query.withUnsafeBufferPointer { query in
          guard let query = query.baseAddress else { return }
          computeScores(query, panels: part, scores + part.lowerBound * kernels.panelWidth)
        }
      }
      initialized = count
    }
  }

  /// The best rows, best first, rows of equal score in ascending order; none where the query has another length.
  public func top(_ limit: Int, _ query: [Float], threads: Int = 1) -> [RankedRow] {
    guard query.count == dimensions, count > 0, limit > 0 else { return [] }
    let parts = inPanels(threads) { self.best(min(limit, count), query, panels: $0) }
    var best = parts[0]
    for part in parts.dropFirst() { best.insert(contentsOf: part) }
    return best.sorted
  }

  /// The given rows, best first; rows of equal score stay in the order given.
  /// - Parameter rows: each below `count`; none come back where the query has another length.
  public func ranked(_ rows: [Int], _ query: [Float], threads: Int = 1) -> [RankedRow] {
    let scores = self.scores(query, threads: threads)
    guard !scores.isEmpty else { return [] }
    return Self.ordered(rows.map { scores[$0] }).map { place in
      let row = rows[Int(place)]
      return RankedRow(row: row, score: scores[row])
    }
  }

  /// The places of the scores, best first; those of equal score stay in the order given.
  public static func ordered(_ scores: [Float]) -> [Int32] { sortedByScore(scores) }

  private func inPanels<Result: Sendable>(
    _ threads: Int, _ body: @Sendable (_ panels: Range<Int>) -> Result
  ) -> [Result] {
    inParts(panelCount(count), threads: min(threads, count * dimensions * 4 / bytesPerThread), body)
  }

  private func best(_ limit: Int, _ query: [Float], panels range: Range<Int>) -> BestRows {
    var best = BestRows(limit: limit)
    query.withUnsafeBufferPointer { query in
      guard let query = query.baseAddress else { return }
      withScratch(of: Self.blockPanels * kernels.panelWidth) { scores, indices in
        for first in stride(from: range.lowerBound, to: range.upperBound, by: Self.blockPanels) {
          let block = first..<min(first + Self.blockPanels, range.upperBound)
          computeScores(query, panels: block, scores)
          let found = kernels.indicesAbove(best.threshold, scores, block.count * kernels.panelWidth, indices)
          for hit in 0..<found {
            let row = first * kernels.panelWidth + Int(indices[hit])
            if row < count { best.insert(row, scores[Int(indices[hit])]) }
          }
        }
      }
    }
    return best
  }

  /// - Parameter scores: one for each lane of each panel; of lanes without a row too.
  func computeScores(_ query: UnsafePointer<Float>, panels range: Range<Int>, _ scores: UnsafeMutablePointer<Float>) {
    kernels.dotProducts(query, panels.pointer + range.lowerBound * panelSize, range.count, dimensions, scores)
  }

  /// Scores that stay in the first-level cache until their best are taken.
  private static let blockPanels = 64

  // MARK: - Layout

  /// Rows lie side by side in panels, as the kernel set reads them (`KernelSet.dotProducts`).
  private func start(of row: Int) -> UnsafeMutablePointer<Float> {
    panels.pointer + row / kernels.panelWidth * panelSize + row % kernels.panelWidth
  }

  /// The panel that begins with a row.
  /// - Parameter row: a multiple of the panels' width.
  func panels(from row: Int) -> UnsafePointer<Float> { UnsafePointer(start(of: row)) }

  /// Rows up to whole panels.
  func padded(_ rows: Int) -> Int { panelCount(rows) * kernels.panelWidth }

  private func panelCount(_ rows: Int) -> Int { (rows + kernels.panelWidth - 1) / kernels.panelWidth }

  private var panelSize: Int { kernels.panelWidth * dimensions }
}

/// Room for the values of one block of rows and the indices of those that are looked at.
func withScratch(of count: Int, _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Int32>) -> Void) {
  withUnsafeTemporaryAllocation(byteCount: 8 * count, alignment: 64) { memory in
    guard let base = memory.baseAddress else { return }
    body(
      base.bindMemory(to: Float.self, capacity: count),
      (base + 4 * count).bindMemory(to: Int32.self, capacity: count))
  }
}
