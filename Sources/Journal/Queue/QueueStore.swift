import Dispatch
import FoundationEssentials
import Glibc
import Ground
import Planning
import Synchronization
import Tracking

/// The queue in its file, which the dashboards, the commands and the runners of one user share.
///
/// It is in the journal's file, by a connection of its own: what the journal keeps in memory where
/// the file can't be used would be lost here, so here it fails. Every change is on the disk before it
/// counts as made, and whoever changes an entry does so as it is at that moment.
public final class QueueStore: Sendable {
  struct Opened {
    var database: JournalDatabase
    var locks: RunnerLocks
    var standby: StandbyLocks
  }

  private let place: Journal.Place
  private let isKept: Bool
  private let timekeeper: any Timekeeper
  private let mask: @Sendable (String) -> String
  let thread = DispatchQueue(label: "exportdeck.queue")
  let opened = Mutex<Opened?>(nil)

  /// What the journal's own limit on the file leaves to the queue, in bytes: memories must not keep
  /// an export from being noted.
  private static let room = 8 << 20

  /// - Parameters:
  ///   - isKept: Whether a queue in memory is not wanted, because it would be lost.
  ///   - mask: Takes secrets out of a text: it runs on what AWS said before it is written.
  public init(
    _ place: Journal.Place, isKept: Bool = true, timekeeper: any Timekeeper,
    mask: @escaping @Sendable (String) -> String
  ) {
    self.place = place
    self.isKept = isKept
    self.timekeeper = timekeeper
    self.mask = mask
  }

  // MARK: What waits

  /// All entries, in the order of their turns; those that were started are among them for a while.
  public func entries() async throws(QueueProblem) -> [QueueEntry] {
    try await ask { opened throws(QueueFailure) in try opened.database.queue() }
  }

  /// Adds all of them behind the others, or none.
  public func add(_ drafts: [QueueDraft]) async throws(QueueProblem) -> [QueueEntry] {
    let now = timekeeper.wall
    let mask = mask
    return try await ask { opened throws(QueueFailure) in
      try opened.database.enqueue(drafts, at: now, mask: mask)
    }
  }

  /// Does what a person wants with an entry, if it still is what the person saw.
  /// - Parameter seen: Its state as it was shown; nil where nobody could read it.
  public func edit(
    _ id: Int, _ edit: QueueEdit, seen: QueueEntry.State?
  ) async throws(QueueProblem) {
    let mask = mask
    try await ask { opened throws(QueueFailure) in
      try opened.database.edit(id, edit, seen: seen, mask: mask) {
        opened.locks.holder(of: .site($0)) != nil
      }
    }
  }

  // MARK: What is sent

  /// Claims an entry that waits: from now on, it counts as sent.
  /// - Returns: The entry as it may be sent; nil where it waits no longer.
  public func begin(_ id: Int, by sender: String) async throws(QueueProblem) -> QueueEntry? {
    let now = timekeeper.wall
    return try await change(id) { entry in
      guard entry.isWaiting else { return false }
      entry.begin(at: now, by: sender)
      return true
    }
  }

  /// Notes what became of an entry that was being sent.
  public func end(
    _ id: Int, _ outcome: @escaping @Sendable (inout QueueEntry, Date) -> Void
  ) async throws(QueueProblem) -> QueueEntry? {
    let now = timekeeper.wall
    return try await change(id) { entry in
      guard entry.isSending else { return false }
      outcome(&entry, now)
      return true
    }
  }

  /// Holds an entry whose latest start has passed.
  public func miss(_ id: Int) async throws(QueueProblem) -> QueueEntry? {
    try await change(id) { entry in
      guard entry.isWaiting else { return false }
      entry.state = .held(.missed)
      return true
    }
  }

  /// Notes what stood in the way before anything was sent.
  public func setBack(_ id: Int, _ words: String) async throws(QueueProblem) -> QueueEntry? {
    let now = timekeeper.wall
    return try await change(id) { entry in
      guard entry.isWaiting else { return false }
      entry.meet(.failed, words, at: now)
      return true
    }
  }

  private func change(
    _ id: Int, _ body: @escaping @Sendable (inout QueueEntry) -> Bool
  ) async throws(QueueProblem) -> QueueEntry? {
    let mask = mask
    do throws(QueueProblem) {
      return try await ask { opened throws(QueueFailure) in
        try opened.database.changeEntry(id, mask: mask, body)
      }
    } catch {
      // Somebody has removed it.
      if case .gone = error { return nil }
      throw error
    }
  }

  // MARK: The file

  /// Closes the file, and lets others start what waits.
  public func close() async {
    await withCheckedContinuation { continuation in
      thread.async { [self] in
        opened.withLock { $0 = nil }
        continuation.resume()
      }
    }
  }

  func ask<Value: Sendable>(
    _ body: @escaping @Sendable (Opened) throws(QueueFailure) -> Value
  ) async throws(QueueProblem) -> Value {
    let answer = Awaited<Result<Value, QueueProblem>>()
    let hope = Hope()
    thread.async { [self] in
      // What was said to have failed must not be done after all.
      if hope.isGivenUp { return }
      answer.give(outcome(of: body))
    }
    let limit = timekeeper.after(Journal.patience, on: BackgroundQueue.shared.queue) { [place] in
      hope.giveUp()
      answer.give(.failure(.file(.silent(path: place.words))))
    }
    defer { limit.cancel() }
    return try await answer.value().get()
  }

  /// Runs on the thread.
  private func outcome<Value: Sendable>(
    of body: @Sendable (Opened) throws(QueueFailure) -> Value
  ) -> Result<Value, QueueProblem> {
    opened.withLock { opened in
      do throws(QueueProblem) {
        let ready: Opened
        if let known = opened {
          ready = known
        } else {
          ready = try open()
          opened = ready
        }
        do throws(QueueFailure) {
          return .success(try body(ready))
        } catch {
          switch error {
          case .problem(let problem): throw problem
          case .failure(let failure): throw QueueProblem(failure, ready.database.path ?? "memory")
          }
        }
      } catch {
        return .failure(error)
      }
    }
  }

  private func open() throws(QueueProblem) -> Opened {
    switch place {
    case .unknown: throw .file(.noPlace)
    case .inMemory:
      if isKept { throw .switchedOff }
      do throws(SQLiteFailure) {
        return Opened(
          database: try JournalDatabase(), locks: RunnerLocks(folder: nil),
          standby: StandbyLocks(folder: nil))
      } catch {
        throw QueueProblem(error, "memory")
      }
    case .folder(let folder, let size):
      do throws(JournalProblem) {
        let path = try JournalFolder(folder).database
        let database = try JournalDatabase(at: path, size: size + Self.room, isDurable: true)
        let parent = String(path.dropLast(JournalFolder.file.utf8.count + 1))
        return Opened(
          database: database, locks: RunnerLocks(folder: parent),
          standby: StandbyLocks(folder: parent))
      } catch {
        throw .file(error)
      }
    }
  }
}

extension QueueProblem {
  init(_ failure: SQLiteFailure, _ path: String) {
    self = failure.isBusy ? .busy(path: path) : .file(JournalProblem(failure, path))
  }
}

extension Journal.Place {
  fileprivate var words: String {
    switch self {
    case .inMemory: "memory"
    case .folder(let folder, _): folder
    case .unknown: "the state folder"
    }
  }
}

/// Whether anybody still waits for something.
private final class Hope: Sendable {
  private let isOver = Atomic<Bool>(false)
  var isGivenUp: Bool { isOver.load(ordering: .acquiring) }
  func giveUp() { isOver.store(true, ordering: .releasing) }
}
