import Faces
import Imaging
import Library
import TerminalUI

/// How the faces of a photo are marked, so that many of them do not hide it: the selected one and those near it have
/// frames, the others corners; faces as small as corners have a dim dot, and numbers stand only where they fit.
struct FaceMarks {
  enum Shape: Equatable {
    case frame, corners
    /// Above the face.
    case dot
    /// A dot would touch that of another face.
    case none
  }

  struct Mark: Equatable {
    /// Of the face in its photo.
    let index: Int
    /// In half cells of the picture.
    let box: PixelBox
    /// Around the face, in half cells.
    let frame: PixelBox
    /// The face in blocks of the picture, and where its frame is drawn in these.
    fileprivate(set) var blocks, blockFrame: PixelBox
    fileprivate(set) var shape: Shape
    let isSelected: Bool
    /// Cell of the number's first digit in the picture; nil where it does not fit.
    fileprivate(set) var number: Position?

    var label: String { "\(index + 1)" }
  }

  /// Faces around the selected one that are framed, too.
  static let nearCount = 8
  /// Pixels that a side has at least, so that something is seen inside.
  private static let smallestFrame = 6
  private static let smallestCorners = 5
  /// The same for a box with a number inside.
  private static let smallestNumbered = 8

  /// The selected face first, then the others from near to far.
  private(set) var marks: [Mark] = []
  let theme: Theme

  init(_ photo: Photo, selected: Int?, _ layout: PhotoLayout, theme: Theme = .neutral) {
    self.theme = theme
    let boxes = photo.faces.map { layout.halfCells(of: $0.box) }
    let centre = selected.flatMap { boxes.indices.contains($0) ? boxes[$0] : nil }
    let distances = boxes.map { box in centre.map { $0.distance(to: box) } ?? 0 }
    let order = boxes.indices.sorted { a, b in
      if (a == selected) != (b == selected) { return a == selected }
      return distances[a] != distances[b] ? distances[a] < distances[b] : a < b
    }
    let eyes = boxes.indices.filter { layout.sees(photo.faces[$0].box) && boxes[$0].side >= Self.smallestCorners }
      .flatMap { photo.faces[$0].eyes }
    let eyesInBlocks = eyes.map { layout.blocks(of: $0) }
    for (rank, index) in order.enumerated() where layout.sees(photo.faces[index].box) {
      var mark = mark(index, boxes[index], rank, isSelected: index == selected, layout, count: boxes.count)
      fit(&mark, layout.blocks(of: photo.faces[index].box), layout, around: eyesInBlocks)
      marks.append(mark)
    }
    thinDots(width: layout.width)
    let eyesInHalfCells = eyes.map { layout.halfCells(of: $0) }
    placeNumbers(columns: layout.picture.columns, rows: layout.picture.rows, eyes: eyesInHalfCells)
  }

  private func mark(
    _ index: Int, _ box: PixelBox, _ rank: Int, isSelected: Bool, _ layout: PhotoLayout, count: Int
  ) -> Mark {
    let isNear = rank <= Self.nearCount
    let shape: Shape
    if layout.isZoomed {
      shape = .corners
    } else if isSelected || isNear && (box.side >= Self.smallestFrame || count <= Self.nearCount + 1) {
      shape = .frame
    } else {
      shape = box.side >= Self.smallestCorners ? .corners : .dot
    }
    let frame = box.grown(by: 1, width: layout.width, height: layout.height)
    return Mark(
      index: index, box: box, frame: frame, blocks: box, blockFrame: box, shape: shape, isSelected: isSelected)
  }

  /// A frame lies just outside the face, or where it does not cross an eye of any; else only the corners are marked.
  private func fit(_ mark: inout Mark, _ blocks: PixelBox, _ layout: PhotoLayout, around eyes: [PixelBox]) {
    let (across, down) = (layout.blockCount.columns, layout.blockCount.rows)
    let frames = [1, 2, 0].map { blocks.grown(by: $0, width: across, height: down) }
    let free = frames.first { frame in !eyes.contains { $0.isCrossed(by: frame) } }
    mark.blocks = blocks
    mark.blockFrame = free ?? frames[0]
    if free == nil, mark.shape == .frame, mark.box.side >= Self.smallestCorners { mark.shape = .corners }
  }

  private mutating func thinDots(width: Int) {
    var taken: Set<Int> = []
    for rank in marks.indices where marks[rank].shape == .dot {
      let (x, y) = marks[rank].box.dot
      let around = (y - 1...y + 1).flatMap { row in (x - 1...x + 1).map { row * width + $0 } }
      if taken.isDisjoint(with: around) { taken.insert(y * width + x) } else { marks[rank].shape = .none }
    }
  }

  // MARK: Numbers

