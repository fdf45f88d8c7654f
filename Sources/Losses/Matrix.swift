/// Rows of numbers, one after the other.
public struct Matrix: Sendable, Equatable {
  public let rows, columns: Int
  public var values: [Double]

  /// - Parameter values: `rows` · `columns` of them.
  public init(rows: Int, columns: Int, values: [Double]) {
    precondition(rows >= 0 && columns >= 0 && values.count == rows * columns, "\(values.count) ≠ \(rows)×\(columns)")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  public init(rows: Int, columns: Int) {
    self.init(rows: rows, columns: columns, values: Array(repeating: 0, count: rows * columns))
  }

  public subscript(row: Int) -> ArraySlice<Double> { values[row * columns..<(row + 1) * columns] }

  /// Row `row` += `factor` · `other`.
  mutating func add(_ factor: Double, _ other: ArraySlice<Double>, to row: Int) {
    for (offset, value) in other.enumerated() { values[row * columns + offset] += factor * value }
  }
}

func dot(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

func length(_ a: ArraySlice<Double>) -> Double { dot(a, a).squareRoot() }
