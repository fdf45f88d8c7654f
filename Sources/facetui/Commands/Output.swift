import Foundation

/// One message for the user, beside the data on stdout. Where stderr is closed there is nobody to tell.
func complain(_ message: String) {
  try? FileHandle.standardError.write(contentsOf: Data((message + "\n").utf8))
}

/// Data on stdout.
/// - Throws: `OutputError` where it cannot be written: a full disk must not pass for a short list.
func emit(_ bytes: [UInt8]) throws {
  do {
    try FileHandle.standardOutput.write(contentsOf: Data(bytes))
  } catch {
    throw OutputError(reason: String(cString: strerror(errno)))
  }
}

func emit(line: String) throws { try emit(Array((line + "\n").utf8)) }

struct OutputError: Error, CustomStringConvertible {
  let reason: String

  var description: String { "the output cannot be written: \(reason)" }
}
