import Configuration
import Library
import TerminalUI

/// What is wrong with a line, and what was expected.
struct CommandError: Error, Equatable {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}

extension State {
  mutating func askForCommand() {
    commandLine.history.rewind()
    (commandLine.completion, commandLine.exporting) = (nil, nil)
    prompt = Prompt(.command, label: ":")
  }

  /// The line whose export has failed, to be mended.
  /// - Returns: whether there is one.
  mutating func askForCommandAgain() -> Bool {
    guard let line = commandLine.exporting else { return false }
    askForCommand()
    prompt?.replaceAll(with: line)
    return true
  }

  mutating func takeCommandLine(_ key: Key) -> [Effect] {
    guard var prompt else { return [] }
    if key == .tab || key == .backTab { return complete(step: key == .tab ? 1 : -1) }
    commandLine.completion = nil
    switch key {
    case .escape, .control("c"): self.prompt = nil
    case .enter: return finishCommand(prompt)
    case .up, .control("p"):
      if let line = commandLine.history.older(than: prompt.value) { prompt.replaceAll(with: line) }
      self.prompt = prompt
    case .down, .control("n"):
      if let line = commandLine.history.newer() { prompt.replaceAll(with: line) }
      self.prompt = prompt
    default:
      prompt.edit(key)
      self.prompt = prompt
    }
    return []
  }

  /// What is wrong is told below the line, which stays to be mended.
  private mutating func finishCommand(_ prompt: Prompt) -> [Effect] {
    self.prompt = nil
    let line = prompt.value.split(separator: " ").joined(separator: " ")
    let remembered: [Effect] = commandLine.history.add(line) ? [.remember(line)] : []
    // A line with a mistake changes nothing.
    var changed = self
    do throws(CommandError) {
      let effects = try changed.run(line: prompt.value)
      self = changed
      if effects.contains(where: \.isExport) { commandLine.exporting = prompt.value }
      return remembered + effects
    } catch {
      self.prompt = prompt
      message = Message(text: error.reason, isError: true)
      return remembered
    }
  }

  private mutating func run(line: String) throws(CommandError) -> [Effect] {
    let parts = line.split(separator: " ", maxSplits: 1)
    guard let name = parts.first.map({ $0 == "q" ? "quit" : String($0) }) else { return [] }
    let rest = parts.count > 1 ? parts[1].trimmingBlanks : ""
    if rest.isEmpty, Self.isPlace(name) { return try goTo(place: name) }
    guard let command = CommandTable.named[name] else { return try run(action: name, rest) }
    if case .nothing = command.argument, !rest.isEmpty {
      throw CommandError("\(name) takes nothing; leave out \(rest)")
    }
    switch name {
    case "find": return try find(rest)
    case "open" where !rest.isEmpty: try open(rest)
    case "goto": try goTo(rest)
    case "threshold": try setThreshold(rest)
    case "sort": try sort(rest)
    case "filter": try filter(rest)
    case "export" where !rest.isEmpty: return try exportCommand(rest)
    case "bridge": return try bridgeCommand(rest)
    case "name" where !rest.isEmpty: return try nameCommand(rest)
    case "ignore": return try ignoreCommand()
    case "rename": return try renameCommand(rest)
    case "hide": return try hideCommand(rest, isHidden: true)
    case "show": return try hideCommand(rest, isHidden: false)
    case "history": showHistory()
    case "set": return try set(rest)
    case "map": try map(rest, isRemoval: false)
    case "unmap": try map(rest, isRemoval: true)
    case "help", "keys": showHelp(rest)
    case "quit": return [.quit]
    default: return try run(action: name, rest)
    }
    return []
  }

  /// `12` and `50%` are short for goto.
  private static func isPlace(_ name: String) -> Bool {
    let digits = name.last == "%" ? name.dropLast() : name[...]
    return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
  }

  /// A command of the key table, as if its key had been pressed.
  private mutating func run(action name: String, _ rest: String) throws(CommandError) -> [Effect] {
    guard let binding = keymap.bindings(in: scope).first(where: { $0.command == name }) else {
      throw CommandError(unknown(name))
    }
    guard rest.isEmpty || binding.action.takesCount && Int(rest) ?? 0 > 0 else {
      let what = binding.action.takesCount ? "nothing, or a count" : "nothing; leave out \(rest)"
      throw CommandError("\(name) takes \(what)")
    }
    if let reason = binding.whyNot(self) { throw CommandError(reason) }
    return perform(binding.action, count: Int(rest))
  }

  private func unknown(_ name: String) -> String {
    let elsewhere = Scope.allCases.filter { scope in keymap.bindings(in: scope).contains { $0.command == name } }
    if !elsewhere.isEmpty {
      return "\(name) works on other screens: \(elsewhere.map(\.name).joined(separator: ", "))"
    }
    let hint = nearest(to: name, among: CommandTable.names(self)).map { "; did you mean \($0)?" } ?? "; help tells all"
    return "there is no command \(name)\(hint)"
  }
}

extension StringProtocol {
  /// Without blanks at its ends.
  var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
