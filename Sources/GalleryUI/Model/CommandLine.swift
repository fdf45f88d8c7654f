import TerminalUI

/// What is known of the line after the colon beside its text.
struct CommandLine: Sendable, Equatable {
  var history = CommandHistory([])
  var completion: Completion?
  /// The line that asked for the export under way, which comes back where that fails; nil where a key did.
  var exporting: String?
}

/// What a word of the command line may become.
struct Completion: Sendable, Equatable {
  /// Where the word begins in the prompt's text.
  var start: Int
  /// At least one.
  var candidates: [String]
  /// The one that stands in the prompt; nil where only their common beginning does.
  var index: Int?

  /// The longest beginning that all share.
  var common: String {
    guard var common = candidates.first else { return "" }
    for candidate in candidates {
      while !candidate.hasPrefix(common) { common.removeLast() }
    }
    return common
  }

  /// The candidates around the one that is chosen, as many as fit, that one in brackets.
  func text(columns room: Int) -> String {
    var (first, last) = (index ?? 0, index ?? 0)
    func line() -> String {
      let shown = (first...last).map { $0 == index ? "[\(candidates[$0])]" : candidates[$0] }
      return (first > 0 ? "… " : "") + shown.joined(separator: "  ") + (last < candidates.count - 1 ? " …" : "")
    }
    while true {
      let before = (first, last)
      for (step, isForward) in [(1, true), (-1, false)] {
        let (oldFirst, oldLast) = (first, last)
        if isForward { last = min(candidates.count - 1, last + step) } else { first = max(0, first + step) }
        if columns(of: line()) > room { (first, last) = (oldFirst, oldLast) }
      }
      if before == (first, last) { return shortened(line(), to: room) }
    }
  }
}
