import Library
import TerminalUI

/// The mouse's button is held down over a list.
struct Drag: Sendable, Equatable {
  /// Where it was pressed: a place in the list.
  var start: Int
  var scope: Scope
  /// The range has begun.
  var hasBegun = false
  /// Where the list goes while the pointer stays at its first or last row; nil elsewhere.
  var edge: Motion?
}

extension State {
  /// What the mouse sends without a button that counts is no key, and nothing is where the mouse is not wanted.
  func isIdle(_ key: Key) -> Bool {
    switch key {
    case .drag, .release: !configuration.mouse || drag == nil || prompt != nil
    case .click, .doubleClick, .wheelUp, .wheelDown: !configuration.mouse
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

  /// The range begins once the pointer leaves the item on which it was pressed; at the first or last row the list
  /// scrolls.
  mutating func drag(to position: Position) -> [Effect] {
    guard let drag, drag.scope == scope, !isOverFolders(position) else { return [] }
    let isOnItem = click(position)
    let edge = edge(at: position)
    guard drag.hasBegun || (isOnItem ? listCursor != drag.start : edge != nil) else { return [] }
    let effects = drag.hasBegun ? [] : beginRange(from: drag.start)
    self.drag?.edge = edge
    guard let edge, edge != drag.edge else { return effects }
    if !isOnItem { _ = perform(.move(edge == .up ? .screenTop : .screenBottom), count: nil) }
    scrolls += 1
    return effects + scroll(edge)
  }

  private mutating func beginRange(from start: Int) -> [Effect] {
    guard let cursor = listCursor else { return [] }
    drag?.hasBegun = true
    matches?.anchor = nil
    put(listCursor: start)
    let effects = runRange()
    put(listCursor: cursor)
    message = nil
    return effects
  }

  /// The time of one line is over.
  mutating func takeScroll(_ number: Int) -> [Effect] {
    guard let edge = drag?.edge, number == scrolls, drag?.scope == scope else { return [] }
    return scroll(edge)
  }

  /// One line on, and so again after a while; not past the end.
  private mutating func scroll(_ edge: Motion) -> [Effect] {
    let before = listCursor
    let effects = perform(.move(edge), count: nil)
    return listCursor == before ? effects : effects + [.awaitScroll(scrolls)]
  }

  /// nil where the pointer is on none of the list's outermost rows.
  private func edge(at position: Position) -> Motion? {
    let rows: ClosedRange<Int>
    switch screens.last {
    case nil: rows = GalleryLayout(self).rows
    case .matches(let matches):
      let list = MatchesLayout(self, matches).list
      rows = list.row...max(list.row, list.endRow - 1)
    default: return nil
    }
    // A list of a row or two scrolls from outside.
    let inset = rows.count > 2 ? 0 : 1
    if position.row <= rows.lowerBound - inset { return .up }
    return position.row >= rows.upperBound + inset ? .down : nil
  }

  func isOverFolders(_ position: Position) -> Bool {
    screens.isEmpty && GalleryLayout(self).tree?.contains(position) == true
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
