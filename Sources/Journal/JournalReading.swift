import CSQLite
import FoundationEssentials
import Glibc
import Tracking

extension Journal {
  /// What is written of a time.
  public struct Reading: Hashable, Sendable {
    /// The newest, oldest first.
    public var events: [Event]
    /// Whether older ones of that time were left out.
    public var isCut: Bool
  }

  /// Reads what happened at all sites, and changes nothing: a file that isn't there is not made.
  /// - Parameters:
  ///   - folder: The user's state folder.
  ///   - since: Nil for all that is remembered.
  ///   - most: How many of the newest are read.
  /// - Returns: Nil where nothing was ever remembered there.
  public static func read(
    in folder: String, since: Date? = nil, most: Int
  ) throws(JournalProblem) -> Reading? {
    let path = "\(folder)/\(JournalFolder.file)"
    var status = stat()
    guard lstat(path, &status) == 0 else {
      let code = errno
      if code == ENOENT || code == ENOTDIR { return nil }
      throw .failed(path: path, detail: String(cString: strerror(code)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notPlain(path: path) }
    guard status.st_uid == geteuid() else { throw .anothers(path: path) }
    // One that was just made has no tables yet.
    guard status.st_size > 0 else { return nil }
    let connection: SQLiteConnection
    let application: Int
    let version: Int
    do throws(SQLiteFailure) {
      connection = try SQLiteConnection(path, patience: 1000, isReadOnly: true)
      application = try connection.number("PRAGMA application_id")
      version = try connection.number("PRAGMA user_version")
    } catch {
      throw JournalProblem(error, path)
    }
    guard application == JournalSchema.application else { throw .foreign(path: path) }
    guard version <= JournalSchema.version else { throw .newer(path: path) }
    do throws(SQLiteFailure) {
      return try events(connection, since: since, most: most)
    } catch {
      throw JournalProblem(error, path)
    }
  }

  private static func events(
    _ connection: SQLiteConnection, since: Date?, most: Int
  ) throws(SQLiteFailure) -> Reading {
    let newestFirst = try connection.rows(
      """
      SELECT sites.endpoint, sites.region, sites.partition, sites.account,
        events.at, events.task, events.kind
      FROM events JOIN sites ON sites.id = events.site
      WHERE events.at >= ? ORDER BY events.at DESC, events.id DESC LIMIT ?
      """,
      [
        .number(since?.timeIntervalSinceReferenceDate ?? -.greatestFiniteMagnitude),
        .whole(most + 1),
      ]
    ) { row -> Event? in
      guard let endpoint = row.text(0), let region = row.text(1), let partition = row.text(2),
        let stored = row.text(6).flatMap(StoredKind.init)
      else { return nil }
      return Event(
        site: Site(
          endpoint: endpoint, region: region, partition: partition, account: row.text(3)),
        task: row.text(5), at: Date(timeIntervalSinceReferenceDate: row.number(4)),
        kind: stored.kind, action: stored.action)
    }
    return Reading(
      events: newestFirst.prefix(most).reversed(), isCut: newestFirst.count > most)
  }
}
