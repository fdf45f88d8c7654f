import Testing

@testable import GalleryUI

@Suite struct SectionGeometryTests {
  private func geometry(columns: Int = 3, rows: Int = 10, _ starts: [Int], count: Int = 10) -> SectionGeometry {
    SectionGeometry(
      count: count, columns: columns, itemRows: 2, gap: 1, rows: rows,
      sections: starts.map { .init(start: $0, hasHeader: true) })
  }

  @Test func `a section begins with a line of its own`() {
    let geometry = geometry([4, 5])
    #expect(geometry.lineCount == 5)
    #expect((0..<5).map { geometry.places(inLine: $0) } == [0..<3, 3..<4, 4..<5, 5..<8, 8..<10])
    #expect((0..<10).map { geometry.line(of: $0) } == [0, 0, 0, 1, 2, 3, 3, 3, 4, 4])
    #expect((0..<5).map { geometry.hasHeader($0) } == [false, false, true, true, false])
  }

  @Test func `a header stands in the gap, or above the first line`() {
    let geometry = geometry([4])
    #expect(geometry.visible(top: 0).map(\.row) == [0, 3, 6])
    #expect(geometry.visible(top: 2).map(\.row) == [1, 4])
    let lines = SectionGeometry(
      count: 4, columns: 1, itemRows: 1, gap: 0, rows: 9, sections: [.init(start: 2, hasHeader: true)])
    #expect(lines.visible(top: 0).map(\.row) == [0, 1, 3, 4])
  }

  @Test func `motions keep the column as far as a line has it`() {
    let geometry = geometry([4, 5])
    #expect(geometry.move(2, .down, times: nil, top: 0) == 3)
    #expect(geometry.move(7, .up, times: nil, top: 0) == 4)
    #expect(geometry.move(1, .down, times: 3, top: 0) == 6)
    #expect(geometry.move(9, .down, times: 5, top: 0) == 9)
    #expect(geometry.move(0, .right, times: 4, top: 0) == 4)
    #expect(geometry.move(0, .last, times: nil, top: 0) == 9 && geometry.move(5, .first, times: nil, top: 2) == 0)
    #expect(geometry.move(0, .screenBottom, times: nil, top: 0) == 4)
  }

  @Test(arguments: [1, 2, 5, 7, 8, 30], [[], [1], [0, 3, 4], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]])
  func `scrolling shows every place and wastes nothing at the end`(rows: Int, starts: [Int]) {
    for columns in 1...4 {
      let geometry = geometry(columns: columns, rows: rows, starts)
      var top = 0
      for place in Array(0..<10) + (0..<10).reversed() {
        top = geometry.scroll(top: top, toShow: place)
        #expect(geometry.visiblePlaces(top: top).contains(place), "\(rows) \(starts) \(columns) \(place)")
      }
      let end = geometry.scroll(top: 99, toShow: 9)
      let isFirst = end == 0 || geometry.visiblePlaces(top: end - 1).upperBound < 10
      #expect(isFirst, "one line more would still show the last")
    }
  }

  @Test func `an empty list has no places`() {
    let geometry = geometry([], count: 0)
    #expect(geometry.visible(top: 0).isEmpty && geometry.visiblePlaces(top: 3).isEmpty)
    #expect(geometry.scroll(top: 4, toShow: 0) == 0 && geometry.move(0, .down, times: 3, top: 0) == 0)
    #expect(geometry.line(of: 0) == 0 && geometry.lineCount == 0)
  }
}
