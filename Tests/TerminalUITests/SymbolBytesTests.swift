import Foundation
import Testing

@testable import TerminalUI

/// What is sent for a drawn face in each set of characters at each depth, read back by a terminal into pixels, looks
/// like the face.
@Suite struct SymbolBytesTests {
  struct Way: Sendable, CustomTestStringConvertible {
    var set: SymbolSet
    var depth: ColourDepth
    /// Mean difference of the cells' quarters from the face, 0 to 255; of their brightness where there are only
    /// greys; letters and few greys have more contrast than the face.
    var bound: Double
    var golden: String

    var testDescription: String { "\(set) \(depth)" }
  }

  private static let size = Size(columns: 24, rows: 16)
  private static let (width, height) = (60, 80)

  static let ways = [
    Way(set: .half, depth: .direct, bound: 2.5, golden: "12903 268bc798019195f9"),
    Way(set: .half, depth: .palette, bound: 16.5, golden: "3356 ede57c088c531b91"),
    Way(set: .half, depth: .sixteen, bound: 20, golden: "1771 ce617d296cf679a8"),
    Way(set: .half, depth: .eight, bound: 26, golden: "1483 a125e8f0c133242d"),
    Way(set: .quadrants, depth: .direct, bound: 2.5, golden: "12969 a1fc5a9b62115235"),
    Way(set: .quadrants, depth: .palette, bound: 17, golden: "4319 94b2bd4eb20b7076"),
    Way(set: .quadrants, depth: .sixteen, bound: 20, golden: "1766 f0cdf47236ac2c7d"),
    Way(set: .quadrants, depth: .eight, bound: 26, golden: "1496 b4ac60eaa47696e9"),
    Way(set: .sextants, depth: .direct, bound: 2.5, golden: "13191 81dfc6ba0cb01999"),
    Way(set: .sextants, depth: .palette, bound: 14.5, golden: "4500 3ef5b4a7e668c141"),
    Way(set: .sextants, depth: .sixteen, bound: 20, golden: "1825 1d25ae0312399ada"),
    Way(set: .sextants, depth: .eight, bound: 26, golden: "1501 a8bd089b1b06ce1"),
    Way(set: .octants, depth: .direct, bound: 2.5, golden: "13160 f9cae726b29957ea"),
    Way(set: .octants, depth: .palette, bound: 14.5, golden: "4564 aa8c08bf8917b9aa"),
    Way(set: .octants, depth: .sixteen, bound: 20, golden: "1878 c46603505373c311"),
    Way(set: .octants, depth: .eight, bound: 26, golden: "1547 32075c8ec71700f9"),
    Way(set: .ascii, depth: .none, bound: 42, golden: "654 ddcc84ffade91419"),
  ]

  private let face: [UInt8]

