import Glibc
import Planning
import Tracking

/// Who starts what waits: one program a site, while others stand by.
extension QueueStore {
  /// Becomes the one that starts the entries of a site, unless another is.
  public func lead(_ site: Site, as kind: QueueRunnerName.Kind) async throws(QueueProblem) -> Bool {
    try await ask { opened throws(QueueFailure) in
      guard let number = try Self.number(of: site, adding: true, in: opened.database) else {
        return false
      }
      return try Self.locking { () throws(LockFailure) in
        try opened.locks.take(.site(number), as: kind)
      }
    }
  }

  /// Lets others start the entries of a site. It never fails.
  public func resign(_ site: Site) async {
    await giveBack { opened in
      // Who has a site has read its number.
      if let number = opened.database.knownNumber(of: site) {
        opened.locks.giveBack(.site(number))
      }
    }
  }

  /// What became of asking for an account's slots.
  public enum SlotsTaken: Hashable, Sendable {
    case given
    /// Another program has them; nil where nobody can tell which.
    case taken(by: QueueRunnerName?)
  }

  /// Becomes the one that fills the slots of a site's account, in all its regions, unless another is.
  public func takeSlots(
    ofAccountAt site: Site, as kind: QueueRunnerName.Kind
  ) async throws(QueueProblem) -> SlotsTaken {
    guard let account = site.account else { return .given }
    return try await ask { opened throws(QueueFailure) in
      let name = RunnerLocks.Name.account(account, partition: site.partition)
      let isOwn = try Self.locking { () throws(LockFailure) in
        try opened.locks.take(name, as: kind)
      }
      return isOwn ? .given : .taken(by: opened.locks.holder(of: name))
    }
  }

  /// It never fails.
  public func giveBackSlots(ofAccountAt site: Site) async {
    guard let account = site.account else { return }
    await giveBack { $0.locks.giveBack(.account(account, partition: site.partition)) }
  }

  /// Says that this program starts what comes to wait, as long as it lives.
  /// - Parameter sites: Where it can.
  public func standBy(
    as kind: QueueRunnerName.Kind, for sites: Set<Site>
  ) async throws(QueueProblem) {
    try await ask { opened throws(QueueFailure) in
      var numbers: Set<Int> = []
      for site in sites {
        if let number = try Self.number(of: site, adding: true, in: opened.database) {
          numbers.insert(number)
        }
      }
      try Self.locking { () throws(LockFailure) in
        try opened.standby.join(as: kind, for: numbers)
      }
    }
  }

  /// Says that this program starts nothing that comes to wait.
  public func leaveStandby() async throws(QueueProblem) {
    try await ask { opened throws(QueueFailure) in opened.standby.leave() }
  }

  /// Lets others have everything that this program has. It never fails.
  public func resignAll() async {
    await giveBack { opened in
      opened.locks.giveBackAll()
      opened.standby.leave()
    }
  }

  /// Gives back what needs no file for that, however long the disk has kept the thread waiting.
  private func giveBack(_ body: @escaping @Sendable (Opened) -> Void) async {
    await withCheckedContinuation { continuation in
      thread.async { [self] in
        opened.withLock { opened in
          if let opened { body(opened) }
        }
        continuation.resume()
      }
    }
  }

  /// Who starts the entries of these sites.
  public func runners(of sites: Set<Site>) async throws(QueueProblem) -> [Site: QueueRunnerName] {
    try await ask { opened throws(QueueFailure) in
      var runners: [Site: QueueRunnerName] = [:]
      for site in sites {
        guard let number = try Self.number(of: site, in: opened.database) else { continue }
        runners[site] = opened.locks.holder(of: .site(number))
      }
      return runners
    }
  }

  /// Which other programs would start the entries of these sites: one each, where there is any.
  public func standbys(
    for sites: Set<Site>
  ) async throws(QueueProblem) -> [Site: QueueRunnerName] {
    try await ask { opened throws(QueueFailure) in
      let others = opened.standby.others()
      var found: [Site: QueueRunnerName] = [:]
      for site in sites where !others.isEmpty {
        guard let number = try Self.number(of: site, in: opened.database) else { continue }
        found[site] = others.first { $0.sites.contains(number) }?.name
      }
      return found
    }
  }

  /// Who starts the entries of a site, else who takes them up soon; nil for nobody.
  public func starter(at site: Site) async throws(QueueProblem) -> QueueRunnerName? {
    if let runner = try await runners(of: [site])[site] { return runner }
    return try await standbys(for: [site])[site]
  }

  private static func locking<Value>(
    _ body: () throws(LockFailure) -> Value
  ) throws(QueueFailure) -> Value {
    do throws(LockFailure) {
      return try body()
    } catch {
      throw .problem(
        .file(.failed(path: error.path, detail: String(cString: strerror(error.code)))))
    }
  }

  /// - Parameter adding: Whether a site that has none gets one, which takes a write.
  private static func number(
    of site: Site, adding: Bool = false, in database: JournalDatabase
  ) throws(QueueFailure) -> Int? {
    do throws(SQLiteFailure) {
      return try database.number(of: site, adding: adding)
    } catch {
      throw .failure(error)
    }
  }
}
