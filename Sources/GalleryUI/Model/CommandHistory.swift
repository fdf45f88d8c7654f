/// The lines typed before after the colon, the latest last.
public struct CommandHistory: Sendable, Equatable {
  /// Lines that are kept, and characters of one.
  public static let most = 500, longest = 1000

  public private(set) var lines: [String] = []
  /// The line that is shown; nil for the one that is being typed.
  private var place: Int?
  private var typed = ""

  public init(_ lines: [String]) {
    for line in lines { add(line) }
  }

  /// Leaves out what is empty, too long, or the same as the last.
  /// - Returns: whether it was added.
  @discardableResult
  public mutating func add(_ line: String) -> Bool {
    (place, typed) = (nil, "")
    guard !line.isEmpty, line.count <= Self.longest, line != lines.last, !line.contains(where: \.isNewline) else {
      return false
    }
    lines.append(line)
    if lines.count > Self.most { lines.removeFirst(lines.count - Self.most) }
    return true
  }

  /// - Parameter text: what stands in the prompt; kept, where it is being typed.
  mutating func older(than text: String) -> String? {
    let next = (place ?? lines.count) - 1
    guard lines.indices.contains(next) else { return nil }
    if place == nil { typed = text }
    place = next
    return lines[next]
  }

  mutating func newer() -> String? {
    guard let current = place else { return nil }
    place = current + 1 < lines.count ? current + 1 : nil
    return place.map { lines[$0] } ?? typed
  }

  /// Another line begins.
  mutating func rewind() { (place, typed) = (nil, "") }
}
