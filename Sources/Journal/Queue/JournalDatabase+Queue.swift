import FoundationEssentials
import Planning
import RDSExports
import Tracking

/// Why the queue's table can't be used for something.
enum QueueFailure: Error {
  case problem(QueueProblem)
  case failure(SQLiteFailure)
}

/// An export that is to wait in the queue.
public struct QueueDraft: Hashable, Sendable {
  /// Its account has to be known.
  public var site: Site
  public var request: StartExportTaskRequest
  public var schedule: QueueSchedule?

  public init(site: Site, request: StartExportTaskRequest, schedule: QueueSchedule? = nil) {
    self.site = site
    self.request = request
    self.schedule = schedule
  }
}

extension JournalDatabase {
  /// As many may wait.
  static let mostQueued = 1000
  /// What was started stays in the table for so many days: its identifier is not queued again, and
  /// its outcome can be looked at.
  private static let startedDays = 7

  /// All entries, in the order of their turns.
  func queue() throws(QueueFailure) -> [QueueEntry] { try queue(where: "1", []) }

  private func queue(
    where condition: String, _ values: [SQLiteConnection.Value]
  ) throws(QueueFailure) -> [QueueEntry] {
    var unreadable: Int?
    let entries = try read { connection throws(SQLiteFailure) in
      try connection.rows(
        """
        SELECT queue.id, place, identifier, entry, endpoint, region, partition, account
        FROM queue JOIN sites ON sites.id = queue.site WHERE \(condition) ORDER BY place, queue.id
        """, values
      ) { row -> QueueEntry? in
        guard let entry = QueueEntry(row) else {
          unreadable = row.whole(0)
          return nil
        }
        return entry
      }
    }
    if let unreadable { throw .problem(.unreadable(id: unreadable)) }
    return entries
  }

  private func entry(_ id: Int) throws(QueueFailure) -> QueueEntry {
    guard let entry = try queue(where: "queue.id = ?", [.whole(id)]).first else {
      throw .problem(.gone(id: id))
    }
    return entry
  }

  /// Adds all of them behind the others, or none.
  func enqueue(
    _ drafts: [QueueDraft], at now: Date, mask: (String) -> String
  ) throws(QueueFailure) -> [QueueEntry] {
    try change { () throws(QueueFailure) in
      try forgetStarted(before: now.addingTimeInterval(Double(-Self.startedDays) * 86_400))
      let open = try queue().count(where: \.isOpen)
      guard open + drafts.count <= Self.mostQueued else {
        throw .problem(.tooMany(most: Self.mostQueued))
      }
      var added: [QueueEntry] = []
      for draft in drafts { added.append(try enqueue(draft, at: now, mask: mask)) }
      return added
    }
  }

  private func enqueue(
    _ draft: QueueDraft, at now: Date, mask: (String) -> String
  ) throws(QueueFailure) -> QueueEntry {
    let identifier = draft.request.exportTaskIdentifier
    let site = try read { _ throws(SQLiteFailure) in try number(of: draft.site, adding: true) }
    guard let site else { throw .problem(.accountUnknown) }
    let twin = try read { connection throws(SQLiteFailure) in
      try connection.rows(
        "SELECT id FROM queue WHERE site = ? AND identifier = ?",
        [.whole(site), .text(identifier)]
      ) { $0.whole(0) }.first
    }
    if let twin { throw .problem(.queuedAlready(identifier: identifier, id: twin)) }
    let place = try read { connection throws(SQLiteFailure) in
      try connection.number("SELECT coalesce(max(place), 0) + 1 FROM queue")
    }
    let draftEntry = QueueEntry(
      id: 0, place: place, site: draft.site, request: draft.request, addedAt: now,
      schedule: draft.schedule)
    let text = Self.text(of: draftEntry, mask: mask)
    let id = try read { connection throws(SQLiteFailure) in
      try connection.run(
        "INSERT INTO queue (site, identifier, place, entry) VALUES (?, ?, ?, ?)", .whole(site),
        .text(identifier), .whole(place), .text(text))
      return try connection.number("SELECT last_insert_rowid()")
    }
    return try entry(id)
  }

  private func forgetStarted(before limit: Date) throws(QueueFailure) {
    for entry in try queue() {
      guard case .started(let at) = entry.state, at < limit else { continue }
      try delete(entry.id)
    }
  }

  private func delete(_ id: Int) throws(QueueFailure) {
    try read { connection throws(SQLiteFailure) in
      try connection.run("DELETE FROM queue WHERE id = ?", .whole(id))
    }
  }

