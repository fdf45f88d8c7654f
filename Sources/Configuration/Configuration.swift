/// What the user has chosen, and where each choice comes from; what nobody chose has its default.
public struct Configuration: Sendable, Equatable {
  public enum Origin: Sendable, Equatable {
    case standard
    /// A file's name and the line.
    case file(String, line: Int)
    /// The variable's name.
    case environment(String)
    /// The option's name.
    case option(String)
  }

  public struct Choice: Sendable, Equatable {
    public var value: Value
    public var origin: Origin
  }

  /// The file that was read; nil where there is none.
  public internal(set) var file: String?
  public private(set) var choices: [String: Choice] = [:]
  /// In the file's order.
  public var keys: [KeySetting] = []
  public internal(set) var problems: [ConfigurationProblem] = []

  /// All defaults.
  public init() {}

  /// - Returns: nil where nothing is set, also not by default.
  public func value(_ name: String) -> Value? { choices[name]?.value ?? Setting.named[name]?.standard }

  public func origin(_ name: String) -> Origin { choices[name]?.origin ?? .standard }

  /// Replaces what was set before.
  public mutating func set(_ name: String, to value: Value, from origin: Origin) {
    choices[name] = Choice(value: value, origin: origin)
  }
}

/// A key or several, and the command that they are bound to.
public struct KeySetting: Sendable, Equatable {
  /// The screen's name; nil for all screens that have the command.
  public var scope: String?
  public var keys: String
  /// `unbind` takes the key's command away.
  public var command: String
  public var file: String
  /// Where the keys stand, and where the command does.
  public var place, commandPlace: Place

  public init(
    scope: String? = nil, keys: String, command: String, file: String = "", place: Place = Place(line: 1, column: 1),
    commandPlace: Place = Place(line: 1, column: 1)
  ) {
    self.scope = scope
    self.keys = keys
    self.command = command
    self.file = file
    self.place = place
    self.commandPlace = commandPlace
  }
}
