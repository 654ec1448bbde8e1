import Dispatch
import FoundationEssentials
import Ground
import Synchronization
import Tracking

/// What must survive the end of the program, in a file that the dashboards of one user share.
///
/// The file is opened, read and written on a thread of its own: a disk that doesn't answer costs
/// what is remembered, and nothing else. Whatever is wrong with the file is told once; from then on
/// everything is kept in memory, as it is from the start where there is no file.
public final class Journal: Remembering {
  public enum Place: Hashable, Sendable {
    /// Nothing is left behind.
    case inMemory
    /// A folder of its user's alone; it is made where it isn't there. At most so many bytes.
    case folder(String, size: Int)
    /// The environment names no folder.
    case unknown
  }

  /// What is still to be written.
  private struct Batch {
    var memories: [Subject: TaskMemory] = [:]
    var events: [Event] = []
    var told: [AlertKey] = []
    var acknowledged: [AlertKey] = []
    var isBooked = false

    var isEmpty: Bool {
      memories.isEmpty && events.isEmpty && told.isEmpty && acknowledged.isEmpty
    }

    struct Subject: Hashable {
      var site: Site
      var identifier: String
    }

    mutating func add(_ newer: [TaskMemory]) {
      for memory in newer {
        memories[Subject(site: memory.site, identifier: memory.identifier)] = memory
      }
    }
  }

  private let queue = DispatchQueue(label: "exportdeck.journal")
  private let timekeeper: any Timekeeper
  private let mask: @Sendable (String) -> String
  private let tell: @Sendable (JournalProblem) -> Void
  private let database = Mutex<JournalDatabase?>(nil)
  private let batch = Mutex(Batch())
  private let isOpened = Atomic<Bool>(false)
  private let batches = Atomic<Int>(0)
  /// Whether the disk has not answered in time, and not since.
  private let isSilent = SilentDisk()

  /// What is written is at most this old.
  static let batchRest = Duration.seconds(1)
  /// How long the disk may take.
  static let patience = Duration.seconds(10)
  /// Batches between two looks at what is old.
  private static let thinnedEvery = 256
  /// If nothing can be written for long, the oldest are dropped.
  private static let mostWaiting = 10_000

  /// - Parameters:
  ///   - mask: Takes secrets out of a text: it runs on every text from outside before it is written.
  ///   - tell: Called at most once, on any thread, with what is wrong.
  public init(
    _ place: Place, timekeeper: any Timekeeper,
    mask: @escaping @Sendable (String) -> String,
    tell: @escaping @Sendable (JournalProblem) -> Void
  ) {
    self.timekeeper = timekeeper
    self.mask = mask
    let isTold = Once()
    self.tell = { if isTold.isFirst { tell($0) } }
    queue.async { self.open(place) }
    guard case .folder(let folder, _) = place else { return }
    timekeeper.after(Self.patience, on: BackgroundQueue.shared.queue) { [weak self] in
      guard let self, !isOpened.load(ordering: .acquiring) else { return }
      self.tell(.silent(path: folder))
    }
  }

  private func open(_ place: Place) {
    defer { isOpened.store(true, ordering: .releasing) }
    do throws(JournalProblem) {
      switch place {
      case .inMemory: break
      case .unknown: throw .noPlace
      case .folder(let folder, let size):
        let path = try JournalFolder(folder).database
        try open(path, size: size)
        return
      }
    } catch {
      tell(error)
    }
    stayInMemory()
  }

  private func open(_ path: String, size: Int) throws(JournalProblem) {
    let now = timekeeper.wall
    try database.withLock { database throws(JournalProblem) in
      let opened = try JournalDatabase(at: path, size: size)
      do throws(SQLiteFailure) {
        try opened.thin(now: now)
      } catch {
        // Another dashboard may be at it just now.
        if !error.isBusy { throw JournalProblem(error, path) }
      }
      database = opened
    }
  }

  private func stayInMemory() { database.withLock { $0 = try? JournalDatabase() } }

  // MARK: Writing

  public func write(_ memories: [TaskMemory], _ events: [Event]) {
    let known = memories.filter { $0.site.account != nil }
    let masked = events.lazy.filter { $0.site.account != nil }.map { $0.rewriting(self.mask) }
    var added = Batch()
    added.add(known)
    added.events = Array(masked)
    // What was done here is not to be lost with the program.
    let isUrgent = added.events.contains { $0.kind.isOwnDoing }
    add(added, in: isUrgent ? .zero : Self.batchRest)
  }

  public func note(_ keys: [AlertKey]) {
    var added = Batch()
    added.told = keys
    add(added, in: .zero)
  }

  public func acknowledge(_ keys: [AlertKey]) {
    var added = Batch()
    added.acknowledged = keys
    add(added, in: .zero)
  }

  private func add(_ added: Batch, in rest: Duration) {
    if added.isEmpty { return }
    let isFirst = batch.withLock { batch in
      batch.memories.merge(added.memories) { $1 }
      batch.events += added.events
      batch.told += added.told
      batch.acknowledged += added.acknowledged
      for list in [\Batch.told, \Batch.acknowledged] {
        batch[keyPath: list].removeFirst(
          max(0, batch[keyPath: list].count - Self.mostWaiting))
      }
      batch.events.removeFirst(max(0, batch.events.count - Self.mostWaiting))
      if rest == .zero { return false }
      defer { batch.isBooked = true }
      return !batch.isBooked
    }
    if rest == .zero {
      queue.async { self.flush() }
    } else if isFirst {
      // A clock that never gets there must not keep the file open.
      timekeeper.after(rest, on: queue) { [weak self] in self?.flush() }
    }
  }

