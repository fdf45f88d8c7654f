/// A movement of the cursor.
enum Motion: Sendable, Equatable, Hashable {
  case left, right, up, down
  case first, last
  case halfPageDown, halfPageUp, pageDown, pageUp
  case screenTop, screenMiddle, screenBottom
}

/// A list of items laid out in columns, of which some rows are visible.
struct ListGeometry: Equatable {
  var count: Int
  var columns: Int
  var visibleRows: Int

  var rowCount: Int { (count + columns - 1) / columns }

  /// Where a motion leads; stays inside the list.
  /// - Parameters:
  ///   - times: a count typed before; for `first` and `last` the number of an item, from 1.
  ///   - top: the first visible row.
  func move(_ index: Int, _ motion: Motion, times: Int?, top: Int) -> Int {
    guard count > 0 else { return 0 }
    let steps = min(times ?? 1, count)
    let half = max(1, visibleRows / 2)
    let target: Int
    switch motion {
    case .left: target = index - steps
    case .right: target = index + steps
    case .up: target = vertical(index, -steps)
    case .down: target = vertical(index, steps)
    case .halfPageDown: target = vertical(index, steps * half)
    case .halfPageUp: target = vertical(index, -steps * half)
    case .pageDown: target = vertical(index, steps * visibleRows)
    case .pageUp: target = vertical(index, -steps * visibleRows)
    case .first: target = (times ?? 1) - 1
    case .last: target = (times ?? count) - 1
    case .screenTop: target = inRow(top, like: index)
    case .screenMiddle: target = inRow(min(rowCount - 1, top + (min(visibleRows, rowCount - top) - 1) / 2), like: index)
    case .screenBottom: target = inRow(min(rowCount, top + visibleRows) - 1, like: index)
    }
    return min(count - 1, max(0, target))
  }

  /// The first visible row that shows an item and moves as little as it can.
  func scroll(top: Int, toShow index: Int) -> Int {
    let row = index / columns
    let visible = max(1, visibleRows)
    let scrolled = min(max(top, row - visible + 1), row)
    return max(0, min(scrolled, rowCount - visible))
  }

  /// Keeps the column; past the first or last row it stays in that row.
  private func vertical(_ index: Int, _ rows: Int) -> Int {
    inRow(min(rowCount - 1, max(0, index / columns + rows)), like: index)
  }

  private func inRow(_ row: Int, like index: Int) -> Int { row * columns + index % columns }
}
