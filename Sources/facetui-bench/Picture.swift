import ArgumentParser
import Foundation
import Imaging
import TerminalUI

/// Prints a photo as a terminal shows it, for comparisons and for looking at.
struct Picture: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a photo as characters, with escape sequences for their colours.")

  @Argument(help: "A JPEG file.")
  var photo: String
  @Option(help: "half, quadrants, sextants, octants or ascii.")
  var set = "sextants"
  @Option(help: "direct, 256, 16, 8 or none.")
  var depth = "direct"
  @Option(help: "Width in cells.")
  var columns = 80
  @Option(help: "Height in cells; default: as cells twice as high as wide need.")
  var rows: Int?
  @Option(name: .customLong("repeat"), help: "Print the fastest of so many runs instead of the picture.")
  var repetitions: Int?

  private static let sets: [String: SymbolSet] = [
    "half": .half, "quadrants": .quadrants, "sextants": .sextants, "octants": .octants, "ascii": .ascii,
  ]
  private static let depths: [String: ColourDepth] = [
    "direct": .direct, "256": .palette, "16": .sixteen, "8": .eight, "none": .none,
  ]

  func validate() throws {
    guard Self.sets[set] != nil else { throw ValidationError("--set \(set) is unknown.") }
    guard Self.depths[depth] != nil else { throw ValidationError("--depth \(depth) is unknown.") }
    guard (1...1000).contains(columns), (1...1000).contains(rows ?? 1) else {
      throw ValidationError("--columns and --rows must be from 1 to 1000.")
    }
    guard (1...1000).contains(repetitions ?? 1) else { throw ValidationError("--repeat must be from 1 to 1000.") }
  }

  func run() throws {
    let image: PixelImage
    do {
      image = try DecodedPhoto([UInt8](Data(contentsOf: URL(fileURLWithPath: photo)))).image
    } catch let error as ImageError {
      throw ValidationError("\(photo): \(error)")
    }
    let shape = Double(image.height) / Double(image.width)
    let rows = rows ?? min(1000, max(1, Int((Double(columns) * shape / 2).rounded())))
    if let repetitions { return printTime(image, rows: rows, repetitions: repetitions) }
    var grid = Grid(size: Size(columns: columns, rows: rows))
    for (index, cell) in cells(image, rows: rows).enumerated() { grid[index % columns, index / columns] = cell }
    print(grid.ansi(depth: Self.depths[depth] ?? .direct), terminator: "")
  }

  private func cells(_ image: PixelImage, rows: Int) -> [Cell] {
    Symbols.cells(
      width: image.width, height: image.height, pixels: image.pixels, columns: columns, rows: rows,
      set: Self.sets[set] ?? .half, depth: Self.depths[depth] ?? .direct)
  }

  private func printTime(_ image: PixelImage, rows: Int, repetitions: Int) {
    let clock = ContinuousClock()
    let times = (0..<repetitions).map { _ in clock.measure { _ = cells(image, rows: rows) } }
    guard let fastest = times.min() else { return }
    print("\(columns)×\(rows) cells, \(set) at \(depth): \(fastest.milliseconds.rounded(2)) ms")
  }
}
