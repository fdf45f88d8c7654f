import Configuration
import Library
import TerminalUI

extension State {
  /// Completes the word before the cursor as far as it is certain; pressed again, goes through what it may become.
  mutating func complete(step: Int) -> [Effect] {
    guard let prompt else { return [] }
    if commandLine.completion != nil {
      choose(step: step)
      return []
    }
    let text = String(prompt.text[..<prompt.cursor])
    guard text.contains(" ") else {
      offer(CommandTable.names(self).filter { $0.hasPrefix(text) }, from: 0, text)
      return []
    }
    let name = String(text.prefix { $0 != " " })
    let rest = String(text.drop { $0 != " " }.drop { $0 == " " })
    return complete(CommandTable.named[name]?.argument ?? .nothing, rest, before: text.count - rest.count)
  }

  private mutating func complete(_ argument: LineCommand.Argument, _ rest: String, before start: Int) -> [Effect] {
    let words = rest.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let last = words.last ?? ""
    let lastStart = start + rest.count - last.count
    func offerWords(_ all: [String]) { offer(all.filter { $0.hasPrefix(last) }, from: lastStart, last) }
    switch argument {
    case .nothing: offer([], from: lastStart, last)
    case .photo: offer(photoNames(beginning: rest), from: start, rest)
    case .file: return [.listFiles(beginning: rest)]
    case .words(let all): offerWords(all)
    case .setting: offerWords(words.count > 1 ? values(of: words[0]) : Self.changeable)
    case .binding: offerWords(words.count == 1 ? Scope.allCases.map(\.name) : Set(keymap.rows.map(\.command)).sorted())
    case .command: offerWords(CommandTable.names(self))
    }
    return []
  }

  private func values(of name: String) -> [String] {
    switch (Setting.named[name] ?? Setting.all.first { $0.key == name })?.kind {
    case .choice(let words), .wordOrNumber(let words, _): words
    case .flag: ["true", "false"]
    case .whole(let range): range.map(String.init)
    default: []
    }
  }

  /// Folder by folder, as long as there are several.
  private func photoNames(beginning text: String) -> [String] {
    var names: [String] = []
    for photo in photos.all {
      let path = photo.path.string
      guard path.hasPrefix(text) else { continue }
      let rest = path.dropFirst(text.count)
      let name = rest.firstIndex(of: "/").map { text + rest[...$0] } ?? path
      if names.last != name { names.append(name) }
    }
    return names
  }

  /// The files that were asked for; nothing where the line has changed since.
  mutating func complete(_ beginning: String, with files: [String]) {
    guard let prompt, prompt.purpose == .command, commandLine.completion == nil else { return }
    let text = String(prompt.text[..<prompt.cursor])
    guard text.hasSuffix(beginning), text.contains(" ") else { return }
    offer(files, from: text.count - beginning.count, beginning)
  }

  // MARK: What is offered

  private mutating func offer(_ candidates: [String], from start: Int, _ typed: String) {
    guard let first = candidates.first else {
      message = Message(text: typed.isEmpty ? "nothing to complete here" : "nothing begins with “\(typed)”")
      return
    }
    if candidates.count == 1 {
      prompt?.replace(from: start, with: first.hasSuffix("/") ? first : first + " ")
      return
    }
    let completion = Completion(start: start, candidates: candidates)
    prompt?.replace(from: start, with: completion.common)
    commandLine.completion = completion
    tellCandidates()
  }

  private mutating func choose(step: Int) {
    guard var completion = commandLine.completion else { return }
    let count = completion.candidates.count
    let index = completion.index.map { ($0 + step + count) % count } ?? (step > 0 ? 0 : count - 1)
    completion.index = index
    prompt?.replace(from: completion.start, with: completion.candidates[index])
    commandLine.completion = completion
    tellCandidates()
  }

  private mutating func tellCandidates() {
    guard let completion = commandLine.completion else { return }
    message = Message(text: completion.text(columns: size.columns - 4))
  }
}
