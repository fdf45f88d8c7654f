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
      --' _xwwo_, ':!!|
      - )@BBBBBBBb,'!!|
      -<BBBBBBBB8HB,:!|
       dXXYVBBBYYLOL-!|
       VLUdDB888BUJL:||
      :'%OBBBQQBBBH`:||
      !:.TBBQZZBBT :!!|
      !!' 'TBBBBL__|!!|
      |a#HHHVVYYYTTVXY|
      |;:;||||!:::!VXX|
      """
    ),
  ]
}
