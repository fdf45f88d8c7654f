import ArgumentParser
import Foundation
import GalleryUI

struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "Print which key does what: screen, keys, command, what it does.",
    discussion: "The table [keys] of the configuration binds keys to these commands.")

  @Flag(help: "Print a list of objects.")
  var json = false

  @OptionGroup var configuration: ConfigurationArguments

  func run() throws {
    let rows = configuration.program.keymap.rows
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      let text = String(decoding: try encoder.encode(rows), as: UTF8.self)
      return try emit(lines: text.split(separator: "\n").map(String.init))
    }
    try emit(lines: table(rows))
  }

  private func table(_ rows: [KeyRow]) -> [String] {
    let header = ["screen", "keys", "command", "what it does"]
    let cells = [header] + rows.map { [$0.scope, $0.keys.joined(separator: " "), $0.command, $0.help] }
    let widths = header.indices.dropLast().map { column in cells.map { $0[column].count }.max() ?? 0 }
    return cells.map { row in
      zip(row, widths).map { $0.padding(toLength: $1 + 2, withPad: " ", startingAt: 0) }.joined() + row[3]
    }
  }
}
