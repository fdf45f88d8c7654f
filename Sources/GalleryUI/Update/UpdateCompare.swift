import Library
import TerminalUI

/// What keys do while two faces are compared.
extension State {
  var compare: Compare? {
    get {
      if case .compare(let compare) = screens.last { compare } else { nil }
    }
    set {
      guard let newValue, case .compare = screens.last else { return }
      screens[screens.count - 1] = .compare(newValue)
    }
  }

  mutating func openComparison() {
    guard let match = matches?.current else { return }
    guard match.standing != .query else {
      message = Message(text: "this is a query; go to a match to compare it")
      return
    }
    screens.append(.compare(Compare()))
  }

  /// The next match or the one before, in the order of the list; queries are passed over.
  mutating func compareNext(step: Int) {
    guard var matches = topMatches else { return }
    let first = min(matches.queryCount, matches.ranked.count - 1)
    let place = matches.place(of: matches.cursor) + step
    matches.cursor = matches.index(at: max(first, min(matches.ranked.count - 1, place)))
    topMatches = matches
  }

  /// Shows the match beside the next query face, or the one with a number.
  mutating func compareNextQuery(_ number: Int?) {
    guard var compare, let matches = topMatches else { return }
    let next = number.map { $0 - 1 } ?? (compare.shownQuery(matches) + 1) % matches.queries.count
    guard matches.queries.indices.contains(next) else {
      message = Message(text: "there is no query \(next + 1), only \(matches.queries.count)")
      return
    }
    compare.query = next
    self.compare = compare
  }

  mutating func startBlinking() -> [Effect] {
    guard var compare else { return [] }
    compare.blink = .match
    compare.blinking += 1
    self.compare = compare
    return [.awaitBlink(compare.blinking)]
  }

  /// Any key ends it; one that means something else does that as well.
  /// - Returns: whether the key did nothing else than to end the blinking.
  mutating func stopBlinking(_ key: Key) -> Bool {
    guard var compare, compare.blink != nil else { return false }
    compare.blink = nil
    compare.blinking += 1
    self.compare = compare
    switch key {
    case .click, .doubleClick, .wheelUp, .wheelDown: return false
    case .escape: return true
    default: break
    }
    switch keymap.resolve([key], in: .compare) {
    case .binding(let binding): return binding.action == .blink
    case .prefix: return false
    case .unbound: return true
    }
  }

  /// The time of one picture is over.
  mutating func takeBlink(_ number: Int) -> [Effect] {
    guard var compare, let blink = compare.blink, compare.blinking == number else { return [] }
    compare.blink = blink.other
    self.compare = compare
    return [.awaitBlink(number)]
  }
}
