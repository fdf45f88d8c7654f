import Library
import PathText
import SystemPackage

extension StandIn {
  /// - Parameter text: a path as `FilePath.text` writes it.
  /// - Throws: `.file` where there is no such file.
  static func name(of text: String) throws(LibraryError) -> String {
    do throws(Errno) { return try name(of: FilePath(text: text)) } catch { throw .file(text, reason: "\(error)") }
  }
}
