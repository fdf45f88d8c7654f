import Library
import TerminalUI

extension State {
  mutating func take(_ key: Key) -> [Effect] {
    if case .resize(let size) = key {
      self.size = size.bounded
      return []
    }
    if key == .focus { return lookWhereUnwatched() }
    if isIdle(key) { return [] }
    isUntouched = false
    if isHidden { return takeHidden(key) }
    awaitedLookup?.isWatched = false
    messageBeforeKey = message
    if let message, !message.isPassing { lastMessage = message }
    message = nil
    if case .paste(let text) = key { return paste(text) }
    if prompt?.purpose == .command { return takeCommandLine(key) }
    if prompt != nil { return answer(key) }
    if digit(key) == nil { typedFace = nil }
    if stopBlinking(key) { return [] }
    if let effects = takeMouse(key) { return effects }
    if let digit = digit(key), messageBox == nil { return take(digit: digit) }
    return takeCommand(key)
  }

  private func digit(_ key: Key) -> Int? {
    guard case .character(let character) = key, input.pending.isEmpty,
      character.isASCII, let digit = character.wholeNumberValue,
      digit > 0 || input.count != nil || typedFace != nil
    else { return nil }
    return digit
  }

  /// Digits are a count, and in a photo the number of a face.
  private mutating func take(digit: Int) -> [Effect] {
    func appended(to number: Int) -> Int { min(999_999, number * 10 + digit) }
    if scope == .photo { return chooseFace(appended(to: typedFace?.number ?? 0)) }
    input.count = appended(to: input.count ?? 0)
    return []
  }

  /// Selects the face at once. Where the photo has none of that number, what was selected before it was typed stays; of
  /// up to nine faces each digit is a number of its own.
  private mutating func chooseFace(_ number: Int) -> [Effect] {
    guard var screen = photoScreen, let count = photos[screen.path]?.faces.count else { return [] }
    let typed = TypedFace(number: number, before: typedFace.map(\.before) ?? screen.selected)
    input = KeyInput(count: number * 10 <= count ? number : nil)
    if number <= count {
      screen.selected = number - 1
    } else {
      screen.selected = typed.before
      let reason = hasFace(self) ?? "there is no face \(number); this photo has \(counted(count, "face", "faces"))"
      message = Message(text: reason)
    }
    photoScreen = screen
    typedFace = count < 10 ? nil : typed
    guard typedFace != nil else { return [] }
    digitsTyped += 1
    return [.awaitPause(digitsTyped)]
  }

  /// After a pause the next digit begins another number.
  mutating func takePause(after number: Int) {
    guard number == digitsTyped, scope == .photo else { return }
    input.count = nil
    typedFace = nil
  }

  private mutating func takeCommand(_ key: Key) -> [Effect] {
    if key == .escape, input != KeyInput() {
      input = KeyInput()
      return []
    }
    if key == .escape, let effects = stopWaiting() { return effects }
    let keys = input.pending + [key]
    switch keymap.resolve(keys, in: scope) {
    case .prefix:
      input.pending = keys
      message = cutQuestion.map { Message(text: $0, isPassing: true) }
      return []
    case .unbound:
      input = KeyInput()
      message = Message(text: unbound(keys), isPassing: true)
      return []
    case .binding(let binding):
      let count = input.count
      input = KeyInput()
      if let reason = binding.whyNot(self) {
        message = Message(text: reason)
        return []
      }
      return perform(binding.action, count: count)
    }
  }

  /// What the user waits for ends before anything else is taken back.
  /// - Returns: nil where nothing is waited for.
  private mutating func stopWaiting() -> [Effect]? {
    guard messageBox == nil else { return nil }
    return cancelLookup() ? [] : stopRetry()
  }

  private func unbound(_ keys: [Key]) -> String {
    let help = scope == .help ? nil : key(for: .help)
    return "\(keys.map(\.notation).joined()) does nothing here" + (help.map { "; \($0) tells what keys do" } ?? "")
  }

  // MARK: Prompts

