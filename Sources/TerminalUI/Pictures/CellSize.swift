/// Pixels of one cell, at least 1 × 1.
public struct CellSize: Sendable, Hashable {
  public let width, height: Int

  public init(width: Int, height: Int) {
    self.width = max(1, width)
    self.height = max(1, height)
  }
}
