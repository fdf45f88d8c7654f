import Library

/// A face that is searched for in a file, whether that lies in the library's folder or not.
public struct FaceLookup: Sendable, Equatable {
  /// As typed: a path, and perhaps `#` and the number of the face.
  public let text: String
  /// Tells its answer from those of earlier ones.
  let number: Int
}

public enum LookupOutcome: Sendable, Equatable {
  /// A photo and the index of its face.
  case found(Photo, face: Int)
  /// Why there is none.
  case failed(String)
}

/// A lookup that the user waits for.
struct AwaitedLookup: Sendable, Equatable {
  let lookup: FaceLookup
  /// Waits itself while something is typed or read.
  var outcome: LookupOutcome?
  /// Whether no key has come since it began.
  var isWatched = true
}
