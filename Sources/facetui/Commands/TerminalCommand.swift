import ArgumentParser
import Configuration
import Curses
import Foundation
import PathText
import TerminalUI

struct TerminalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "terminal", abstract: "Print what is known of the terminal, and how pictures are drawn on it.",
    discussion: """
      The terminal is asked for at most 250 ms. In tmux, kitty's and iTerm2's pictures reach the terminal only with \
      --preview kitty or iterm and `set -g allow-passthrough on` in tmux.conf.
      """)

  @Option(help: "How pictures are to be drawn; without it, as configured.")
  var preview: PreviewOption?

  @Flag(help: "Write JSON.")
  var json = false

  @OptionGroup var configuration: ConfigurationArguments

  func run() throws {
    let settings = configuration.settings.with(preview)
    let answer = TerminalInquiry().answer
    if let signal = TerminalInquiry.takeEndingSignal() { throw ExitCode(128 + signal) }
    let report = TerminalReport(answer, settings)
    let lines = json ? report.json : report.lines
    // On a terminal `emit` shows them so.
    try emit(lines: isatty(1) == 1 || json ? lines : lines.map { $0.shown() })
  }
}

/// What `facetui terminal` prints.
struct TerminalReport {
  private let pairs: [(name: String, value: String?)]
  private let choice: TerminalChoice

  init(_ answer: TerminalInquiry.Answer, _ settings: Configuration) {
    let facts = answer.facts
    choice = TerminalChoice(facts: facts, wanted: settings.pictureWay)
    let (seconds, attoseconds) = answer.duration.components
    let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
    let asked: [(name: String, value: String?)] =
      [
        ("facetui", Facetui.version),
        ("asked", facts.asking == .answered ? "answered in \(milliseconds) ms" : facts.asking.rawValue),
        ("name", facts.versionAnswer), ("program", facts.program?.description),
        ("multiplexer", facts.multiplexer?.rawValue), ("ssh", Self.yes(facts.isRemote)),
        ("window", facts.cells.map { "\($0.columns)x\($0.rows) cells" }), ("cell", facts.cell.map(Self.size)),
        ("text area", facts.textArea.map(Self.size)),
        ("sixel", Self.yes(facts.hasSixel)), ("colour registers", facts.colourRegisters.map(String.init)),
        ("kitty graphics", facts.takesKittyPictures.map(Self.yes)),
        ("synchronised output", Self.yes(facts.synchronises)),
        ("background", facts.background.map { "\(Self.hexadecimal($0)), \($0.isDark ? "dark" : "light")" }),
        ("colours", "\(facts.colours)"),
        ("true colour", facts.trueColour.map { "yes, as \($0.rawValue)" } ?? "not known"),
        ("Unicode", Self.yes(facts.isUnicode)),
        ("preview", "\(settings.preview.rawValue) (\(settings.origin("preview")))"),
      ]
    pairs = asked + facts.environment.map { ($0.name, $0.value) }
  }

  var lines: [String] {
    let facts = choice.facts
    var lines = pairs.map { "\($0.name): \($0.value ?? "not known")" }
    lines += ["pictures: \(choice.way.rawValue)", "why: \(choice.reason)"]
    if facts.multiplexer == .tmux {
      lines.append(
        "tmux: `set -g allow-passthrough on` in tmux.conf lets pictures through that --preview kitty or iterm sends")
    }
    return lines
  }

  /// One object; control characters and those that change a direction are escaped.
  var json: [String] {
    let all =
      pairs + [("pictures", choice.way.rawValue as String?), ("why", choice.reason)]
    let members = all.map { "  \(Self.quoted($0.name)): \($0.value.map(Self.quoted) ?? "null")" }
    return ["{"] + members.dropLast().map { $0 + "," } + members.suffix(1) + ["}"]
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case _ where String(scalar).shown() != String(scalar):
        scalar.value < 0x10000
          ? String(format: "\\u%04x", scalar.value)
          : String(scalar).utf16.map { String(format: "\\u%04x", $0) }.joined()
      default: String(scalar)
      }
    }
    return "\"" + escaped.joined() + "\""
  }

  private static func yes(_ value: Bool) -> String { value ? "yes" : "no" }

  private static func size(_ size: PixelSize) -> String { "\(size.width)x\(size.height) pixels" }

  private static func hexadecimal(_ colour: BackgroundColour) -> String {
    String(format: "#%02x%02x%02x", colour.red, colour.green, colour.blue)
  }
}
