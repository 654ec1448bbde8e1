import CSQLite
import FoundationEssentials
import Glibc
import Tracking

/// The tables of the journal.
final class JournalDatabase {
  let connection: SQLiteConnection
  /// Nil for one in memory.
  let path: String?
  var sites: [Site: Int] = [:]
  /// When sites were last written of before this program began; nil where they never were.
  var lastSeen: [Site: Date?] = [:]

  /// Of a site's events, so many of the newest are read.
  static let mostEvents = 5000
  /// How long another program may write before a batch is put off, in milliseconds.
  private static let patience: Int32 = 1000

  /// One in memory.
  init() throws(SQLiteFailure) {
    path = nil
    connection = try SQLiteConnection(nil, patience: Self.patience)
    try connection.run(script: JournalSchema.script(from: 0))
  }

  /// - Parameters:
  ///   - size: How large the file may become, in bytes.
  ///   - isDurable: Whether what is written is on the disk before anything else happens, so that not
  ///     even a loss of power takes it back.
  init(at path: String, size: Int, isDurable: Bool = false) throws(JournalProblem) {
    self.path = path
    do throws(SQLiteFailure) {
      connection = try SQLiteConnection(path, patience: Self.patience)
    } catch {
      throw JournalProblem(error, path)
    }
    guard !connection.isReadOnly else { throw .readOnly(path: path) }
    try Self.patiently(path) { [connection] () throws(JournalRefusal) in
      try Self.check(connection, path)
      try Self.prepare(connection, size: size, isDurable: isDurable)
    }
  }

  /// Why a file isn't opened now.
  private enum JournalRefusal: Error {
    case problem(JournalProblem)
    case failure(SQLiteFailure)
  }

  /// While another program opens a file for the first time, SQLite refuses at once.
  private static func patiently(
    _ path: String, _ body: () throws(JournalRefusal) -> Void
  ) throws(JournalProblem) {
    for attempt in 1...100 {
      do throws(JournalRefusal) {
        return try body()
      } catch {
        switch error {
        case .problem(let problem): throw problem
        case .failure(let failure) where failure.isBusy && attempt < 100: usleep(50_000)
        case .failure(let failure): throw JournalProblem(failure, path)
        }
      }
    }
  }

  /// Looks before anything is changed.
  private static func check(
    _ connection: SQLiteConnection, _ path: String
  ) throws(JournalRefusal) {
    let (application, version, tables, finding): (Int, Int, Int, String)
    do throws(SQLiteFailure) {
      // All of it at one moment: another program may make the file's tables meanwhile.
      try connection.run(script: "BEGIN")
      defer { try? connection.run(script: "ROLLBACK") }
      application = try connection.number("PRAGMA application_id")
      version = try connection.number("PRAGMA user_version")
      tables = try connection.number("SELECT count(*) FROM sqlite_schema")
      finding = try connection.rows("PRAGMA quick_check(1)") { $0.text(0) }.first ?? "ok"
    } catch {
      throw .failure(error)
    }
    guard finding == "ok" else { throw .problem(.damaged(path: path, detail: finding)) }
    if tables == 0, application == 0, version == 0 { return }
    guard application == JournalSchema.application else { throw .problem(.foreign(path: path)) }
    guard version >= 0 else {
      throw .problem(.damaged(path: path, detail: "its version is \(version)"))
    }
    guard version <= JournalSchema.version else { throw .problem(.newer(path: path)) }
  }

  private static func prepare(
    _ connection: SQLiteConnection, size: Int, isDurable: Bool
  ) throws(JournalRefusal) {
    do throws(SQLiteFailure) {
      // It counts only for a file that is still empty.
      try connection.run(script: "PRAGMA auto_vacuum = INCREMENTAL")
      // Readers and the writer don't wait for each other, and a program that is killed leaves
      // nothing half done.
      try connection.run(script: "PRAGMA journal_mode = WAL")
      try connection.run(
        script: """
          PRAGMA synchronous = \(isDurable ? "FULL" : "NORMAL");
          PRAGMA temp_store = MEMORY; PRAGMA cache_size = -512;
          PRAGMA wal_autocheckpoint = 200; PRAGMA journal_size_limit = 1048576;
          """)
      try connection.transaction { () throws(SQLiteFailure) in
        let version = try connection.number("PRAGMA user_version")
        if version < JournalSchema.version {
          try connection.run(script: JournalSchema.script(from: version))
        }
      }
      let page = max(512, try connection.number("PRAGMA page_size"))
      try connection.run(script: "PRAGMA max_page_count = \(max(32, size / page))")
    } catch {
      throw .failure(error)
    }
  }
}

extension JournalDatabase {
  func memories(_ site: Site) throws(SQLiteFailure) -> [TaskMemory] {
    guard let number = try number(of: site, adding: false) else { return [] }
    return try connection.rows(
      "SELECT identifier, memory FROM tasks WHERE site = ?", [.whole(number)]
    ) { row in
      guard let identifier = row.text(0), let text = row.text(1) else { return nil }
      return TaskMemory(site: site, identifier: identifier, text: text)
    }
  }