  /// Runs on the queue.
  private func flush() {
    let taken = takeBatch()
    guard !taken.isEmpty else { return }
    let written: Void? = attempt { database throws(SQLiteFailure) in
      try database.write(Array(taken.memories.values), taken.events)
      try database.note(taken.told)
      try database.acknowledge(taken.acknowledged)
    }
    // Another dashboard writes for long.
    guard written != nil else { return putBack(taken) }
    let count = batches.add(1, ordering: .relaxed).newValue
    if count.isMultiple(of: Self.thinnedEvery) { thin() }
  }

  private func takeBatch() -> Batch {
    batch.withLock { batch in
      defer { batch = Batch() }
      return batch
    }
  }

  /// What came meanwhile is newer.
  private func putBack(_ taken: Batch) {
    let newer = takeBatch()
    add(taken, in: Self.batchRest)
    add(newer, in: Self.batchRest)
  }

  private func thin() {
    let now = timekeeper.wall
    _ = attempt { database throws(SQLiteFailure) in try database.thin(now: now) }
  }

  // MARK: What works on the queue

  /// What came of it; nil where another program holds the file for too long. Anything else that is
  /// wrong with the file ends its use, and it is done in memory.
  private func attempt<Value>(
    _ body: @Sendable (JournalDatabase) throws(SQLiteFailure) -> Value
  ) -> Value? where Value: Sendable {
    let now = timekeeper.wall
    let problem: JournalProblem
    switch database.withLock({ Self.outcome(of: body, in: $0, now: now) }) {
    case .done(let value): return value
    case .busy: return nil
    case .failed(let found): problem = found
    }
    tell(problem)
    stayInMemory()
    if case .done(let value) = database.withLock({ Self.outcome(of: body, in: $0, now: now) }) {
      return value
    }
    return nil
  }

  private enum Outcome<Value: Sendable>: Sendable {
    case done(Value)
    case busy
    case failed(JournalProblem)
  }

  private static func outcome<Value: Sendable>(
    of body: @Sendable (JournalDatabase) throws(SQLiteFailure) -> Value,
    in database: JournalDatabase?, now: Date
  ) -> Outcome<Value> {
    guard let database else { return .busy }
    do throws(SQLiteFailure) {
      do throws(SQLiteFailure) {
        return .done(try body(database))
      } catch {
        // Its own limit, unless the disk is full.
        guard error.isFull, try database.isNearlyFull else { throw error }
        try database.thin(now: now)
        return .done(try body(database))
      }
    } catch {
      if error.isBusy { return .busy }
      return .failed(JournalProblem(error, database.path ?? "memory"))
    }
  }

  /// Asks on the queue; where that takes too long, `substitute` is the answer. After that nobody
  /// waits until the disk has answered again: a hundred alerts must not take a hundred patiences.
  private func ask<Value: Sendable>(
    _ substitute: Value, _ body: @escaping @Sendable () -> Value?
  ) async -> Value {
    let answer = Awaited<Value>()
    queue.async { [self] in
      answer.give(body() ?? substitute)
      isSilent.end()
    }
    if isSilent.isOn { return substitute }
    let limit = timekeeper.after(Self.patience, on: BackgroundQueue.shared.queue) { [isSilent] in
      isSilent.begin()
      answer.give(substitute)
    }
    defer { limit.cancel() }
    return await answer.value()
  }

  /// Waits until everything so far is written, and closes the file.
  public func end() async {
    await withCheckedContinuation { continuation in
      queue.async { [self] in
        flush()
        database.withLock { $0 = nil }
        continuation.resume()
      }
    }
  }
}

extension Journal {
  public func load(_ site: Site) async -> [TaskMemory] {
    await ask([]) { [self] in
      flush()
      return attempt { database throws(SQLiteFailure) in try database.memories(site) }
    }
  }

  public func events(_ site: Site) async -> [Event] {
    await ask([]) { [self] in
      flush()
      return attempt { database throws(SQLiteFailure) in try database.events(site) }
    }
  }

  /// True where nobody can tell: an alert that is told twice is better than one that is not.
  public func claim(_ key: AlertKey) async -> Bool {
    await ask(true) { [self] in
      attempt { database throws(SQLiteFailure) in try database.claim(key) }
    }
  }

  public func release(_ key: AlertKey) async {
    await ask(()) { [self] in
      attempt { database throws(SQLiteFailure) in try database.release(key) }
    }
  }

  public func alerts(_ site: Site) async -> RememberedAlerts {
    await ask(RememberedAlerts()) { [self] in
      flush()
      return attempt { database throws(SQLiteFailure) in try database.alerts(site) }
    }
  }
}

/// Whether something happens for the first time.
private final class Once: Sendable {
  private let isOver = Atomic<Bool>(false)
  var isFirst: Bool { !isOver.exchange(true, ordering: .acquiringAndReleasing) }
}

/// Whether a disk has stopped answering.
private final class SilentDisk: Sendable {
  private let isSilent = Atomic<Bool>(false)
  var isOn: Bool { isSilent.load(ordering: .relaxed) }
  func begin() { isSilent.store(true, ordering: .relaxed) }
  func end() { isSilent.store(false, ordering: .relaxed) }
}
