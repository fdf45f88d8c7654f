import Testing

@testable import TerminalUI

@Suite struct DitherTests {
  @Test(arguments: [RGB(90, 58, 45), RGB(110, 72, 52), RGB(60, 80, 110)])
  func `a flat patch is nearer to its colour than one palette entry could be`(colour: RGB) {
    let nearest = Palette.colours[Int(Palette.nearest(to: colour))]
    let mean = meanColour(ofPatch: colour)
    #expect(error(mean, colour) < error(nearest, colour))
    #expect(abs(mean.luma - colour.luma) <= 8)
  }

  @Test func `colours of the palette stay as they are`() {
    let pixels = [UInt8](repeating: 175, count: 8 * 8 * 3)
    #expect(Set(Dither.indices(width: 8, height: 8, pixels: pixels)) == [145])
  }

  private func meanColour(ofPatch colour: RGB) -> RGB {
    let side = 24
    let pixel = [colour.r, colour.g, colour.b].map { UInt8($0) }
    let pixels = (0..<side * side).flatMap { _ in pixel }
    let found = Dither.indices(width: side, height: side, pixels: pixels).map { Palette.colours[Int($0)] }
    func mean(_ channel: (RGB) -> Int) -> UInt8 { UInt8(found.reduce(0) { $0 + channel($1) } / found.count) }
    return RGB(mean(\.r), mean(\.g), mean(\.b))
  }

  private func error(_ a: RGB, _ b: RGB) -> Int { abs(a.r - b.r) + abs(a.g - b.g) + abs(a.b - b.b) }
}
