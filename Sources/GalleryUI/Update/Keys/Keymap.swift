import Configuration
import TerminalUI

/// Which keys do what: the key table, changed by what the user has configured.
public struct Keymap: Sendable {
  private(set) var bindings: [Binding]
  /// Settings that do nothing: what is wrong, and keys that cannot be reached.
  public private(set) var refused: [KeySetting] = []

  /// As the table has it.
  public static let standard = Keymap(bindings: KeyTable.bindings)

  init(bindings: [Binding]) { self.bindings = bindings }

  /// - Parameters:
  ///   - settings: those of single screens count more than those of all; what is wrong is left out.
  ///   - problems: what is wrong, and which keys cannot be reached any more, are appended.
  public init(_ settings: [KeySetting], problems: inout [ConfigurationProblem]) {
    self = .standard
    var bound: [KeyPlace: KeySetting] = [:]
    for setting in settings.filter({ $0.scope == nil }) + settings.filter({ $0.scope != nil }) {
      do throws(KeyProblem) {
        try apply(setting, &bound)
      } catch {
        let place = error.isAboutCommand ? setting.commandPlace : setting.place
        problems.append(ConfigurationProblem(file: setting.file, place: place, reason: error.reason))
        refused.append(setting)
      }
    }
    problems += unreachable(bound)
    removeUnreachable(bound)
    unite()
  }

  func bindings(in scope: Scope) -> [Binding] { bindings.filter { $0.scopes.contains(scope) } }

  func resolve(_ keys: [Key], in scope: Scope) -> KeyTable.Resolution {
    let candidates = bindings(in: scope)
    if let binding = candidates.first(where: { $0.keys.contains(keys) }) { return .binding(binding) }
    return candidates.contains { $0.keys.contains { $0.starts(with: keys) } } ? .prefix : .unbound
  }
}

/// One key sequence of one screen.
private struct KeyPlace: Hashable {
  var scope: Scope
  var keys: [Key]
}

private struct KeyProblem: Error {
  var reason: String
  var isAboutCommand = true
}

// MARK: - Applying

extension Keymap {
  private mutating func apply(_ setting: KeySetting, _ bound: inout [KeyPlace: KeySetting]) throws(KeyProblem) {
    let keys = try Self.keys(setting)
    let scopes = try Self.scopes(setting)
    let targets = setting.command == "unbind" ? scopes : scopes.filter { binds(setting.command, in: $0) }
    guard !targets.isEmpty else { throw unknown(setting) }
    for scope in targets {
      let place = KeyPlace(scope: scope, keys: keys)
      if let other = bound[place], (other.scope == nil) == (setting.scope == nil) {
        throw KeyProblem(
          reason: "\(setting.keys) is set in line \(other.place.line) already; that one counts", isAboutCommand: false)
      }
      bound[place] = setting
    }
    for scope in targets where !binds(setting.command, in: scope, by: keys) {
      remove(keys, in: scope)
      if setting.command != "unbind" { add(keys, to: setting.command, in: scope) }
    }
  }

  private func binds(_ command: String, in scope: Scope) -> Bool {
    bindings(in: scope).contains { $0.command == command }
  }

  private func binds(_ command: String, in scope: Scope, by keys: [Key]) -> Bool {
    bindings(in: scope).contains { $0.command == command && $0.keys.contains(keys) }
  }

  private mutating func remove(_ keys: [Key], in scope: Scope) {
    for index in bindings.indices.reversed()
    where bindings[index].scopes.contains(scope) && bindings[index].keys.contains(keys) {
      change(index, in: scope) { $0.removeAll { $0 == keys } }
    }
  }

  /// The user's key stands first, where the footer shows it.
  private mutating func add(_ keys: [Key], to command: String, in scope: Scope) {
    let index = bindings.firstIndex { $0.scopes.contains(scope) && $0.command == command }
    guard let index else { return }
    change(index, in: scope) { $0.insert(keys, at: 0) }
  }

  /// Changes the keys of a binding in one of its screens.
  private mutating func change(_ index: Int, in scope: Scope, _ edit: (inout [[Key]]) -> Void) {
    if bindings[index].scopes == [scope] { return edit(&bindings[index].keys) }
    var own = bindings[index]
    own.scopes = [scope]
    edit(&own.keys)
    bindings[index].scopes.remove(scope)
    bindings.insert(own, at: index + 1)
  }

