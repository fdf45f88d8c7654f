import TerminalUI

extension State {
  /// What a key shows in full: the message that stood there, or what the status line cuts off, or the last message.
  var messageToRead: Message? { messageBeforeKey ?? Chrome.cutStatus(self).map { Message(text: $0) } ?? lastMessage }

  mutating func showMessage() {
    guard let message = messageToRead else { return }
    messageBox = MessageBox(text: message.text, isError: message.isError)
  }

  mutating func scrollMessage(_ motion: Motion, count: Int?) {
    guard let box = messageBox else { return }
    let geometry = MessageLayout(box, size).geometry
    messageBox?.top = geometry.move(box.top, motion, times: count, top: box.top)
  }

  mutating func settleMessageBox() {
    guard let box = messageBox else { return }
    let geometry = MessageLayout(box, size).geometry
    messageBox?.top = max(0, min(box.top, geometry.count - geometry.visibleRows))
  }
}
