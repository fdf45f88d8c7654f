import TerminalUI

/// The mouse's button is held down over a list.
struct Drag: Sendable, Equatable {
  /// Where it was pressed: a place in the list.
  var start: Int
  var scope: Scope
  /// The range has begun.
  var hasBegun = false
}

extension State {
  /// What the mouse sends without a button that counts is no key.
  func isIdle(_ key: Key) -> Bool {
    switch key {
    case .drag, .release: drag == nil || prompt != nil
    default: false
    }
  }

  /// The place of the cursor in a list that has ranges.
  private var listCursor: Int? {
    switch screens.last {
    case nil: photos.count > 0 ? gallery.cursor : nil
    case .matches(let matches): matches.ranked.isEmpty ? nil : matches.cursor
    default: nil
    }
  }

  mutating func beginDrag() {
    drag = listCursor.map { Drag(start: $0, scope: scope) }
  }

  /// The range begins once the pointer leaves the item on which it was pressed.
  mutating func drag(to position: Position) -> [Effect] {
    guard var drag, drag.scope == scope, click(position), let cursor = listCursor else { return [] }
    guard !drag.hasBegun else { return [] }
    guard cursor != drag.start else { return [] }
    drag.hasBegun = true
    self.drag = drag
    matches?.anchor = nil
    put(listCursor: drag.start)
    let effects = runRange()
    put(listCursor: cursor)
    message = nil
    return effects
  }

  mutating func endDrag() -> [Effect] {
    guard let ended = drag else { return [] }
    drag = nil
    guard ended.hasBegun, ended.scope == scope else { return [] }
    let effects = runRange()
    if let count = matches?.marks.count { message = Message(text: "\(grouped(count)) marked") }
    return effects
  }

  /// As the key does that begins and ends ranges; nothing on screens without.
  private mutating func runRange() -> [Effect] {
    guard KeyTable.bindings.contains(where: { $0.action == .range && $0.scopes.contains(scope) }) else { return [] }
    return perform(.range, count: nil)
  }

  private mutating func put(listCursor index: Int) {
    if matches != nil { matches?.cursor = index } else { gallery.cursor = index }
  }
}
