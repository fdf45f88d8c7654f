/// Where something stands in a file; both count from 1, columns in code points.
public struct Place: Sendable, Equatable {
  public var line, column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// Something in the configuration that does not apply, and why; everything else does.
public struct ConfigurationProblem: Sendable, Equatable, CustomStringConvertible {
  public var file: String
  /// nil where it is about the file as a whole.
  public var place: Place?
  public var reason: String

  public init(file: String, place: Place? = nil, reason: String) {
    self.file = file
    self.place = place
    self.reason = reason.count > 400 ? reason.prefix(399) + "…" : reason
  }

  public var description: String {
    place.map { "\(file):\($0.line):\($0.column): \(reason)" } ?? "\(file): \(reason)"
  }
}
