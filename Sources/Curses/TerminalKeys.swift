import CCurses
import TerminalUI

/// What the open terminal sends for its keys, as terminfo knows it.
enum TerminalKeys {
  private static let capabilities: [(String, Key)] =
    [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
      ("kpp", .pageUp), ("knp", .pageDown), ("kcbt", .backTab), ("kbs", .backspace), ("kdch1", .delete),
      ("kent", .enter),
    ] + (1...12).map { ("kf\($0)", .function($0)) }

  static var sequences: [[UInt8]: Key] {
    var sequences: [[UInt8]: Key] = [:]
    for (name, key) in capabilities {
      guard let text = cc_text(name) else { continue }
      sequences[Array(String(cString: text).utf8)] = key
    }
    return sequences
  }
}
