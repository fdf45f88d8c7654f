import TerminalUI

/// What is pasted is text, never keys.
extension State {
  /// Where a line is typed it comes to stand at the cursor; elsewhere nothing is done with it.
  mutating func paste(_ text: String) -> [Effect] {
    input = KeyInput()
    guard var prompt, !prompt.isQuestion else {
      message = Message(text: pasteRefusal, isPassing: true)
      return []
    }
    commandLine.completion = nil
    prompt.insert(text)
    self.prompt = prompt
    if prompt.purpose == .helpFilter { filterHelp(prompt.value) }
    return []
  }

  private var pasteRefusal: String {
    let line = prompt == nil ? key(for: .commandLine).map { "; \($0) opens a line that takes it" } ?? "" : ""
    return "pasted text does nothing here" + line
  }
}
