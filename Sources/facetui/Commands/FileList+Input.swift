import Foundation
import Library

extension FileList {
  /// The files whose names are read from stdin to its end.
  /// - Throws: `.folder` where stdin is a terminal or cannot be read, or names no file that is there.
  static func standardInput() throws(LibraryError) -> FileList {
    let advice = "pipe it in: find … -print0 | facetui -"
    guard isatty(0) == 0 else {
      throw .folder("-", reason: "the list of files is read from stdin, which is a terminal; \(advice)")
    }
    guard let bytes = try? FileHandle.standardInput.readToEnd() ?? Data() else {
      throw .folder("-", reason: "the list of files cannot be read from stdin; \(advice)")
    }
    return try FileList(names(in: [UInt8](bytes)))
  }
}