  /// Bindings that differ in nothing but their screens become one again.
  private mutating func unite() {
    var united: [Binding] = []
    for binding in bindings {
      let index = united.firstIndex {
        $0.action == binding.action && $0.keys == binding.keys && $0.help == binding.help && $0.hint == binding.hint
      }
      if let index { united[index].scopes.formUnion(binding.scopes) } else { united.append(binding) }
    }
    bindings = united
  }

  private static func keys(_ setting: KeySetting) throws(KeyProblem) -> [Key] {
    let keys: [Key]
    do {
      keys = try [Key](sequence: setting.keys)
    } catch {
      throw KeyProblem(reason: error.description, isAboutCommand: false)
    }
    if keys.contains(.control("c")) {
      throw KeyProblem(reason: "<C-c> always leaves the program; it cannot be bound", isAboutCommand: false)
    }
    if case .character(let first)? = keys.first, first.isASCII, first.isNumber {
      throw KeyProblem(
        reason: "\(setting.keys) begins with a digit; digits are counts and numbers of faces", isAboutCommand: false)
    }
    return keys
  }

  private static func scopes(_ setting: KeySetting) throws(KeyProblem) -> [Scope] {
    guard let name = setting.scope else { return Scope.allCases }
    if let scope = Scope.allCases.first(where: { $0.name == name }) { return [scope] }
    let names = Scope.allCases.map(\.name)
    let hint = nearest(to: name, among: names).map { "; did you mean \($0)?" } ?? ""
    throw KeyProblem(
      reason: "there is no screen \(name), only \(names.joined(separator: ", "))\(hint)", isAboutCommand: false)
  }

  private func unknown(_ setting: KeySetting) -> KeyProblem {
    let scopes = Scope.allCases.filter { binds(setting.command, in: $0) }
    guard scopes.isEmpty else {
      let names = scopes.map(\.name).joined(separator: ", ")
      return KeyProblem(reason: "\(setting.command) is no command of \(setting.scope ?? ""), but of \(names)")
    }
    let commands = Set(bindings.map(\.command)).sorted() + ["unbind"]
    let hint = nearest(to: setting.command, among: commands).map { "; did you mean \($0)?" } ?? ""
    return KeyProblem(reason: "there is no command \(setting.command)\(hint)")
  }

  // MARK: Prefixes

  /// A sequence cannot be reached where a shorter one is its beginning; told where the user has set one of the two.
  private func unreachable(_ bound: [KeyPlace: KeySetting]) -> [ConfigurationProblem] {
    var problems: [ConfigurationProblem] = []
    let places = bound.sorted {
      ($0.value.place.line, $0.key.scope.rawValue) < ($1.value.place.line, $1.key.scope.rawValue)
    }
    for (place, setting) in places where setting.command != "unbind" {
      for binding in bindings(in: place.scope) {
        for keys in binding.keys where keys != place.keys {
          guard let reason = Self.conflict(place.keys, setting.command, keys, binding.command) else { continue }
          let problem = ConfigurationProblem(file: setting.file, place: setting.place, reason: reason)
          if !problems.contains(problem) { problems.append(problem) }
        }
      }
    }
    return problems
  }

  private mutating func removeUnreachable(_ bound: [KeyPlace: KeySetting]) {
    var (reached, lost): ([KeySetting], [KeySetting]) = ([], [])
    for scope in Scope.allCases {
      let all = bindings(in: scope).flatMap(\.keys)
      let covered = all.filter { keys in all.contains { $0.count < keys.count && keys.starts(with: $0) } }
      for keys in covered { remove(keys, in: scope) }
      for (place, setting) in bound where place.scope == scope {
        if covered.contains(place.keys) { lost.append(setting) } else { reached.append(setting) }
      }
    }
    for setting in lost where !reached.contains(setting) && !refused.contains(setting) { refused.append(setting) }
  }

  private static func conflict(_ own: [Key], _ command: String, _ other: [Key], _ otherCommand: String) -> String? {
    if other.starts(with: own) {
      return "\(other.notation) (\(otherCommand)) cannot be reached, as \(own.notation) (\(command)) comes first"
    }
    guard own.starts(with: other) else { return nil }
    return "\(own.notation) (\(command)) cannot be reached, as \(other.notation) (\(otherCommand)) comes first; "
      + "unbind \(other.notation)"
  }
}

extension [Key] {
  fileprivate var notation: String { map(\.notation).joined() }
}
