import Faces
import Imaging
import Library
import TerminalUI

/// How the faces of a photo are marked, so that eyes and mouths stay visible: large ones have frames, or corners where a
/// frame would go over another face; of small ones only the selected has corners. Numbers stand beside their faces.
struct FaceMarks {
  enum Shape: Equatable {
    case frame, corners, none
  }

  struct Mark: Equatable {
    /// Of the face in its photo.
    let index: Int
    /// In cells of the picture.
    let box: PixelBox
    /// Eyes and mouth, in cells of the picture.
    let features: PixelBox
    /// The cells around the face, outside the picture too, where the screen goes on.
    let ring: PixelBox
    /// The face in blocks of the picture, and where its frame is drawn in these.
    let blocks, blockFrame: PixelBox
    var shape: Shape
    let isSelected: Bool
    /// Cell of the number's first digit in the picture; nil where it does not fit.
    var number: Position?
    /// Who it is, as much of it as has room after the number.
    var name = ""

    var label: String { "\(index + 1)" }
  }

  /// Faces around the selected one that are framed, too.
  static let nearCount = 8
  /// Cells of a face that has a frame without being selected.
  private static let smallestFrame = (columns: 4, rows: 2)

  /// The selected face first, then those near it, then the others from large to small.
  var marks: [Mark] = []
  /// Cells with eyes or a mouth.
  let features: CellMap
  /// The same in blocks, of each face that is seen.
  let featureBlocks: [PixelBox]
  let theme: Theme

  /// - Parameter names: of faces, by their indices in the photo.
  init(
    _ photo: Photo, selected: Int?, _ layout: PhotoLayout, names: [Int: String] = [:], theme: Theme = .neutral
  ) {
    self.theme = theme
    let seen = photo.faces.indices.filter { layout.sees(photo.faces[$0].box) }
    var features = CellMap(layout.screen)
    for index in seen { features.take(layout.cells(of: photo.faces[index].features)) }
    self.features = features
    featureBlocks = seen.map { layout.blocks(of: photo.faces[$0].features) }
    let boxes = photo.faces.map { layout.cells(of: $0.box) }
    for (rank, index) in Self.order(boxes, from: selected).enumerated()
    where layout.sees(photo.faces[index].box) {
      marks.append(mark(index, photo.faces[index], rank, isSelected: index == selected, layout))
    }
    chooseShapes(layout)
    placeNumbers(most: layout.picture.columns * layout.picture.rows)
    if !names.isEmpty { placeNames(names) }
  }

  private static func order(_ boxes: [PixelBox], from selected: Int?) -> [Int] {
    let centre = selected.flatMap { boxes.indices.contains($0) ? boxes[$0] : nil }
    let distances = boxes.map { box in centre.map { $0.distance(to: box) } ?? 0 }
    let near = boxes.indices.sorted { a, b in
      if (a == selected) != (b == selected) { return a == selected }
      return distances[a] != distances[b] ? distances[a] < distances[b] : a < b
    }
    let areas = boxes.map { $0.width * $0.height }
    let far = near.dropFirst(1 + nearCount).sorted { a, b in areas[a] != areas[b] ? areas[a] > areas[b] : a < b }
    return near.prefix(1 + nearCount) + far
  }

  private func mark(_ index: Int, _ face: Face, _ rank: Int, isSelected: Bool, _ layout: PhotoLayout) -> Mark {
    let (cells, blocks) = (layout.cells(of: face.box), layout.blocks(of: face.box))
    let isLarge = cells.width >= Self.smallestFrame.columns && cells.height >= Self.smallestFrame.rows
    let shape: Shape =
      isSelected || isLarge ? layout.isZoomed || rank > Self.nearCount ? .corners : .frame : .none
    return Mark(
      index: index, box: cells, features: layout.cells(of: face.features),
      ring: cells.grown(by: 1, within: layout.screen), blocks: blocks, blockFrame: frame(around: blocks, layout),
      shape: shape, isSelected: isSelected)
  }

  /// Just outside the face, or where it does not cross eyes or mouth of any.
  private func frame(around blocks: PixelBox, _ layout: PhotoLayout) -> PixelBox {
    let limits = PixelBox((0, 0, layout.blockCount.columns - 1, layout.blockCount.rows - 1))
    let frames = [1, 2].map { blocks.grown(by: $0, within: limits) }
    return frames.first { frame in !featureBlocks.contains { $0.isCrossed(by: frame) } } ?? frames[0]
  }

  /// A frame that would go over a face becomes corners, and corners of which one would, nothing; the selected face has
  /// those that do not.
  private mutating func chooseShapes(_ layout: PhotoLayout) {
    let boxes = marks.map(\.box)
    for rank in marks.indices where marks[rank].shape != .none {
      let mark = marks[rank]
      if mark.shape == .frame {
        let isOverFace =
          layout.style.way.isGraphic
          ? featureBlocks.contains { $0.isCrossed(by: mark.blockFrame) }
          : boxes.indices.contains { $0 != rank && boxes[$0].isCrossed(by: mark.ring) }
        if isOverFace { marks[rank].shape = .corners }
      }
      let (ring, corners) = (mark.ring, marks[rank].shape == .corners && !mark.isSelected)
      let places = [(ring.left, ring.top), (ring.right, ring.top), (ring.left, ring.bottom), (ring.right, ring.bottom)]
      if corners, places.contains(where: { features.isTaken($0.0, $0.1) }) { marks[rank].shape = .none }
    }
  }

  /// The numbers, from 1, of faces that are seen and have none on the picture.
  var unnumbered: [Int] { marks.filter { $0.number == nil }.map { $0.index + 1 }.sorted() }

  func colour(of mark: Mark) -> (UInt8, UInt8, UInt8) {
    mark.isSelected ? theme.selectedFace : theme.otherFace
  }

  // MARK: Drawing

  /// Frames in pixels.
  /// - Parameter image: of the layout's size.
  func draw(on image: inout PixelImage, _ style: PictureStyle, blocks: Size) {
    var canvas = BlockCanvas(image: image, blocks: blocks, perCell: style.blocks, kept: featureBlocks)
    for mark in marks.reversed() { canvas.draw(mark, colour(of: mark)) }
    image = canvas.image
  }

  func drawNumbers(in picture: Rect, on grid: inout Grid) {
    for mark in marks {
      guard let place = mark.number else { continue }
      let (r, g, b) = colour(of: mark)
      let text = mark.name.isEmpty ? mark.label : "\(mark.label) \(mark.name)"
      grid.put(
        text, column: picture.column + place.column, row: picture.row + place.row,
        style: Style(foreground: .palette(16), background: .rgb(r, g, b), bold: true))
    }
  }
}
