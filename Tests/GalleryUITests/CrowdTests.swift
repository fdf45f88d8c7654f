import Faces
import Foundation
import Imaging
import Library
import TerminalUI
import Testing

@testable import GalleryUI

/// A photo with rows of 40 small faces, 64 pixels wide each in 4,000.
func crowd(_ count: Int) -> Photo {
  var photo = photo(0)
  photo.state = .indexed
  (photo.width, photo.height) = (4000, 3000)
  photo.faces = (0..<count).map { index in
    let (column, row) = (index % 40, index / 40)
    let box = Box(x: Float(column * 100), y: Float(300 + row * 200), width: 64, height: 90)
    return Face(id: FaceID(Int64(index)), box: box, landmarks: [], score: 0.9, sharpness: 100)
  }
  return photo
}

@Suite struct CrowdTests {
  private func atCrowd(_ count: Int = 282, keys: String = "") throws -> State {
    var state = state([crowd(count)], columns: 120, rows: 40)
    try type("<Enter> " + keys, into: &state)
    return state
  }

  private func marks(_ state: State) throws -> [FaceMarks.Mark] {
    let photo = try #require(state.currentPhoto)
    return FaceMarks(photo, selected: state.photoScreen?.selected, PhotoLayout(state, photo)).marks
  }

  @Test(arguments: [PictureStyle.ascii, .standard], [(80, 24), (100, 30)])
  func `faces without a number are listed where any is`(_ style: PictureStyle, _ size: (Int, Int)) throws {
    var state = state([crowd(40)], columns: size.0, rows: size.1)
    state.pictureStyle = style
    try type("<Enter>", into: &state)
    #expect(screen(state).contains { $0.contains("without a number here") }, "\(screen(state))")
  }

  // MARK: Marks

  @Test func `a crowd keeps most of its photo`() throws {
    let state = try atCrowd()
    let photo = try #require(state.currentPhoto)
    let layout = PhotoLayout(state, photo)
    let marks = FaceMarks(photo, selected: 141, layout)
    let lines = marks.marks.reduce(0) { $0 + $1.line.count }
    let digits = marks.marks.filter { $0.number != nil }.reduce(0) { $0 + $1.label.count }
    #expect(lines + digits < layout.picture.columns * layout.picture.rows / 10 && digits > 20)
    #expect(marks.marks.count { $0.shape == .frame } <= 1 + FaceMarks.nearCount)
    #expect(Set(marks.marks.map(\.index)) == Set(0..<282))
  }

  @Test(arguments: [0, 39, 140, 281])
  func `the selected face has its number, and numbers do not touch`(_ selected: Int) throws {
    var state = try atCrowd()
    state.photoScreen?.selected = selected
    let marks = try marks(state)
    #expect(marks[0].index == selected && marks[0].isSelected && marks[0].shape != .none)
    let numbered = marks.filter { $0.number != nil }
    #expect(numbered.first?.index == selected)
    for (index, a) in numbered.enumerated() {
      for b in numbered[(index + 1)...] where a.number?.row == b.number?.row {
        let (left, right) = ((a.number?.column ?? 0), (b.number?.column ?? 0))
        #expect(left + a.label.count < right || right + b.label.count < left)
      }
    }
  }

  @Test func `the selected face is seen inside its frame`() throws {
    for count in [282, 9] {
      let selected = try marks(atCrowd(count, keys: "5"))[0]
      #expect(selected.ring.left < selected.box.left && selected.ring.top < selected.box.top)
      #expect(selected.ring.right > selected.box.right && selected.ring.bottom > selected.box.bottom)
    }
  }

  @Test func `small faces have a number and no frame`() throws {
    let marks = try marks(atCrowd(282, keys: "1 4 1"))
    #expect(marks.dropFirst().allSatisfy { $0.shape == .none } && marks[0].shape == .corners)
  }

