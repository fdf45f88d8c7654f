import GRDB
import GRDBSQLite
import Glibc
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

  func byteCount(_ column: CInt) -> Int { Int(sqlite3_column_bytes(statement.sqliteStatement, column)) }

  /// - Returns: below, equal to or above 0 where the column's bytes come before the others, are the same or come behind.
  func compare(_ column: CInt, _ others: [UInt8]) -> Int {
    let own = bytes(column)
    let shorter = min(own.count, others.count)
    let order = others.withUnsafeBytes { others in
      guard shorter > 0, let own = own.baseAddress, let others = others.baseAddress else { return CInt(0) }
      return memcmp(own, others, shorter)
    }
    return order == 0 ? own.count - others.count : Int(order)
  }

  /// The first bytes of a hash; nil where there are too few.
  func contentID(_ column: CInt) -> ContentID? { ContentID(hash: bytes(column)) }

  func path(_ column: CInt) -> FilePath { FilePath(bytes: bytes(column)) }

  /// Appends a BLOB of little-endian numbers, as every platform that Swift runs on has them.
  func appendFloats(_ column: CInt, to floats: inout [Float]) {
    let bytes = bytes(column)
    let (start, count) = (floats.count, bytes.count / 4)
    floats.append(contentsOf: repeatElement(0, count: count))
    floats.withUnsafeMutableBytes { all in
      UnsafeMutableRawBufferPointer(rebasing: all[(4 * start)...])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix(4 * count)))
    }
  }
}
