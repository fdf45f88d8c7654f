extension Action {
  /// Its name in the configuration: `next-face` for `.nextFace`, `half-page-down` for `.move(.halfPageDown)`.
  var command: String {
    if case .move(let motion) = self { return Self.kebab("\(motion)") }
    guard let inner = Mirror(reflecting: self).children.first, let label = inner.label else {
      return Self.kebab("\(self)")
    }
    return Self.kebab(label) + "-" + Self.kebab("\(inner.value)")
  }

  private static func kebab(_ name: String) -> String {
    name.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
  }
}

extension Action {
  /// Whether a number typed before it means something.
  var takesCount: Bool {
    switch self {
    case .move, .nextFace, .previousFace, .nextPhoto, .previousPhoto, .raiseThreshold, .lowerThreshold, .removeQuery,
      .compareNext, .comparePrevious, .confirm, .refuse:
      true
    default: false
    }
  }
}

extension Binding {
  var command: String { action.command }
}

extension Scope {
  /// In the configuration.
  var name: String { rawValue.lowercased().split(separator: " ").joined(separator: "-") }
}

/// A line of the table of keys.
public struct KeyRow: Sendable, Equatable, Codable {
  public var scope: String
  /// In notations such as `<C-d>` and `gg`; empty where nothing is bound.
  public var keys: [String]
  public var command: String
  public var help: String
}

extension Keymap {
  /// Screen by screen, in the table's order.
  public var rows: [KeyRow] {
    Scope.allCases.flatMap { scope in
      bindings(in: scope).map { binding in
        KeyRow(
          scope: scope.name, keys: binding.keys.map { $0.map(\.notation).joined() }, command: binding.command,
          help: help(binding, in: scope))
      }
    }
  }
}
