import Testing

@testable import Faces

@Suite struct FaceChoiceTests {
  private let middle = Box(x: 100, y: 100, width: 50, height: 50)
  private let larger = Box(x: 0, y: 0, width: 60, height: 60)

  @Test func `a face in the middle comes before a larger one at the edge`() {
    let faces = [larger, middle]
    #expect(FaceChoice.central.index(of: faces, width: 250, height: 250) == 1)
    #expect(FaceChoice.largest.index(of: faces, width: 250, height: 250) == 0)
  }

  @Test func `of two faces as near to the middle the larger counts, and a speck in the middle does not`() {
    let left = Box(x: 20, y: 95, width: 60, height: 60)
    let right = Box(x: 165, y: 90, width: 70, height: 70)
    let speck = Box(x: 125, y: 125, width: 4, height: 4)
    #expect(FaceChoice.central.index(of: [left, right], width: 250, height: 250) == 1)
    let large = Box(x: 60, y: 60, width: 100, height: 100)
    #expect(FaceChoice.central.index(of: [speck, large], width: 250, height: 250) == 1)
    #expect(FaceChoice.central.index(of: [], width: 250, height: 250) == nil)
  }
}
