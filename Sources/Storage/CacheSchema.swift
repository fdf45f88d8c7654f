import GRDB

/// The tables; docs/file-formats.md describes them. A migration that was shipped never changes.
enum CacheSchema {
  /// "ftui" in SQLite's header tells our files from others.
  static let applicationID = 0x6674_7569

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { db in
      try db.execute(sql: version1)
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
    }
    migrator.registerMigration("file stamps") { db in
      try db.execute(sql: "ALTER TABLE photo ADD COLUMN changed INTEGER; ALTER TABLE photo ADD COLUMN inode INTEGER")
    }
    migrator.registerMigration("face quality") { db in
      try db.execute(
        sql: """
          ALTER TABLE face ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE face ADD COLUMN quality REAL NOT NULL DEFAULT 1;
          ALTER TABLE face ADD COLUMN defect TEXT
          """)
    }
    migrator.registerMigration("absence") { db in try db.execute(sql: absence) }
    migrator.registerMigration("mounts") { db in
      try db.execute(
        sql: """
          CREATE TABLE mount (
            folder BLOB NOT NULL PRIMARY KEY,
            point BLOB NOT NULL
          ) STRICT, WITHOUT ROWID
          """)
    }
    return migrator
  }

  static let kind = DatabaseKind(applicationID: applicationID, migrator: migrator)

  /// As `DatabaseKind.migrate`.
  static func migrate(_ database: some DatabaseWriter) throws { try kind.migrate(database) }

  private static let version1 = """
    CREATE TABLE content (
      id INTEGER PRIMARY KEY,
      hash BLOB NOT NULL UNIQUE,
      state TEXT NOT NULL CHECK (state IN ('picture', 'unreadable', 'unsupported')),
      reason TEXT,
      decoder INTEGER NOT NULL,
      width INTEGER NOT NULL,
      height INTEGER NOT NULL,
      orientation INTEGER NOT NULL,
      captured TEXT
    ) STRICT;

    CREATE TABLE photo (
      path BLOB NOT NULL PRIMARY KEY,
      size INTEGER NOT NULL,
      modified INTEGER NOT NULL,
      content INTEGER REFERENCES content (id),
      failure TEXT,
      present INTEGER NOT NULL DEFAULT 1,
      CHECK ((content IS NULL) <> (failure IS NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX photo_content ON photo (content);

    CREATE TABLE analysis (
      id INTEGER PRIMARY KEY,
      content INTEGER NOT NULL REFERENCES content (id) ON DELETE CASCADE,
      pack TEXT NOT NULL,
      faces INTEGER NOT NULL,
      UNIQUE (content, pack)
    ) STRICT;

    CREATE TABLE face (
      id INTEGER PRIMARY KEY,
      analysis INTEGER NOT NULL REFERENCES analysis (id) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      x REAL NOT NULL,
      y REAL NOT NULL,
      width REAL NOT NULL,
      height REAL NOT NULL,
      score REAL NOT NULL,
      sharpness REAL NOT NULL,
      landmarks BLOB NOT NULL,
      embedding BLOB NOT NULL,
      UNIQUE (analysis, number)
    ) STRICT;

    CREATE VIEW status AS
      SELECT CAST(photo.path AS TEXT) AS path, analysis.pack AS pack,
        CASE
          WHEN photo.content IS NULL THEN 'unreadable'
          WHEN content.state <> 'picture' THEN content.state
          WHEN analysis.id IS NULL THEN 'pending'
          WHEN analysis.faces = 0 THEN 'no-face'
          ELSE 'indexed'
        END AS state,
        COALESCE(photo.failure, content.reason) AS reason,
        analysis.faces AS faces, content.captured AS captured
      FROM photo
      LEFT JOIN content ON content.id = photo.content
      LEFT JOIN analysis ON analysis.content = content.id
      WHERE photo.present;
    """

  /// What tells photos that are gone from those that are away, and which records nobody needs.
  private static let absence = """
    ALTER TABLE photo ADD COLUMN missed INTEGER;
    ALTER TABLE content ADD COLUMN alone INTEGER;
    CREATE INDEX photo_gone ON photo (missed) WHERE present = 0;

    CREATE TABLE folder (
      path BLOB NOT NULL PRIMARY KEY,
      device INTEGER NOT NULL,
      seen INTEGER NOT NULL,
      root INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE pack (
      identity TEXT NOT NULL PRIMARY KEY,
      name TEXT,
      used INTEGER NOT NULL
    ) STRICT;
    INSERT INTO pack SELECT DISTINCT pack, NULL, CAST(strftime('%s', 'now') AS INTEGER) FROM analysis;

    CREATE TABLE care (
      task TEXT NOT NULL PRIMARY KEY,
      done INTEGER NOT NULL
    ) STRICT;
    """
}