  /// Near faces may have theirs beside a box that is too small, where it covers no face; for all others it has to fit
  /// inside. The selected face has its number in any case.
  private mutating func placeNumbers(columns: Int, rows: Int, eyes: [PixelBox]) {
    var taken = CellMap(columns: columns, rows: rows)
    var faces = taken
    for eye in eyes { taken.take(eye) }
    for mark in marks { faces.take(mark.box) }
    for rank in marks.indices {
      let (mark, width) = (marks[rank], marks[rank].label.utf8.count)
      let isRoomy = mark.box.width >= width + 2 && mark.box.side >= Self.smallestNumbered
      guard isRoomy || rank <= Self.nearCount else { continue }
      let column = max(0, min(mark.box.left, columns - width))
      let inside = Position(column: column, row: mark.box.top / 2)
      let beside = [mark.frame.top / 2 - 1, mark.frame.bottom / 2 + 1].map { Position(column: column, row: $0) }
      var places = isRoomy ? [inside] : beside.filter { faces.isFree($0, width, gap: 0) }
      if mark.isSelected { places += beside + [inside] }
      marks[rank].number = places.first { taken.isFree($0, width, gap: 1) } ?? (mark.isSelected ? places.first : nil)
      if let place = marks[rank].number { taken.take(place, width) }
      if mark.isSelected { taken.take(mark.frame) }
    }
  }

  // MARK: Drawing

  private func colour(of mark: Mark) -> (UInt8, UInt8, UInt8) {
    mark.isSelected ? theme.selectedFace : theme.otherFace
  }

  /// - Parameter image: of the layout's size.
  func draw(on image: inout PixelImage, _ style: PictureStyle, blocks: Size) {
    let selected = marks.first { $0.isSelected }
    var canvas = BlockCanvas(image: image, blocks: blocks, perCell: style.blocks)
    for mark in marks.reversed() where mark.shape != .dot || selected?.box.contains(mark.box.dot) != true {
      canvas.draw(mark, colour(of: mark))
    }
    image = canvas.image
  }

  /// - Parameters:
  ///   - picture: where the photo is drawn.
  ///   - framed: whether also of faces with a frame.
  func drawNumbers(in picture: Rect, framed: Bool, on grid: inout Grid) {
    for mark in marks where framed || mark.shape != .frame {
      guard let place = mark.number else { continue }
      let (r, g, b) = colour(of: mark)
      grid.put(
        mark.label, column: picture.column + place.column, row: picture.row + place.row,
        style: Style(foreground: .palette(16), background: .rgb(r, g, b), bold: true))
    }
  }
}

/// A face's box on the screen, all four sides inside the picture.
struct PixelBox: Equatable {
  let left, top, right, bottom: Int

  init(_ sides: (left: Int, top: Int, right: Int, bottom: Int)) {
    (left, top) = (sides.left, sides.top)
    (right, bottom) = (max(sides.left, sides.right), max(sides.top, sides.bottom))
  }

  var width: Int { right - left + 1 }
  var height: Int { bottom - top + 1 }
  /// The shorter one.
  var side: Int { min(width, height) }

  /// Where a dot stands for the face: above its middle.
  var dot: (x: Int, y: Int) { ((left + right) / 2, max(0, top - 1)) }

  /// Whether a line along the sides of another box goes over it.
  func isCrossed(by frame: PixelBox) -> Bool {
    let touches = left <= frame.right && right >= frame.left && top <= frame.bottom && bottom >= frame.top
    let isInside = left > frame.left && right < frame.right && top > frame.top && bottom < frame.bottom
    return touches && !isInside
  }

  fileprivate func contains(_ pixel: (x: Int, y: Int)) -> Bool {
    (left...right).contains(pixel.x) && (top...bottom).contains(pixel.y)
  }

  /// Squared, between twice the centres.
  func distance(to other: PixelBox) -> Int {
    let x = left + right - other.left - other.right
    let y = top + bottom - other.top - other.bottom
    return x * x + y * y
  }

  /// The box around it in a picture of a size.
  fileprivate func grown(by margin: Int, width: Int, height: Int) -> PixelBox {
    PixelBox(
      (
        max(0, left - margin), max(0, top - margin), min(width - 1, right + margin), min(height - 1, bottom + margin)
      ))
  }
}

/// Which cells of a picture are taken.
private struct CellMap {
  let columns, rows: Int
  private var cells: [Bool]

  init(columns: Int, rows: Int) {
    (self.columns, self.rows) = (max(0, columns), max(0, rows))
    cells = Array(repeating: false, count: self.columns * self.rows)
  }

  /// - Parameter gap: cells before and after that have to be free as well.
  func isFree(_ place: Position, _ width: Int, gap: Int) -> Bool {
    guard (0..<rows).contains(place.row), place.column + width <= columns else { return false }
    let around = max(0, place.column - gap)..<min(columns, place.column + width + gap)
    return !around.contains { cells[place.row * columns + $0] }
  }

  mutating func take(_ place: Position, _ width: Int) {
    for column in max(0, place.column)..<max(0, min(columns, place.column + width)) where place.row < rows {
      cells[place.row * columns + column] = true
    }
  }

  mutating func take(_ box: PixelBox) {
    for row in box.top / 2...box.bottom / 2 { take(Position(column: box.left, row: row), box.width) }
  }
}
