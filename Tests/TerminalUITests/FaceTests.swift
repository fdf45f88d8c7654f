import Foundation
import Imaging
import Testing

@testable import TerminalUI

/// The face of Tests/Fixtures/drawn/2020/carl_portrait.jpg.
@Suite struct FaceTests {
  private let face: PixelImage

  init() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appendingPathComponent("Fixtures/drawn/2020/carl_portrait.jpg")
    face = try DecodedPhoto([UInt8](Data(contentsOf: file))).image.cropped(x: 100, y: 130, width: 300, height: 400)
  }

  private func cells(columns: Int, rows: Int, _ set: SymbolSet, _ depth: ColourDepth) -> [Cell] {
    Symbols.cells(
      width: face.width, height: face.height, pixels: face.pixels, columns: columns, rows: rows, set: set, depth: depth)
  }

  @Test func `eyes and mouth are darker than the skin beside them in ASCII`() {
    let cells = cells(columns: 36, rows: 24, .ascii, .none)
    func ink(_ columns: ClosedRange<Int>, _ row: Int) -> Float {
      let own = columns.map { column in
        ASCIIGlyph.all.first { $0.character == cells[row * 36 + column].character }?.brightness ?? 1
      }
      return own.reduce(0, +) / Float(own.count)
    }
    let nose = ink(14...19, 11)
    let leftEye = min(ink(10...11, 9), ink(10...11, 10))
    let rightEye = min(ink(22...23, 9), ink(22...23, 10))
    let mouth = min(ink(16...18, 15), ink(16...18, 16))
    #expect(leftEye < 0.7 * nose)
    #expect(rightEye < 0.7 * nose)
    #expect(mouth < 0.8 * nose)
    #expect(ink(0...3, 12) < 0.6 * nose)
  }

  /// The same face in the light of a flash before a dark wall.
  @Test func `bright skin is not all one letter, and eyes and mouth stand out of it`() {
    let (width, height) = (face.width + 120, face.height + 120)
    var pixels = [UInt8](repeating: 20, count: width * height * 3)
    for y in 0..<face.height {
      for x in 0..<face.width * 3 {
        pixels[((y + 60) * width + 60) * 3 + x] = 195 + UInt8(Int(face.pixels[y * face.width * 3 + x]) * 56 / 255)
      }
    }
    for size in [(columns: 36, rows: 24), (columns: 30, rows: 15)] {
      let cells = Symbols.cells(
        width: width, height: height, pixels: pixels, columns: size.columns, rows: size.rows, set: .ascii, depth: .none)
      func ink(_ x: ClosedRange<Double>, _ y: ClosedRange<Double>) -> Float {
        func place(_ part: Double, _ length: Int, _ all: Int, _ cells: Int) -> Int {
          Int((60 + part * Double(length)) * Double(cells) / Double(all))
        }
        func places(_ part: ClosedRange<Double>, _ length: Int, _ all: Int, _ cells: Int) -> ClosedRange<Int> {
          place(part.lowerBound, length, all, cells)...place(part.upperBound, length, all, cells)
        }
        let found = places(y, face.height, height, size.rows).flatMap { row in
          places(x, face.width, width, size.columns).map { column in
            let character = cells[row * size.columns + column].character
            return ASCIIGlyph.all.first { $0.character == character }?.brightness ?? 1
          }
        }
        return found.reduce(0, +) / Float(found.count)
      }
      let skin = ink(0.4...0.55, 0.44...0.5)
      let eyes = min(ink(0.25...0.35, 0.38...0.44), ink(0.64...0.72, 0.38...0.44))
      #expect(eyes < 0.9 * skin, "\(size): eyes \(eyes), skin \(skin)")
      let letters = Dictionary(grouping: cells) { $0.character }.mapValues(\.count)
      let most = letters.filter { $0.key != " " }.values.max() ?? 0
      #expect(most < cells.count / 4 && letters.count > 15, "\(size): \(letters)")
    }
  }

  @Test(arguments: [ColourDepth.eight, .sixteen])
  func `with few colours eyes and mouth are much darker than the skin beside them`(depth: ColourDepth) {
    let cells = cells(columns: 36, rows: 24, .quadrants, depth)
    func darkest(_ columns: ClosedRange<Int>, _ rows: ClosedRange<Int>) -> Float {
      rows.flatMap { row in columns.map { Self.brightness(of: cells[row * 36 + $0]) } }.min() ?? 1
    }
    let skin = (14...19).map { Self.brightness(of: cells[11 * 36 + $0]) }.reduce(0, +) / 6
    for (columns, rows) in [(10...12, 9...10), (21...24, 9...10), (15...19, 15...16)] {
      let dark = darkest(columns, rows)
      #expect(dark < 0.6 * skin, "\(columns) \(rows): \(dark / skin)")
    }
  }

  private static func brightness(of cell: Cell) -> Float {
    func level(_ colour: Colour) -> Float { colour.rgb.map { Float($0.g) / 255 } ?? 0 }
    let covered = ["▘▝▖▗░": Float(0.25), "▀▄▌▐▚▞▒": 0.5, "▛▜▙▟▓": 0.75, "█": 1].first {
      $0.key.contains(cell.character)
    }
    let share = covered?.value ?? 0
    return share * level(cell.style.foreground) + (1 - share) * level(cell.style.background)
  }

  @Test(arguments: [ColourDepth.eight, .sixteen])
  func `with few colours a face is in greys`(depth: ColourDepth) {
    let greys: Set<Colour> = [.palette(0), .palette(7), .palette(8), .palette(15), .standard]
    let cells = cells(columns: 36, rows: 24, .quadrants, depth)
    let skin = (6..<18).flatMap { row in (8..<28).map { cells[row * 36 + $0] } }
    #expect(skin.allSatisfy { greys.contains($0.style.foreground) && greys.contains($0.style.background) })
    #expect(Set(skin.map(\.style)).count > 2)
  }

  /// Decoders of JPEG differ by a step in some pixels, so a few characters may differ.
  @Test(arguments: golden)
  func `the face is drawn as it was when it was looked at`(set: SymbolSet, wanted: String) {
    let found = cells(columns: 16, rows: 10, set, .direct).map(\.character)
    let wanted = wanted.split(separator: "\n").flatMap { $0.dropLast() }
    #expect(wanted.count == found.count)
    let different = zip(wanted, found).filter { $0 != $1 }.count
    #expect(different <= 8, "\(String(found))")
  }

  static let golden: [(SymbolSet, String)] = [
    (
      .half,
      """
      ▀▌▌▀▀▀▀▀▀▀▀▀▀▀▀▀|
      ▀▀▀▀▀▌ ▀▀▀▌▀▀▀▀▀|
      ▀▌▀▀▀▀  ▀▀▀▀▌▌▌▌|
      ▀▌▌▌▀▀▌▀▌▀▀▌▌▌▀▀|
      ▌▌▌▌▀▀▌▀▀▀▀▌▌▌▌▀|
      ▌▌▌▌▌▌▌▌▀▀▀▀▀▌▀▀|
      ▌▌▀▀▌ ▌▀▀▌▌▀▌▀▀▀|
      ▀▀▌▀▌▀▀▀▀▀▀▀▀▀▀▀|
      ▀▀▌▀▀▀▀▀▀▀▀▀▀▀▀▀|
      ▌▀▌▌▌▀▀▌▌▌▌▀▌▌▀▀|
      """
    ),
    (
      .quadrants,
      """
      ▀▌▌▗▀▀▀▀▀▀▖▀▀▀▀▗|
      ▀▘▗▘▀▌ ▀▗▗▙▀▖▀▀▀|
      ▀▗▚▀▀▀▙ ▀▀▀▀▙▖▌▌|
      ▀▌▌▙▀▖▙▀▌▀▀▌▖▌▀▀|
      ▌▌▘▗▘▘▗▀▖▖▀▌▌▌▘▀|
      ▙▙▚▌▌▌▌▖▖▀▙▙▚▘▀▀|
      ▌▌▙▀▖ ▌▀▗▘▗▗▘▀▀▀|
      ▀▀▌▀▙▀▀▀▗▀▘▀▀▀▖▀|
      ▗▀▘▀▀▀▀▀▀▀▀▀▀▀▀▘|
      ▌▀▌▗▘▀▀▙▌▌▌▗▌▌▀▀|
      """
    ),
    (
      .sextants,
      """
      🬆🬄▌🬝🬎▀🬂🬂▀🬎🬏▀🬊🬊▀▗|
      ▀🬆▗🬀🬖▌🬁🬁▗🬂🬑🬊🬏🬊▀🬆|
      ▀🬕🬜🬎🬎🬎🬅 🬌🬎▀🬊🬁🬏▌▌|
      ▀▌▌🬉🬎🬏🬁🬂▌▀▀▌🬓▌▀▀|
      ▌🬉🬀🬕🬀🬀🬕🬎🬏🬓▀▌▌▌🬄🬆|
      🬉🬁🬏▌▌▌▌🬏🬏🬎🬎🬉🬝🬀🬆▀|
      ▌▌🬁🬊🬏 🬇🬋🬋🬃🬝🬆🬀▀🬆▀|
      ▀🬆▌🬂🬁🬊🬎🬌🬎🬎🬎🬎🬎🬎🬏🬎|
      🬝🬂🬋🬍🬎🬎🬎🬎🬎▀▀▀▀🬂🬂▘|
      ▌🬎▌🬕🬆🬆▀🬉🬓▌▌🬆▌▌🬂🬊|
      """
    ),
    (
      .octants,
      """
      𜴗𜴍▌𜵰▂▀▀▀▀𜴦𜶫▀𜴦𜴢▀𜴗|
      ▀𜴂𜴗𜷥𜵑𜴊𜴿𜴈𜴆𜴘𜷤𜴅𜶫𜴅▀𜴗|
      ▀𜵊𜵯▂▂▂𜶫 ▂▂▀𜴦𜷤▖▌▌|
      ▀▌▌𜴡▂𜶫𜷤▆▌𜴗▀▌𜵈▌▀▀|
      ▌𜴡𜷥𜵊𜷥𜷥𜴎𜴦𜶫𜵥𜴦▌▌▌𜴏𜴏|
      𜴡𜷤𜶫▌▌𜴍▌𜶫▖▂▂𜴦▚𜷥𜴗▀|
      ▌▌𜷤𜴅𜶫𜴥𜷂𜴸𜴔𜴀𜵰𜴏𜷥▀𜴂▀|
      ▀𜴗▌▆𜷤𜴢▂▂▂▂▂▂▂▂𜶫▀|
      ▗𜴯𜴳𜴵▂▂▂𜴇𜴈▀▀▀▀▀▀▘|
      𜴡𜴦▌𜴏𜴏𜴂▀𜴢𜵈▌▌𜴏▌▌▆𜴅|
      """
    ),
    (
      .ascii,
      """
          _|ooc_.   --|
        _@BBBBBBBa,  -|
       \\BB8O8B8OKOB,  |
       dX!**XXX!!!OL .|
       J|||YXVV||||L :|
      -'n|XUXYYXXXY`-:|
      ::'^HBL!!UBY .-:|
      :'  .TOUHK\\,:;::|
      :rnYYY*!!****YY!|
      :  .::!::.  :!!:|
      """
    ),
  ]
}
