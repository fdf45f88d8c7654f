import Journal
import TerminalUI

/// The screen of what was decided, and what its keys do.
extension State {
  var historyScreen: HistoryScreen? {
    get { if case .history(let screen) = screens.last { screen } else { nil } }
    set {
      guard let newValue, case .history = screens.last else { return }
      screens[screens.count - 1] = .history(newValue)
    }
  }

  mutating func showHistory() {
    leaveHelp()
    let open = screens.lastIndex { if case .history = $0 { true } else { false } }
    if let open { return screens.removeSubrange((open + 1)...) }
    screens.append(.history(HistoryScreen(decisions?.journal ?? Journal())))
  }

  mutating func moveInHistory(_ motion: Motion, count: Int?) {
    guard let screen = historyScreen else { return }
    let geometry = HistoryLayout(size, count: screen.steps.count).geometry
    historyScreen?.cursor = geometry.move(screen.cursor, motion, times: count, top: screen.top)
  }

  mutating func settleHistory() {
    guard var screen = historyScreen else { return }
    if let journal = decisions?.journal { screen.follow(journal) }
    screen.cursor = max(0, min(screen.cursor, screen.steps.count - 1))
    screen.top = HistoryLayout(size, count: screen.steps.count).geometry.scroll(top: screen.top, toShow: screen.cursor)
    historyScreen = screen
  }

  mutating func clickHistory(at position: Position) -> Bool {
    guard let screen = historyScreen,
      let index = HistoryLayout(size, count: screen.steps.count).index(at: position, top: screen.top)
    else { return false }
    historyScreen?.cursor = index
    return true
  }

  /// Asked once, as it may take much back.
  mutating func askWhetherToJump() {
    guard let screen = historyScreen, screen.steps.indices.contains(screen.cursor) else { return }
    let step = screen.steps[screen.cursor]
    let back = screen.steps[..<screen.cursor].count(where: \.holds)
    let again = screen.steps[screen.cursor...].count { !$0.holds }
    guard back + again > 0 else {
      message = Message(text: "this is how it is already")
      return
    }
    let changes = [
      back == 0 ? nil : "take \(counted(back, "later decision", "later decisions")) back",
      again == 0 ? nil : "bring \(grouped(again)) back that \(again == 1 ? "was" : "were") taken back",
    ].compactMap(\.self).joined(separator: ", ")
    prompt = Prompt(.decision(.jump(to: step.last)), label: "\(changes)? (y/n)")
  }
}
