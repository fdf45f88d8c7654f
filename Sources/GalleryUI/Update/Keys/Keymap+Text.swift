import TerminalUI

extension Keymap {
  /// The first key of an action as sentences name it; nil where it has none.
  func name(of action: Action, in scope: Scope) -> String? { name(in: scope) { $0.action == action } }

  /// What a binding does, with the keys of this map.
  func help(_ binding: Binding, in scope: Scope) -> String { text(binding.help, in: scope) }

  /// A sentence in which commands stand in braces, with their keys instead: "start a range; {range} again marks it". From
  /// the comma or semicolon before a command that has no key on, it is left out.
  func text(_ template: String, in scope: Scope) -> String {
    guard let open = template.firstIndex(of: "{"), let close = template[open...].firstIndex(of: "}") else {
      return template
    }
    let (before, command) = (template[..<open], template[template.index(after: open)..<close])
    guard let key = name(in: scope, where: { $0.command == command }) else {
      return String(before[..<(before.lastIndex { ",;".contains($0) } ?? before.startIndex)])
    }
    return text(before + key + template[template.index(after: close)...], in: scope)
  }

  private func name(in scope: Scope, where isWanted: (Binding) -> Bool) -> String? {
    bindings(in: scope).first { isWanted($0) && !$0.keys.isEmpty }?.shortNotation
  }
}
