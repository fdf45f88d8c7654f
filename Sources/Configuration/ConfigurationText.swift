extension Configuration {
  /// Everything that was set, as TOML, with where it comes from after each value.
  public var lines: [String] { lines(without: []) }

  /// Everything that holds.
  /// - Parameter refused: keys that do not; see `Keymap`.
  public func lines(without refused: [KeySetting]) -> [String] {
    var lines = [file.map { "# \($0)" } ?? "# no configuration file"]
    var table = ""
    for setting in Setting.all {
      if case .style = setting.kind, choices[setting.name] == nil { continue }
      if setting.table != table { lines += ["", "[\(setting.table)]"] }
      table = setting.table
      lines.append(line(setting))
    }
    return lines + linesOfKeys(without: refused)
  }

  private func line(_ setting: Setting) -> String {
    guard let value = value(setting.name) else { return "# \(setting.key) is not set" }
    return Self.line(setting.key, value.toml, origin(setting.name))
  }

  private static func line(_ key: String, _ value: String, _ origin: Origin) -> String {
    let text = "\(key) = \(value)"
    return text + String(repeating: " ", count: max(1, 30 - text.count)) + "# \(origin)"
  }

  private func linesOfKeys(without refused: [KeySetting]) -> [String] {
    let keys = keys.filter { !refused.contains($0) }
    let scopes = [nil] + Set(keys.compactMap(\.scope)).sorted()
    return scopes.flatMap { scope -> [String] in
      let own = keys.filter { $0.scope == scope }
      guard !own.isEmpty else { return [] }
      let header = scope.map { "[keys.\(Self.bareKey($0))]" } ?? "[keys]"
      return ["", header]
        + own.map { Self.line(quoted($0.keys), quoted($0.command), .file($0.file, line: $0.place.line)) }
    }
  }

  private static func bareKey(_ text: String) -> String {
    text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") } ? text : quoted(text)
  }

  /// A commented file of all settings but keys with their defaults.
  /// - Parameter styles: the text of each style of the default theme.
  public static func example(styles: [String: String]) -> [String] {
    var lines: [String] = []
    var table = ""
    for setting in Setting.all {
      if setting.table != table { lines += ["[\(setting.table)]"] }
      table = setting.table
      lines.append("# \(setting.help)")
      if case .style = setting.kind {
        lines += ["# \(setting.key) = \(quoted(styles[setting.key] ?? "default"))", ""]
      } else {
        lines.append("# It is \(setting.demand).")
        let value = setting.standard.map { "\(setting.key) = \($0.toml)" }
        lines += [value ?? "# \(setting.key) = \(quoted(setting.example))", ""]
      }
    }
    return lines
  }
}

extension Configuration.Origin: CustomStringConvertible {
  public var description: String {
    switch self {
    case .standard: "default"
    case .file(let name, let line): "\(name):\(line)"
    case .environment(let name): "environment \(name)"
    case .option(let name): "option \(name)"
    }
  }
}
