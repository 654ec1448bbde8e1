import FoundationEssentials

extension JournalDatabase {
  /// What is older than this is forgotten, in days: a quarter of a year of events, and of tasks that
  /// nobody saw end what an export can still need.
  static let eventDays = 92
  static let taskDays = 14

  /// Drops what is old, and a quarter of the events where the file has little room left.
  func thin(now: Date) throws(SQLiteFailure) {
    let now = now.timeIntervalSinceReferenceDate
    let old = now - Double(Self.eventDays) * 86_400
    try connection.transaction { () throws(SQLiteFailure) in
      try connection.run("DELETE FROM events WHERE at < ?", .number(old))
      try connection.run("DELETE FROM alerts WHERE at < ?", .number(old))
      try connection.run(
        "DELETE FROM tasks WHERE seen < ?", .number(now - Double(Self.taskDays) * 86_400))
      guard try isNearlyFull else { return }
      let quarter = try connection.number("SELECT count(*) / 4 + 1 FROM events")
      try connection.run(
        "DELETE FROM events WHERE id IN (SELECT id FROM events ORDER BY at LIMIT ?)",
        .whole(quarter))
      try connection.run(
        "DELETE FROM alerts WHERE at < (SELECT min(at) FROM events)")
    }
    // Gives back what is empty, but not each time a little.
    if try connection.number("PRAGMA freelist_count") > 64 {
      try connection.run(script: "PRAGMA incremental_vacuum")
    }
  }

  /// Whether less than a fifth of the room is left.
  var isNearlyFull: Bool {
    get throws(SQLiteFailure) {
      let most = try connection.number("PRAGMA max_page_count")
      let used =
        try connection.number("PRAGMA page_count") - connection.number("PRAGMA freelist_count")
      return used > most / 5 * 4
    }
  }
}
