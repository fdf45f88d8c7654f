import GRDB
import GRDBSQLite
import PathText
import SystemPackage

/// The rows of a query, taken from SQLite column by column. GRDB's typed rows cost several times the query itself
/// where a folder has tens of thousands of faces. A column that is NULL reads as 0 or as empty.
final class RowReader {
  private let statement: Statement

  init(_ db: Database, sql: String, arguments: StatementArguments) throws {
    statement = try db.makeStatement(sql: sql)
    try statement.setArguments(arguments)
  }

  /// Goes to the first row, then to the next one.
  /// - Returns: false after the last row.
  func next() throws -> Bool {
    let code = sqlite3_step(statement.sqliteStatement)
    guard code == SQLITE_ROW || code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    return code == SQLITE_ROW
  }

  func isNull(_ column: CInt) -> Bool { sqlite3_column_type(statement.sqliteStatement, column) == SQLITE_NULL }

  func integer(_ column: CInt) -> Int64 { sqlite3_column_int64(statement.sqliteStatement, column) }

  func float(_ column: CInt) -> Float { Float(sqlite3_column_double(statement.sqliteStatement, column)) }

  func text(_ column: CInt) -> String? {
    sqlite3_column_text(statement.sqliteStatement, column).map { String(cString: $0) }
  }

  /// Valid until the next step.
  private func bytes(_ column: CInt) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(statement.sqliteStatement, column)
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement.sqliteStatement, column)))
  }

  func path(_ column: CInt) -> FilePath { FilePath(bytes: bytes(column)) }

  /// Appends a BLOB of little-endian numbers, as every platform that Swift runs on has them.
  /// - Returns: how many there were.
  func appendFloats(_ column: CInt, to floats: inout [Float]) -> Int {
    let bytes = bytes(column)
    let (start, count) = (floats.count, bytes.count / 4)
    floats.append(contentsOf: repeatElement(0, count: count))
    floats.withUnsafeMutableBytes { all in
      UnsafeMutableRawBufferPointer(rebasing: all[(4 * start)...])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix(4 * count)))
    }
    return count
  }
}
