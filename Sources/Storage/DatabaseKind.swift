import GRDB

/// One of our kinds of database: what tells its files from others, and its tables.
struct DatabaseKind: Sendable {
  /// In SQLite's header.
  let applicationID: Int
  let migrator: DatabaseMigrator
  /// Whether a damaged file is removed; else it is set aside.
  let isDisposable: Bool
  /// The tables' columns as the migrations make them.
  private let reference: Result<[String: Set<String>], any Error>

  init(applicationID: Int, migrator: DatabaseMigrator, isDisposable: Bool = false) {
    self.applicationID = applicationID
    self.migrator = migrator
    self.isDisposable = isDisposable
    reference = Result {
      let queue = try DatabaseQueue()
      try migrator.migrate(queue)
      return try queue.read(Self.columns)
    }
  }

  /// Brings a database to this version.
  /// - Throws: what counts as damage where it lacks a table or a column.
  func migrate(_ database: some DatabaseWriter) throws {
    do {
      try migrator.migrate(database)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: error.message)
    }
    let present = try database.read(Self.columns)
    for (table, columns) in try reference.get() where !columns.isSubset(of: present[table] ?? []) {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "\(table) lacks a column")
    }
  }

  private static func columns(_ db: Database) throws -> [String: Set<String>] {
    let rows = try Row.fetchAll(
      db, sql: "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'")
    return Dictionary(grouping: rows) { $0[0] }.mapValues { Set($0.map { $0[1] }) }
  }
}
