import Foundation
import TerminalUI
import Testing

@testable import GalleryUI

/// Sizes at which every screen is kept.
let storedSizes = [(20, 6), (40, 10), (60, 15), (80, 24), (120, 40), (200, 60)].map { Size(columns: $0.0, rows: $0.1) }

/// Compares a screen with the one in Tests/Fixtures/screens; with FACETUI_STORE_SCREENS set it is written instead.
func expectStored(_ state: State, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  try expectStored(draw(state, pictures: GreyPictures()), name, sourceLocation: sourceLocation)
}

func expectStored(_ grid: Grid, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/screens")
  let file = folder.appending(path: "\(name)-\(grid.size.columns)x\(grid.size.rows).txt")
  let rows = grid.rows
  if ProcessInfo.processInfo.environment["FACETUI_STORE_SCREENS"] != nil {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data((rows.joined(separator: "\n") + "\n").utf8).write(to: file)
  }
  let stored = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    .dropLast().map(String.init)
  #expect(rows == stored, "\(file.lastPathComponent)", sourceLocation: sourceLocation)
}
