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
    commandLine.completion = nil
    prompt = Prompt(.command, label: ":")
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
    do throws(CommandError) {
      return remembered + (try run(line: prompt.value))
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
    guard CommandTable.named[name] != nil else { return try run(action: name, rest) }
    switch name {
    case "find": try find(rest)
    case "open" where !rest.isEmpty: try open(rest)
    case "goto": try goTo(rest)
    case "threshold": try setThreshold(rest)
    case "sort": try sort(rest)
    case "filter" where !rest.isEmpty: try filter(rest)
    case "export" where !rest.isEmpty: return try exportCommand(rest)
    case "set": return try set(rest)
    case "map": try map(rest, isRemoval: false)
    case "unmap": try map(rest, isRemoval: true)
    case "help", "keys": showHelp(rest)
    case "quit": return [.quit]
    default: return try run(action: name, rest)
    }
    return []
  }

  /// A command of the key table, as if its key had been pressed.
  private mutating func run(action name: String, _ rest: String) throws(CommandError) -> [Effect] {
    guard let binding = keymap.bindings(in: scope).first(where: { $0.command == name }) else {
      throw CommandError(unknown(name))
    }
    guard rest.isEmpty || Int(rest) ?? 0 > 0 else { throw CommandError("\(name) takes nothing, or a count") }
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
