import Foundation
import GRDB
import PathText
import SystemPackage

/// The paths at or below a folder, in the order of their bytes, which is that of the tables.
struct PathRange {
  /// Of everything below, or of a part of it: paths from the first on and before the second.
  private(set) var lower, upper: Data
  private let path: Data

  /// - Parameter folder: absolute.
  init(_ folder: FilePath) {
    // All paths below the folder lie between "folder/" and "folder0", the next byte.
    let prefix = folder == "/" ? [] : folder.bytes
    lower = Data(prefix + [UInt8(ascii: "/")])
    upper = Data(prefix + [UInt8(ascii: "/") + 1])
    path = Data(folder.bytes)
  }

  static let condition = "(path = ? OR path >= ? AND path < ?)"
  var arguments: StatementArguments { [path, lower, upper] }

  /// Photos below the folder.
  func count(_ db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "SELECT COUNT(*) \(Self.photos)", arguments: [lower, upper]) ?? 0
  }

  /// - Parameter count: of the photos.
  func halves(_ count: Int, _ db: Database) throws -> [PathRange]? {
    let sql = "SELECT path \(Self.photos) ORDER BY path LIMIT 1 OFFSET ?"
    guard let middle = try Data.fetchOne(db, sql: sql, arguments: [lower, upper, count / 2]) else { return nil }
    var halves = [self, self]
    halves[0].upper = middle
    halves[1].lower = middle
    return halves
  }

  /// Photos that were there when they were looked for last.
  func present(_ db: Database) throws -> [FilePath] {
    let sql = "SELECT path \(Self.photos) AND present ORDER BY path"
    let rows = try RowReader(db, sql: sql, arguments: [lower, upper])
    var paths: [FilePath] = []
    while try rows.next() { paths.append(rows.path(0)) }
    return paths
  }

  private static let photos = "FROM photo WHERE path >= ? AND path < ?"
}