  /// Changes an entry, as it is at that moment.
  /// - Parameter body: Returns whether anything is to be changed.
  /// - Returns: The entry as it is now; nil where nothing was changed.
  func changeEntry(
    _ id: Int, mask: (String) -> String, _ body: (inout QueueEntry) -> Bool
  ) throws(QueueFailure) -> QueueEntry? {
    try change { () throws(QueueFailure) in
      var entry = try entry(id)
      guard body(&entry) else { return nil }
      try save(entry, mask: mask)
      return entry
    }
  }

  /// What a person does.
  /// - Parameters:
  ///   - seen: What the entry was when the person decided; nil where nobody could read it.
  ///   - isRun: Whether a program starts the entries of a site, by the site's number.
  func edit(
    _ id: Int, _ edit: QueueEdit, seen: QueueEntry.State?, mask: (String) -> String,
    isRun: (Int) -> Bool
  ) throws(QueueFailure) {
    try change { () throws(QueueFailure) in
      if edit == .remove { return try remove(id, seen: seen, isRun: isRun) }
      let entry = try entry(id)
      if let refusal = entry.refusal(of: edit, seen: seen, isRun: true) {
        throw .problem(.refused(refusal, identifier: entry.request.exportTaskIdentifier))
      }
      switch edit {
      case .hold:
        var held = entry
        held.state = .held(.byUser)
        try save(held, mask: mask)
      case .release: try save(entry.released, mask: mask)
      case .remove: break
      case .move, .moveToFirst, .moveToLast:
        for (place, id) in (try queue().order(after: edit, of: id) ?? []).enumerated() {
          try read { connection throws(SQLiteFailure) in
            try connection.run(
              "UPDATE queue SET place = ? WHERE id = ?", .whole(place + 1), .whole(id))
          }
        }
      }
    }
  }

  /// One that can't be read can be removed all the same.
  private func remove(
    _ id: Int, seen: QueueEntry.State?, isRun: (Int) -> Bool
  ) throws(QueueFailure) {
    do throws(QueueFailure) {
      let entry = try entry(id)
      let site = try read { _ throws(SQLiteFailure) in try number(of: entry.site, adding: true) }
      let refusal = entry.refusal(of: .remove, seen: seen, isRun: site.map(isRun) ?? false)
      if let refusal {
        throw .problem(.refused(refusal, identifier: entry.request.exportTaskIdentifier))
      }
    } catch {
      guard case .problem(.unreadable) = error else { throw error }
    }
    try delete(id)
  }

  private func save(_ entry: QueueEntry, mask: (String) -> String) throws(QueueFailure) {
    let text = Self.text(of: entry, mask: mask)
    try read { connection throws(SQLiteFailure) in
      try connection.run(
        "UPDATE queue SET entry = ? WHERE id = ?", .text(text), .whole(entry.id))
    }
  }

  private static func text(of entry: QueueEntry, mask: (String) -> String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    // Numbers, texts and dates can always be encoded.
    let data = (try? encoder.encode(QueueRecord(entry, mask: mask))) ?? Data()
    return String(decoding: data, as: UTF8.self)
  }

  private func read<Value>(
    _ body: (SQLiteConnection) throws(SQLiteFailure) -> Value
  ) throws(QueueFailure) -> Value {
    do throws(SQLiteFailure) { return try body(connection) } catch { throw .failure(error) }
  }

  /// All of it or nothing. Whoever reads in it reads what nobody else can change meanwhile.
  private func change<Value>(
    _ body: () throws(QueueFailure) -> Value
  ) throws(QueueFailure) -> Value {
    var refusal: QueueFailure?
    var value: Value?
    do throws(SQLiteFailure) {
      try connection.transaction { () throws(SQLiteFailure) in
        do throws(QueueFailure) {
          value = try body()
        } catch {
          refusal = error
          // Any failure rolls back.
          throw SQLiteFailure(code: 0, message: "")
        }
      }
    } catch {
      sites = [:]
      throw refusal ?? .failure(error)
    }
    guard let value else { throw refusal ?? .problem(.busy(path: path ?? "memory")) }
    return value
  }
}

extension QueueEntry {
  fileprivate init?(_ row: SQLiteRow) {
    guard let identifier = row.text(2), let text = row.text(3), let endpoint = row.text(4),
      let region = row.text(5), let partition = row.text(6), let account = row.text(7),
      let record = try? JSONDecoder().decode(QueueRecord.self, from: Data(text.utf8))
    else { return nil }
    self = record.entry(
      id: row.whole(0), place: row.whole(1),
      site: Site(endpoint: endpoint, region: region, partition: partition, account: account),
      identifier: identifier)
  }
}
