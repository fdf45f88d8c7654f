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
    switch prompt.purpose {
    case .gallery(.filter): return completeFilter(text, before: 0)
    case .export, .gallery(.export): return [.listFiles(beginning: text)]
    case .decision(.name):
      completeName(text, before: 0)
      return []
    default: break
    }
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
    case .photo: offer(photoNames(rest), from: start, rest)
    case .filter: return completeFilter(rest, before: start, groups: words.count == 1)
    case .file: return [.listFiles(beginning: rest)]
    case .photoOrFile where rest.hasPrefix("/") || rest.hasPrefix("~"): return [.listFiles(beginning: rest)]
    case .photoOrFile: offer(photoNames(rest), from: start, rest)
    case .words(let all): offerWords(all)
    case .faces: completeFaces(rest, before: start)
    case .person: completeName(rest, before: start)
    case .order: offerWords(words.count > 1 ? ["reverse"] : orders)
    case .setting: offerWords(words.count > 1 ? values(of: words[0]) : Self.changeable)
    case .binding: offerWords(words.count == 1 ? Scope.allCases.map(\.name) : Set(keymap.rows.map(\.command)).sorted())
    case .command: offerWords(CommandTable.names(self))
    }
    return []
  }

  private var orders: [String] {
    matches == nil ? Configuration.Order.allCases.map(\.rawValue) : MatchOrder.Kind.allCases.map(\.rawValue)
  }

  private func values(of name: String) -> [String] {
    switch (Setting.named[name] ?? Setting.all.first { $0.key == name })?.kind {
    case .choice(let words), .wordOrNumber(let words, _): words
    case .flag: ["true", "false"]
    case .whole(let range): range.map(String.init)
    default: []
    }
  }

  /// The files that were asked for; nothing where the line has changed since.
  mutating func complete(_ beginning: String, with files: [String]) {
    guard let prompt, prompt.completes, commandLine.completion == nil else { return }
    let text = String(prompt.text[..<prompt.cursor])
    let isAsked = prompt.purpose == .command ? text.hasSuffix(beginning) && text.contains(" ") : text == beginning
    guard isAsked else { return }
    offer(files, from: text.count - beginning.count, beginning)
  }

  // MARK: What is offered

  mutating func offer(_ candidates: [String], from start: Int, _ typed: String) {
    guard let first = candidates.first else {
      message = Message(text: typed.isEmpty ? "nothing to complete here" : "nothing begins with “\(typed)”")
      return
    }
    if candidates.count == 1 {
      let whole = first + blank(after: first)
      prompt?.replace(from: start, with: whole)
      return
    }
    let completion = Completion(start: start, candidates: candidates)
    if completion.common.count >= typed.count { prompt?.replace(from: start, with: completion.common) }
    commandLine.completion = completion
    tellCandidates()
  }

  /// Where another word may follow; a name alone would end with it.
  private func blank(after candidate: String) -> String {
    let isAll = prompt.map { $0.completes && $0.purpose != .command && $0.purpose != .gallery(.filter) } ?? false
    return isAll || candidate.hasSuffix("/") || candidate.hasSuffix(":") ? "" : " "
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
