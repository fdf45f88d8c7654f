import Foundation
import Library
import PathText

/// One message for the user on stderr, beside the data on stdout; what names and files from outside hold besides plain
/// text is shown escaped, and what is too long to be read loses its middle. Where stderr is closed there is nobody to tell.
func complain(_ message: String) { writeError(StandIn.resolved(message).shown().withoutMiddle(longest: 2000) + "\n") }

/// Overwrites on stderr what the last call wrote.
func redraw(_ text: String) { writeError("\r\(text.shown())\u{1B}[K") }

private func writeError(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }

/// Lines on stdout. Files and pipes get names with the bytes that they have (see `String.init(raw:keeping:)`); a
/// terminal gets what is not plain text escaped, tabs apart.
/// - Parameter end: of each line, but on a terminal.
/// - Throws: `OutputError` where it cannot be written: a full disk must not pass for a short list.
func emit(lines: [String], end: String = "\n") throws {
  let lines = lines.map(StandIn.resolved)
  if isatty(1) == 1 {
    try write(Array(lines.map { $0.shown(keeping: ["\t"]) + "\n" }.joined().utf8))
  } else {
    try write(lines.flatMap { $0.rawBytes + Array(end.utf8) })
  }
}

/// Tells where paths with line ends in them go to a file or a pipe line by line.
func warnOfLineEnds(in paths: [String]) {
  let count = paths.count { $0.rawBytes.contains(UInt8(ascii: "\n")) }
  guard count > 0, isatty(1) == 0 else { return }
  complain("facetui: \(plural(count, "path has", "paths have")) a line end inside; -0 keeps paths apart")
}

func emit(line: String) throws { try emit(lines: [line]) }

/// A drawn screen with its own colours, as it is: what it shows of names went through `TerminalUI.cells`.
func emit(screen: String) throws { try write(Array(screen.utf8)) }

private func write(_ bytes: [UInt8]) throws {
  do {
    try FileHandle.standardOutput.write(contentsOf: Data(bytes))
  } catch {
    throw OutputError(reason: String(cString: strerror(errno)))
  }
}

struct OutputError: Error, CustomStringConvertible {
  let reason: String

  var description: String { "the output cannot be written: \(reason)" }
}
