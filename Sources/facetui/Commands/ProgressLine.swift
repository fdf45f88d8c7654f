import Foundation
import Library

/// One line on stderr that is overwritten; silent where stderr is no terminal, or one that knows no escape sequences.
struct ProgressLine {
  private let isTerminal = isatty(2) == 1 && !["", "dumb"].contains(ProcessInfo.processInfo.environment["TERM"] ?? "")

  func show(_ progress: IndexProgress) {
    write("indexed \(progress.done) of \(progress.total)\(rate(progress))\(remaining(progress))")
  }

  func show(_ done: Int, of total: Int) { write("looked at \(done) of \(total)") }

  func clear() { write("") }

  private func rate(_ progress: IndexProgress) -> String {
    progress.rate > 0 ? String(format: ", %.1f photos/s", progress.rate) : ""
  }

  private func remaining(_ progress: IndexProgress) -> String {
    guard let seconds = progress.remaining, seconds.isFinite else { return "" }
    return seconds < 90 ? ", \(Int(seconds)) s left" : ", \(Int(seconds / 60)) min left"
  }

  private func write(_ text: String) {
    if isTerminal { redraw(text) }
  }
}
