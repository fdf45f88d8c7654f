import TerminalUI

/// Where the numbers of faces stand.
extension FaceMarks {
  /// Of the picture's cells those that numbers take at most; the selected face has its number in any case.
  private static let share = 0.07
  private static let leastCells = 12

  /// Each next to its own face and over no eyes and no mouth, in the order of the marks.
  /// - Parameter most: cells of the picture.
  mutating func placeNumbers(most: Int) {
    var maps = NumberMaps(self)
    var room = max(Self.leastCells, Int(Double(most) * Self.share))
    for rank in marks.indices {
      let width = marks[rank].label.utf8.count
      guard room >= width || marks[rank].isSelected else { continue }
      marks[rank].number = maps.place(for: marks[rank])
      guard let place = marks[rank].number else { continue }
      maps.taken.take(place, width)
      room -= width
    }
  }

  /// Columns of a name, at most and at least.
  private static let (longestName, shortestName) = (20, 3)

  /// Each name after its number, over no eyes, no mouth, no other number and no other face; what has no room is cut off.
  mutating func placeNames(_ names: [Int: String]) {
    var maps = NumberMaps(self)
    for mark in marks { if let place = mark.number { maps.taken.take(place, mark.label.utf8.count) } }
    for rank in marks.indices {
      guard let name = names[marks[rank].index], let number = marks[rank].number else { continue }
      let width = marks[rank].label.utf8.count
      let start = Position(column: number.column + width, row: number.row)
      let free = maps.columns(from: start, for: marks[rank])
      let room = min(Self.longestName, free - 1)
      guard room >= min(Self.shortestName, columns(of: name)) else { continue }
      marks[rank].name = shortened(name, to: room)
      maps.taken.take(start, columns(of: marks[rank].name) + 1)
    }
  }
}

private struct NumberMaps {
  /// Cells with numbers.
  var taken: CellMap
  private let features: CellMap
  private let marks: [FaceMarks.Mark]

  init(_ marks: FaceMarks) {
    taken = CellMap(marks.features.bounds)
    features = marks.features
    self.marks = marks.marks
  }

  func place(for mark: FaceMarks.Mark) -> Position? {
    let width = mark.label.utf8.count
    let (near, below) = places(for: mark, width)
    for places in [near, below] {
      let free = places.filter {
        taken.holds($0, width) && features.isFree($0, width) && taken.isFree($0, width, gap: 1)
      }
      if let best = free.first(where: { !isOverAnother($0, width, mark) }) ?? free.first { return best }
    }
    guard mark.isSelected else { return nil }
    // In a crowd without any room it may lie over another face, not over its own.
    let places = (near + below).filter { taken.holds($0, width) && !mark.features.overlaps(text($0, width)) }
    return places.first { features.isFree($0, width) } ?? places.first
  }

  /// How many columns from a place on are free for what is said of a face.
  func columns(from start: Position, for mark: FaceMarks.Mark) -> Int {
    var width = 0
    while width < 40 {
      let place = Position(column: start.column + width, row: start.row)
      // A gap before the next number.
      guard taken.holds(place, 1), features.isFree(place, 1), !taken.isTaken(place.column, place.row),
        !taken.isTaken(place.column + 1, place.row), !isOverAnother(place, 1, mark)
      else { break }
      width += 1
    }
    return width
  }

  private func text(_ place: Position, _ width: Int) -> PixelBox {
    PixelBox((place.column, place.row, place.column + width - 1, place.row))
  }

  private func isOverAnother(_ place: Position, _ width: Int, _ mark: FaceMarks.Mark) -> Bool {
    let text = text(place, width)
    return marks.contains {
      $0.index != mark.index && ($0.box.overlaps(text) || $0.shape != .none && $0.ring.overlaps(text))
    }
  }

  /// Above the face and beside it; below it.
  private func places(for mark: FaceMarks.Mark, _ width: Int) -> (near: [Position], below: [Position]) {
    let (box, ring) = (mark.box, mark.ring)
    let starts = [box.left, (box.left + box.right + 1 - width) / 2, box.right + 1 - width]
    // Beside a frame, or in its place.
    let gap = mark.shape == .none ? 0 : 1
    let (left, right) = (box.left - gap - width, box.right + gap + 1)
    func on(_ row: Int, _ columns: [Int]) -> [Position] { columns.map { Position(column: $0, row: row) } }
    let beside = (box.top...box.bottom).flatMap { on($0, [left, right]) }
    let over = on(ring.top, starts + [left, right])
    return (over + beside + on(box.top, starts), on(ring.bottom, starts + [left, right]) + on(box.bottom, starts))
  }
}
