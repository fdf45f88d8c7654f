import Library
import SystemPackage

/// The list of what could not be read.
struct Problems: Sendable, Equatable {
  var cursor = 0
  /// First visible line.
  var top = 0
  /// The file under the cursor, by which the cursor is found again when others come and go.
  var path: FilePath?
}

/// A file or a folder that could not be read, or is not supported.
struct Problem: Sendable, Equatable {
  let path: FilePath
  let reason: String
  let isFolder: Bool
}

/// Files that are looked at once more.
struct Retry: Sendable, Equatable {
  var total: Int
  var done = 0
  /// That can be read by now.
  var read = 0
  /// Of a single file.
  var last: String?
  /// Ends after the file that is being looked at.
  var isStopping = false
}

/// A message in full, over the screen.
struct MessageBox: Sendable, Equatable {
  let text: String
  let isError: Bool
  /// First visible line.
  var top = 0
}
