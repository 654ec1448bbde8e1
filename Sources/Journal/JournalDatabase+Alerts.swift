import FoundationEssentials
import Tracking

extension JournalDatabase {
  /// Whether the alert was not claimed before.
  func claim(_ key: AlertKey) throws(SQLiteFailure) -> Bool { try set("isClaimed", of: key) }

  func acknowledge(_ keys: [AlertKey]) throws(SQLiteFailure) {
    for key in keys { _ = try set("isAcknowledged", of: key) }
  }

  /// Nobody has told the alert after all.
  func release(_ key: AlertKey) throws(SQLiteFailure) {
    guard let site = try number(of: key.site, adding: false) else { return }
    try connection.run(
      "UPDATE alerts SET isClaimed = 0 WHERE site = ? AND subject = ? AND kind = ? AND at = ?",
      .whole(site), .text(key.subject), .text(key.kind),
      .number(key.at.timeIntervalSinceReferenceDate))
  }

  /// Notes that alerts were told on a screen.
  func note(_ keys: [AlertKey]) throws(SQLiteFailure) {
    if keys.isEmpty { return }
    for site in Set(keys.map(\.site)) { try noteLastSeen(site) }
    do throws(SQLiteFailure) {
      try connection.transaction { () throws(SQLiteFailure) in
        for key in keys {
          guard let site = try number(of: key.site, adding: true) else { continue }
          try connection.run(
            """
            INSERT OR IGNORE INTO alerts (site, subject, kind, at, isClaimed, isAcknowledged)
            VALUES (?, ?, ?, ?, 0, 0)
            """, .whole(site), .text(key.subject), .text(key.kind),
            .number(key.at.timeIntervalSinceReferenceDate))
        }
      }
    } catch {
      sites = [:]
      throw error
    }
  }

  func alerts(_ site: Site) throws(SQLiteFailure) -> RememberedAlerts {
    try noteLastSeen(site)
    let seen = lastSeen[site] ?? nil
    guard let number = try number(of: site, adding: false) else {
      return RememberedAlerts(lastSeen: seen)
    }
    let rows = try connection.rows(
      "SELECT subject, kind, at, isClaimed, isAcknowledged FROM alerts WHERE site = ?",
      [.whole(number)]
    ) { row -> (key: AlertKey, isClaimed: Bool, isAcknowledged: Bool)? in
      guard let subject = row.text(0), let kind = row.text(1) else { return nil }
      let key = AlertKey(
        site: site, subject: subject, kind: kind,
        at: Date(timeIntervalSinceReferenceDate: row.number(2)))
      return (key, row.whole(3) != 0, row.whole(4) != 0)
    }
    return RememberedAlerts(
      lastSeen: seen, told: Set(rows.map(\.key)),
      claimed: Set(rows.filter(\.isClaimed).map(\.key)),
      acknowledged: Set(rows.filter(\.isAcknowledged).map(\.key)))
  }

  /// Keeps when the site was last written of, before this program writes of it itself.
  func noteLastSeen(_ site: Site) throws(SQLiteFailure) {
    guard lastSeen[site] == nil else { return }
    guard let number = try number(of: site, adding: false) else {
      lastSeen[site] = .some(nil)
      return
    }
    let times = try connection.rows(
      """
      SELECT max(seen) FROM tasks WHERE site = ? UNION ALL
      SELECT max(at) FROM events WHERE site = ?
      """, [.whole(number), .whole(number)]
    ) { row in
      row.text(0).map { _ in Date(timeIntervalSinceReferenceDate: row.number(0)) }
    }
    lastSeen[site] = .some(times.max())
  }

  /// Whether it changed anything.
  private func set(_ column: String, of key: AlertKey) throws(SQLiteFailure) -> Bool {
    try noteLastSeen(key.site)
    do throws(SQLiteFailure) {
      return try connection.transaction { () throws(SQLiteFailure) in
        guard let site = try number(of: key.site, adding: true) else { return true }
        let isClaimed = column == "isClaimed" ? 1 : 0
        try connection.run(
          """
          INSERT INTO alerts (site, subject, kind, at, isClaimed, isAcknowledged)
          VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET \(column) = 1 WHERE \(column) = 0
          """, .whole(site), .text(key.subject), .text(key.kind),
          .number(key.at.timeIntervalSinceReferenceDate), .whole(isClaimed), .whole(1 - isClaimed))
        return connection.changes > 0
      }
    } catch {
      sites = [:]
      throw error
    }
  }
}
