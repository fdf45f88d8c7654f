import Testing

@testable import TerminalUI

@Suite struct DitherTests {
  @Test(arguments: [RGB(90, 58, 45), RGB(224, 188, 164), RGB(60, 80, 110)])
  func `a flat patch keeps its colour on average`(colour: RGB) {
    let side = 24
    let pixel = [colour.r, colour.g, colour.b].map { UInt8($0) }
    let pixels = (0..<side * side).flatMap { _ in pixel }
    let indices = Dither.indices(width: side, height: side, pixels: pixels)
    #expect(indices.count == side * side)
    let sums = indices.reduce(into: [0, 0, 0]) { sums, index in
      let found = Palette.colours[Int(index)]
      for (channel, value) in [found.r, found.g, found.b].enumerated() { sums[channel] += value }
    }
    for (sum, wanted) in zip(sums, [colour.r, colour.g, colour.b]) {
      #expect(abs(sum / (side * side) - wanted) <= 10)
    }
  }

  @Test func `colours of the palette stay as they are`() {
    let pixels = [UInt8](repeating: 175, count: 8 * 8 * 3)
    #expect(Set(Dither.indices(width: 8, height: 8, pixels: pixels)) == [145])
  }
}
