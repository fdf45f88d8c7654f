import GRDB

/// The table of the thumbnails' file; docs/file-formats.md describes it. A migration that was shipped never changes.
enum ThumbnailSchema {
  /// "ftth" in SQLite's header tells our files from others.
  static let applicationID = 0x6674_7468

  static let kind = DatabaseKind(applicationID: applicationID, migrator: migrator, isDisposable: true)

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { db in
      try db.execute(
        sql: """
          CREATE TABLE picture (
            id INTEGER PRIMARY KEY,
            content BLOB NOT NULL,
            x INTEGER NOT NULL,
            y INTEGER NOT NULL,
            side INTEGER NOT NULL,
            turn INTEGER NOT NULL,
            jpeg BLOB NOT NULL,
            UNIQUE (content, x, y, side, turn)
          ) STRICT;
          PRAGMA application_id = \(applicationID)
          """)
    }
    return migrator
  }
}