  @Test func `a list tells the numbers that have no room`() throws {
    let state = try atCrowd()
    let photo = try #require(state.currentPhoto)
    let left = FaceMarks(photo, selected: 0, PhotoLayout(state, photo)).unnumbered
    let text = screen(state).map { $0.suffix(32).trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    #expect(!left.isEmpty && text.contains("without a number here, from left to right: "))
    #expect(text.contains(PhotoView.ranges(of: left).prefix(20)))
    #expect(PhotoView.ranges(of: [1, 2, 3, 5, 7, 8]) == "1–3, 5, 7–8")
    #expect(!screen(try atCrowd(9)).joined().contains("without a number"))
  }

  @Test func `the faces around the selected one are its neighbours`() throws {
    var state = try atCrowd()
    state.photoScreen?.selected = 100
    let near = try marks(state)[1...4].map(\.index)
    #expect(Set(near).isSuperset(of: [99, 101]))
  }

  @Test func `a few large faces all have frames, and all numbers`() throws {
    let nine = try marks(atCrowd(9))
    #expect(nine.allSatisfy { $0.number != nil })
    let two = try marks(of: photo(1, faces: 2))
    #expect(two.allSatisfy { $0.shape == .frame && $0.number != nil })
  }

  private func marks(of photo: Photo) throws -> [FaceMarks.Mark] {
    var state = state([photo])
    try type("<Enter>", into: &state)
    return try marks(state)
  }

  @Test func `faces at and beyond the edges are drawn inside`() throws {
    var photo = crowd(3)
    photo.faces[0].box = Box(x: -500, y: -500, width: 300, height: 300)
    photo.faces[1].box = Box(x: 3999, y: 2999, width: 900, height: 900)
    photo.faces[2].box = Box(x: 10, y: 10, width: -50, height: 0)
    var state = state([photo], columns: 60, rows: 15)
    for _ in 0..<3 {
      try type(state.screens.isEmpty ? "<Enter>" : "<Tab>", into: &state)
      #expect(!screen(state).isEmpty)
    }
  }

  // MARK: Digits

  @Test(arguments: [
    ("1", 0, 1), ("12", 11, 12), ("123", 122, nil), ("29", 28, nil), ("1 0 5", 104, nil), ("28", 27, 28),
    ("1 2 <Tab> 3 4", 33, nil),
  ])
  func `digits choose a face as they are typed`(_ keys: String, _ selected: Int, _ typed: Int?) throws {
    let state = try atCrowd(keys: keys.split(separator: " ").joined().map(String.init).joined(separator: " "))
    #expect(state.photoScreen?.selected == selected)
    #expect(state.input.count == typed)
  }

  @Test func `what is typed is shown until the number is complete`() throws {
    var state = try atCrowd(keys: "1 2")
    #expect(screen(state)[38].hasSuffix("  12"))
    #expect(screen(state)[38].contains("face 12 of 282"))
    try type("3", into: &state)
    #expect(screen(state)[38].hasSuffix("face 123 of 282"))
  }

  @Test func `a pause ends a number and only the last pause counts`() throws {
    var state = try atCrowd()
    #expect(try type("1", into: &state) == [.awaitPause(1)])
    #expect(try type("2", into: &state) == [.awaitPause(2)])
    _ = update(&state, .paused(1))
    #expect(state.input.count == 12)
    _ = update(&state, .paused(2))
    #expect(state.input.count == nil)
    try type("7", into: &state)
    #expect(state.photoScreen?.selected == 6)
  }

  @Test func `enter finds the face that was typed`() throws {
    var state = try atCrowd(keys: "1 2 <Enter>")
    #expect(state.matches?.query == FaceID(11))
    try type("q <Tab>", into: &state)
    #expect(state.photoScreen?.selected == 12)
  }

  @Test func `a number without a face says so and changes nothing`() throws {
    var state = try atCrowd(5, keys: "3 9")
    #expect(state.photoScreen?.selected == 2)
    #expect(state.message?.text == "there is no face 9; this photo has 5 faces")
    var empty = GalleryUITests.state([photo(2)])
    try type("<Enter> 1", into: &empty)
    #expect(empty.message?.text == "no face was found in this photo")
    var crowded = try atCrowd(51, keys: "7 <Tab> 9 9 9")
    #expect(crowded.photoScreen?.selected == 7 && crowded.input.count == nil)
    #expect(crowded.message?.text == "there is no face 999; this photo has 51 faces")
    _ = update(&crowded, .paused(crowded.digitsTyped))
    try type("1 2", into: &crowded)
    #expect(crowded.photoScreen?.selected == 11)
    try type("<Esc>", into: &state)
    #expect(state.scope == .gallery)
  }

  @Test func `escape drops the digits first`() throws {
    var state = try atCrowd(keys: "1 <Esc>")
    #expect(state.scope == .photo && state.input.count == nil)
    try type("5", into: &state)
    #expect(state.photoScreen?.selected == 4)
  }
}
