/// What the file looks like, and how it is told from another program's.
enum JournalSchema {
  /// "exdk", in SQLite's field for it.
  static let application = 0x6578_646B
  static var version: Int { steps.count }

  /// What makes each version of the file out of the one before; the first, out of an empty file. What
  /// is in the file stays. A step that was released is never changed.
  static let steps = [
    """
    CREATE TABLE sites (
      id INTEGER PRIMARY KEY, endpoint TEXT NOT NULL, region TEXT NOT NULL,
      partition TEXT NOT NULL, account TEXT NOT NULL,
      UNIQUE (endpoint, region, partition, account));
    CREATE TABLE tasks (
      site INTEGER NOT NULL, identifier TEXT NOT NULL, origin TEXT NOT NULL,
      known REAL NOT NULL, seen REAL NOT NULL, memory TEXT NOT NULL,
      PRIMARY KEY (site, identifier)) WITHOUT ROWID;
    CREATE INDEX tasks_by_age ON tasks (seen);
    CREATE TABLE events (
      id INTEGER PRIMARY KEY, site INTEGER NOT NULL, at REAL NOT NULL, task TEXT,
      kind TEXT NOT NULL, news TEXT);
    CREATE INDEX events_by_site ON events (site, at);
    CREATE INDEX events_by_age ON events (at);
    CREATE TABLE alerts (
      site INTEGER NOT NULL, subject TEXT NOT NULL, kind TEXT NOT NULL, at REAL NOT NULL,
      isClaimed INTEGER NOT NULL, isAcknowledged INTEGER NOT NULL,
      PRIMARY KEY (site, subject, kind, at)) WITHOUT ROWID;
    CREATE INDEX alerts_by_age ON alerts (at);
    PRAGMA application_id = \(application);
    """,
    // An id is never used again: whoever has read it means that entry or none.
    """
    CREATE TABLE queue (
      id INTEGER PRIMARY KEY AUTOINCREMENT, site INTEGER NOT NULL,
      identifier TEXT NOT NULL COLLATE NOCASE, place INTEGER NOT NULL, entry TEXT NOT NULL,
      UNIQUE (site, identifier));
    CREATE INDEX queue_by_place ON queue (place);
    """,
  ]

  /// What brings a file of a version to this one.
  static func script(from version: Int) -> String {
    steps[version...].joined() + "PRAGMA user_version = \(self.version);"
  }
}