  /// The newest, oldest first.
  func events(_ site: Site) throws(SQLiteFailure) -> [Event] {
    guard let number = try number(of: site, adding: false) else { return [] }
    let newestFirst = try connection.rows(
      "SELECT at, task, kind FROM events WHERE site = ? ORDER BY at DESC, id DESC LIMIT ?",
      [.whole(number), .whole(Self.mostEvents)]
    ) { row -> Event? in
      guard let stored = row.text(2).flatMap(StoredKind.init) else { return nil }
      return Event(
        site: site, task: row.text(1), at: Date(timeIntervalSinceReferenceDate: row.number(0)),
        kind: stored.kind, action: stored.action)
    }
    return newestFirst.reversed()
  }

  /// Writes a batch: all of it or nothing.
  func write(_ memories: [TaskMemory], _ events: [Event]) throws(SQLiteFailure) {
    if memories.isEmpty, events.isEmpty { return }
    do throws(SQLiteFailure) {
      for site in Set(memories.map(\.site) + events.map(\.site)) { try noteLastSeen(site) }
      try connection.transaction { () throws(SQLiteFailure) in
        for memory in memories { try write(memory) }
        for event in events { try write(event) }
      }
    } catch {
      // A site that was added in it is gone again.
      sites = [:]
      throw error
    }
  }

  /// What another dashboard has known for longer stays, unless nobody has added to it for a while.
  private func write(_ memory: TaskMemory) throws(SQLiteFailure) {
    guard let site = try number(of: memory.site, adding: true) else { return }
    guard !memory.isOver else {
      return try connection.run(
        "DELETE FROM tasks WHERE site = ? AND identifier = ?", .whole(site),
        .text(memory.identifier))
    }
    let seen = memory.seenAt.timeIntervalSinceReferenceDate
    try connection.run(
      """
      INSERT INTO tasks (site, identifier, origin, known, seen, memory) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET origin = excluded.origin, known = excluded.known,
        seen = excluded.seen, memory = excluded.memory
      WHERE excluded.origin <> origin OR excluded.known <= known
        OR seen < excluded.seen - \(Self.soonForgotten)
      """, .whole(site), .text(memory.identifier), .text(memory.originText),
      .number(memory.knownSince?.timeIntervalSinceReferenceDate ?? seen), .number(seen),
      .text(memory.text))
  }

  /// Seconds after which a memory that nobody writes any more gives way to a shorter one.
  private static let soonForgotten = 600

  /// News that another dashboard has written is not written again.
  private func write(_ event: Event) throws(SQLiteFailure) {
    guard let site = try number(of: event.site, adding: true),
      let kind = StoredKind(event).text
    else { return }
    let at = event.at.timeIntervalSinceReferenceDate
    let news = event.kind.news
    if let news, try isTold(news, of: event.task, site: site, at: at) { return }
    try connection.run(
      "INSERT INTO events (site, at, task, kind, news) VALUES (?, ?, ?, ?, ?)", .whole(site),
      .number(at), .init(event.task), .text(kind), .init(news?.name))
  }

  /// Whether what is told last before a time, or first after it, is the same news. What ended
  /// between two of them makes them two.
  private func isTold(
    _ news: EventNews, of task: String?, site: Int, at: Double
  ) throws(SQLiteFailure) -> Bool {
    for (from, to, order) in [(at - news.within, at, "DESC"), (at, at + news.within, "ASC")] {
      let nearest = try connection.rows(
        """
        SELECT news FROM events
        WHERE site = ? AND at BETWEEN ? AND ? AND news IN (?, ?) AND task IS ?
        ORDER BY at \(order), id \(order) LIMIT 1
        """,
        [
          .whole(site), .number(from), .number(to), .text(news.name),
          .text(news.opposite ?? news.name), .init(task),
        ]
      ) { $0.text(0) }
      if nearest.first == news.name { return true }
    }
    return false
  }

  /// A site's number, without a look into the file; nil where it was never read.
  func knownNumber(of site: Site) -> Int? { sites[site] }

  /// A site's number; nil where its account isn't known, and where nothing is known of it.
  func number(of site: Site, adding: Bool) throws(SQLiteFailure) -> Int? {
    if let known = sites[site] { return known }
    guard let account = site.account else { return nil }
    let values: [SQLiteConnection.Value] = [
      .text(site.endpoint), .text(site.region), .text(site.partition), .text(account),
    ]
    if adding {
      _ = try connection.rows(
        "INSERT OR IGNORE INTO sites (endpoint, region, partition, account) VALUES (?, ?, ?, ?)",
        values
      ) { _ in true }
    }
    let found = try connection.rows(
      """
      SELECT id FROM sites
      WHERE endpoint = ? AND region = ? AND partition = ? AND account = ?
      """, values
    ) { $0.whole(0) }.first
    if let found { sites[site] = found }
    return found
  }
}

extension JournalProblem {
  init(_ failure: SQLiteFailure, _ path: String) {
    switch failure.code {
    case SQLITE_CORRUPT, SQLITE_NOTADB: self = .damaged(path: path, detail: failure.message)
    case SQLITE_FULL: self = .full(path: path)
    case SQLITE_READONLY, SQLITE_PERM: self = .readOnly(path: path)
    default: self = .failed(path: path, detail: failure.message)
    }
  }
}