  init() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/face.ppm")
    face = [UInt8](try Data(contentsOf: file).suffix(Self.width * Self.height * 3))
  }

  private func bytes(_ way: Way) -> [UInt8] {
    let cells = Symbols.cells(
      width: Self.width, height: Self.height, pixels: face, columns: Self.size.columns, rows: Self.size.rows,
      set: way.set, depth: way.depth)
    var writer = RawWriter(depth: way.depth)
    for (index, cell) in cells.enumerated() {
      writer.put(cell, at: Position(column: index % Self.size.columns, row: index / Self.size.columns))
    }
    writer.finish()
    return writer.bytes
  }

  /// The mean colours of each cell's quarters, row by row.
  private func means(_ bytes: [UInt8]) -> [[Double]] {
    var terminal = ScreenEmulator(size: Self.size, cell: CellSize(width: 2, height: 4))
    terminal.read(bytes)
    let cells = terminal.cells.map { DrawnCell($0).quarters }
    return (0..<2 * Self.size.rows).flatMap { y in
      (0..<2 * Self.size.columns).map { x in cells[y / 2 * Self.size.columns + x / 2][y % 2 * 2 + x % 2] }
    }
  }

  private var wanted: [[Double]] {
    let (columns, rows) = (2 * Self.size.columns, 2 * Self.size.rows)
    return (0..<rows).flatMap { y in
      (0..<columns).map { x in
        mean(
          x: x * Self.width / columns..<max(x * Self.width / columns + 1, (x + 1) * Self.width / columns),
          y: y * Self.height / rows..<(y + 1) * Self.height / rows)
      }
    }
  }

  private func mean(x: Range<Int>, y: Range<Int>) -> [Double] {
    var sum = [0.0, 0, 0]
    for row in y {
      for column in x {
        for channel in 0..<3 { sum[channel] += Double(face[(row * Self.width + column) * 3 + channel]) }
      }
    }
    return sum.map { $0 / Double(x.count * y.count) }
  }

  /// Colours as they are from 256 on; below, brightness after both were brought to one mean and spread.
  private func error(_ found: [[Double]], _ wanted: [[Double]], _ depth: ColourDepth) -> Double {
    if depth >= .palette {
      let differences = zip(found, wanted).flatMap { zip($0, $1).map { abs($0 - $1) } }
      return differences.reduce(0, +) / Double(differences.count)
    }
    let (a, b) = (levelled(found), levelled(wanted))
    return zip(a, b).map { abs($0 - $1) }.reduce(0, +) / Double(a.count)
  }

  private func levelled(_ cells: [[Double]]) -> [Double] {
    let luma = cells.map { 0.299 * $0[0] + 0.587 * $0[1] + 0.114 * $0[2] }
    let mean = luma.reduce(0, +) / Double(luma.count)
    let spread = (luma.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(luma.count)).squareRoot()
    return luma.map { 128 + 50 * ($0 - mean) / max(1, spread) }
  }

  @Test(arguments: ways) func `the bytes show the face`(_ way: Way) {
    let found = means(bytes(way))
    let own = error(found, wanted, way.depth)
    #expect(own < way.bound, "\(own)")
    // Upside down it is another picture.
    #expect(error(found.reversed(), wanted, way.depth) > 1.3 * own)
  }

  @Test(arguments: ways) func `the bytes are those that were looked at`(_ way: Way) {
    let bytes = bytes(way)
    let sum = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    #expect("\(bytes.count) \(String(sum, radix: 16))" == way.golden)
  }
}

/// A cell of characters and colours as a terminal draws it.
private struct DrawnCell {
  /// The mean colours, 0 to 255, of the upper left, the upper right, and the lower two.
  let quarters: [[Double]]

  init(_ shown: ScreenEmulator.Shown) {
    let ink = Self.colour(shown.style.foreground, otherwise: 255)
    let ground = Self.colour(shown.style.background, otherwise: 0)
    quarters = Self.shares(of: shown.text.unicodeScalars.first ?? " ").map { share in
      zip(ink, ground).map { share * $0 + (1 - share) * $1 }
    }
  }

  private static func colour(_ colour: Colour, otherwise level: Double) -> [Double] {
    colour.rgb.map { [Double($0.r), Double($0.g), Double($0.b)] } ?? [level, level, level]
  }

  /// How much of the quarters a character covers; letters as much as they are bright.
  private static func shares(of scalar: Unicode.Scalar) -> [Double] {
    func even(_ share: Double) -> [Double] { Array(repeating: share, count: 4) }
    if scalar.isASCII {
      let glyph = ASCIIGlyph.all.first { $0.character == Character(scalar) }
      return even(Double(glyph?.brightness ?? 0))
    }
    if let shade = Array("░▒▓".unicodeScalars).firstIndex(of: scalar) { return even(Double(shade + 1) / 4) }
    return blocks[scalar] ?? even(0)
  }

  private static let blocks: [Unicode.Scalar: [Double]] = {
    var blocks: [Unicode.Scalar: [Double]] = [:]
    for mask in 0..<16 { blocks[BlockGrid.quadrant(mask)] = quarters(mask, rows: 2) }
    for mask in 0..<64 { blocks[BlockGrid.sextant(mask)] = quarters(mask, rows: 3) }
    for mask in 0..<256 { blocks[BlockGrid.octant(mask)] = quarters(mask, rows: 4) }
    return blocks
  }()

  private static func quarters(_ mask: Int, rows: Int) -> [Double] {
    var shares = [0.0, 0, 0, 0]
    for block in 0..<2 * rows where mask >> block & 1 == 1 {
      let top = Double(block / 2) / Double(rows)
      let bottom = top + 1 / Double(rows)
      shares[block % 2] += 2 * max(0, min(0.5, bottom) - top)
      shares[2 + block % 2] += 2 * max(0, bottom - max(0.5, top))
    }
    return shares
  }
}
