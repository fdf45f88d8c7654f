import Library
import Odds
import SystemPackage
import TerminalUI

/// The screen of a bridge and what its keys do.
extension State {
  var bridgeScreen: BridgeScreen? {
    get { if case .bridge(let screen) = screens.last { screen } else { nil } }
    set {
      guard let newValue, case .bridge = screens.last else { return }
      screens[screens.count - 1] = .bridge(newValue)
    }
  }

  mutating func openBridge(from: NamedEnd, to: NamedEnd) -> [Effect] {
    bridges += 1
    let question = BridgeQuestion(from: from.end, to: to.end, number: bridges)
    screens.append(.bridge(BridgeScreen(from: from.name, to: to.name, question: question)))
    return [.bridge(question)]
  }

  mutating func take(_ result: Result<Bridge, BridgeError>, of question: BridgeQuestion) {
    guard let index = bridgeIndex({ $0.question == question }), case .bridge(var screen) = screens[index] else {
      return
    }
    screen.isSearching = false
    switch result {
    case .success(let bridge):
      (screen.bridge, screen.reason) = (bridge, nil)
      screen.cursor = screen.weakest ?? 0
    case .failure(let error): (screen.bridge, screen.reason) = (nil, error.description)
    }
    screens[index] = .bridge(screen)
  }

  private func bridgeIndex(_ isWanted: (BridgeScreen) -> Bool) -> Int? {
    screens.firstIndex { if case .bridge(let screen) = $0 { isWanted(screen) } else { false } }
  }

  // MARK: - Judge

  mutating func judgeLink(isSame: Bool) -> [Effect] {
    guard var screen = bridgeScreen, screen.bridge != nil, screen.judging == nil, !screen.isSearching else { return [] }
    let faces = screen.faces(of: screen.cursor)
    let effects = decide([isSame ? .same(faces) : .different(faces)])
    screen.judging = decisionWork.pending.last?.request
    bridgeScreen = screen
    return effects
  }

  /// What was said of a link is on the disk, or could not be written.
  mutating func takeJudgement(_ request: DecisionRequest, isKept: Bool) -> [Effect] {
    guard let index = bridgeIndex({ $0.judging == request }), case .bridge(var screen) = screens[index] else {
      return []
    }
    screen.judging = nil
    defer { screens[index] = .bridge(screen) }
    guard isKept else { return [] }
    if case .same(let faces)? = request.words.first {
      screen.accepted.insert(Set(faces))
      screen.cursor = screen.weakest ?? screen.cursor
      message = Message(text: "the same person; kept")
      return []
    }
    message = Message(text: "two people; looking for another way")
    bridges += 1
    screen.question = BridgeQuestion(from: screen.question.from, to: screen.question.to, number: bridges)
    screen.isSearching = true
    return [.bridge(screen.question)]
  }

  /// A search whose screen is left is of no use.
  mutating func leaveBridge(_ screen: BridgeScreen) -> [Effect] { screen.isSearching ? [.stopBridge] : [] }

  // MARK: - Move

  mutating func moveAlongBridge(_ motion: Motion, count: Int?) {
    guard var screen = bridgeScreen, let bridge = screen.bridge else { return }
    let last = bridge.scores.count - 1
    let layout = BridgeLayout(size, pictureStyle, steps: bridge.steps.count)
    let page = max(1, layout.list.rows / layout.unit)
    let times = count ?? 1
    switch motion {
    case .down: screen.cursor += times
    case .up: screen.cursor -= times
    case .first: screen.cursor = (count ?? 1) - 1
    case .last: screen.cursor = count.map { $0 - 1 } ?? last
    case .halfPageDown: screen.cursor += max(1, page / 2) * times
    case .halfPageUp: screen.cursor -= max(1, page / 2) * times
    case .pageDown: screen.cursor += page * times
    case .pageUp: screen.cursor -= page * times
    default: break
    }
    screen.cursor = max(0, min(last, screen.cursor))
    bridgeScreen = screen
  }

  mutating func settleBridge() {
    guard var screen = bridgeScreen else { return }
    let count = screen.bridge?.steps.count ?? 0
    screen.cursor = max(0, min(screen.cursor, count - 2))
    screen.top = BridgeLayout(size, pictureStyle, steps: count).scroll(top: screen.top, toShow: screen.cursor)
    bridgeScreen = screen
  }

  mutating func clickBridge(at position: Position) -> Bool {
    guard var screen = bridgeScreen, let bridge = screen.bridge else { return false }
    let layout = BridgeLayout(size, pictureStyle, steps: bridge.steps.count)
    guard let link = layout.link(at: position, top: screen.top) else { return false }
    screen.cursor = link
    bridgeScreen = screen
    return true
  }

  /// The photo of the face after the link.
  var bridgePhoto: (photo: Photo, number: Int)? {
    guard let screen = bridgeScreen, let bridge = screen.bridge else { return nil }
    let step = bridge.steps[min(screen.cursor + 1, bridge.steps.count - 1)]
    return photos[step.photo].map { ($0, step.number) }
  }

  /// What the score of a link means, from the longest form to the shortest.
  func meaning(ofLink link: Int, in bridge: Bridge) -> [String] {
    guard let odds = survey?.odds else { return [] }
    let qualities = [bridge.steps[link], bridge.steps[link + 1]].map {
      face($0.photo, $0.number)?.face.quality.value ?? 1
    }
    return OddsText.forms(chance: odds.chanceOfError(bridge.scores[link], PairQuality(qualities[0], qualities[1])))
  }
}
