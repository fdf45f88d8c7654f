import GRDB
import SystemPackage

/// Why the cache cannot be used.
public struct CacheError: Error, Equatable, CustomStringConvertible {
  public var file: String
  public var reason: String

  public init(file: String, reason: String) {
    self.file = file
    self.reason = reason
  }

  public var description: String { "\(file): \(reason)" }
}

extension CacheError {
  /// What counts as damage: the file is no database.
  static let noDatabase = DatabaseError(resultCode: .SQLITE_NOTADB)

  /// Another program's database is left as it is.
  init(foreign file: FilePath) { self.init(file: file.string, reason: "it belongs to another program") }

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
    // The memory that processes share for the log is a file as well.
    if error.extendedResultCode == .SQLITE_IOERR_SHMSIZE { return "the disk is full" }
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: return "another program keeps it locked"
    case .SQLITE_FULL: return "the disk is full"
    case .SQLITE_READONLY: return "it may not be written"
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      return "it is damaged; it holds only what can be computed again, so remove it"
    default: return error.message ?? error.resultCode.description
    }
  }
}

extension Error {
  /// The file's bytes are not those of a sound database of ours.
  var isDamage: Bool {
    guard let error = self as? DatabaseError else { return false }
    switch error.resultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: return true
    case .SQLITE_ERROR: return error.message?.hasPrefix("no such ") == true
    default: return false
    }
  }

  /// The place of the file takes no more.
  var isLackOfRoom: Bool {
    guard let error = self as? DatabaseError else { return false }
    return [.SQLITE_FULL, .SQLITE_READONLY, .SQLITE_IOERR, .SQLITE_CANTOPEN].contains(error.resultCode)
  }
}