  private mutating func answer(_ key: Key) -> [Effect] {
    guard var prompt else { return [] }
    if key == .escape || key == .control("c") {
      (self.prompt, commandLine.completion) = (nil, nil)
      if case .decision(.twice(let question)) = prompt.purpose, let marks = question.marks { bringBack(marks) }
      if prompt.purpose == .helpFilter { filterHelp("") }
      return []
    }
    if prompt.isQuestion { return answer(key, toQuestion: prompt.purpose) }
    if prompt.completes, key == .tab || key == .backTab { return complete(step: key == .tab ? 1 : -1) }
    commandLine.completion = nil
    if key == .enter {
      self.prompt = nil
      commandLine.exporting = nil
      return finish(prompt)
    }
    prompt.edit(key)
    self.prompt = prompt
    if prompt.purpose == .helpFilter { filterHelp(prompt.value) }
    return []
  }

  private mutating func answer(_ key: Key, toQuestion purpose: Prompt.Purpose) -> [Effect] {
    if key == .character("Q") { return [.quit] }
    let isYes = key == .character("y") || key == .character("Y")
    guard isYes || [.character("n"), .character("N"), .character("q")].contains(key) else { return [] }
    prompt = nil
    switch (purpose, isYes) {
    case (.overwrite(let request), true): return [.export(request)]
    case (.overwrite, false): message = Message(text: "nothing was written")
    case (.gallery(let prompt), _): return answer(prompt, isYes: isYes)
    case (.decision(let prompt), _): return answer(prompt, isYes: isYes)
    case (.stopIndexing, true): return stopIndexing()
    case (.stopIndexing, false), (.search, _), (.export, _), (.command, _), (.helpFilter, _): break
    }
    return []
  }

  private mutating func finish(_ prompt: Prompt) -> [Effect] {
    switch prompt.purpose {
    case .search:
      gallery.search = prompt.value
      if !prompt.value.isEmpty { findName(step: 1, fromCursor: true) }
      return []
    case .export: return exportMatches(to: prompt.value)
    case .overwrite, .stopIndexing, .command, .helpFilter: return []
    case .gallery(let purpose): return finish(purpose, prompt.value)
    case .decision(let purpose): return finish(purpose, prompt.value)
    }
  }

  // MARK: Mouse

  /// - Returns: nil where the key is not the mouse's.
  private mutating func takeMouse(_ key: Key) -> [Effect]? {
    switch key {
    case .wheelUp(let position): return wheel(.up, at: position)
    case .wheelDown(let position): return wheel(.down, at: position)
    case .click(let position):
      click(position)
      beginDrag()
      return []
    case .drag(let position): return drag(to: position)
    case .release: return endDrag()
    case .doubleClick(let position):
      guard click(position) else { return [] }
      return perform(scope == .photo ? .query : scope == .problems ? .openOutside : .open, count: nil)
    default: return nil
    }
  }

  /// Turns what lies under the pointer, which has the keys then.
  private mutating func wheel(_ motion: Motion, at position: Position) -> [Effect] {
    input = KeyInput()
    if scope == .gallery || scope == .folders { gallery.folders.hasKeys = isOverFolders(position) }
    switch scope {
    case .compare: return perform(motion == .up ? .comparePrevious : .compareNext, count: nil)
    case .photo where isOverFacts(position): return perform(.move(motion), count: 3)
    case .photo: return perform(motion == .up ? .previousPhoto : .nextPhoto, count: nil)
    case .help, .message: return perform(.move(motion), count: 3)
    case .gallery, .folders, .matches, .problems, .bridge, .history: return perform(.move(motion), count: 1)
    }
  }

  private func isOverFacts(_ position: Position) -> Bool {
    guard showsInfo, let screen = photoScreen, let photo = photos[screen.path] else { return false }
    return PhotoLayout(self, photo, screen).panel?.contains(position) ?? false
  }

  /// - Returns: whether something lies there.
  @discardableResult
  mutating func click(_ position: Position) -> Bool {
    input = KeyInput()
    guard messageBox == nil else { return false }
    switch screens.last {
    case nil:
      if clickFolder(at: position) { return false }
      guard let index = GalleryLayout(self).index(at: position, top: gallery.top) else { return false }
      gallery.cursor = index
    case .matches(var matches):
      guard let place = MatchesLayout(self, matches).place(at: position, top: matches.top) else { return false }
      matches.cursor = matches.index(at: place)
      self.matches = matches
    case .photo(var screen):
      guard let photo = photos[screen.path], let face = PhotoLayout(self, photo, screen).face(at: position) else {
        return false
      }
      screen.selected = face
      photoScreen = screen
    case .problems: return clickProblem(at: position)
    case .bridge: return clickBridge(at: position)
    case .history: return clickHistory(at: position)
    case .help, .compare: return false
    }
    return true
  }
}
