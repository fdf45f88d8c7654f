import GRDB

/// Why the cache cannot be used.
public struct CacheError: Error, Equatable, CustomStringConvertible {
  public var file: String
  public var reason: String

  public var description: String { "\(file): \(reason)" }
}

extension CacheError {
  init(_ error: any Error, file: String) {
    if let error = error as? CacheError {
      self = error
    } else if let error = error as? DatabaseError {
      self.init(file: file, reason: Self.reason(error))
    } else {
      self.init(file: file, reason: "\(error)")
    }
  }

  private static func reason(_ error: DatabaseError) -> String {
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: "another program keeps it locked"
    case .SQLITE_FULL: "the disk is full"
    case .SQLITE_READONLY: "it may not be written"
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: "it is damaged; it holds only what can be computed again, so remove it"
    default: error.message ?? error.resultCode.description
    }
  }
}

extension Error {
  /// The file's bytes are not those of a sound database of ours.
  var isDamage: Bool {
    guard let error = self as? DatabaseError else { return false }
    return error.resultCode == .SQLITE_CORRUPT || error.resultCode == .SQLITE_NOTADB
  }
}
