import Glibc
import Planning
import Tracking

/// Who starts what waits: one program a site, while others stand by.
extension QueueStore {
  /// Becomes the one that starts the entries of a site, unless another is.
  public func lead(_ site: Site, as kind: QueueRunnerName.Kind) async throws(QueueProblem) -> Bool {
    try await ask { opened throws(QueueFailure) in
      guard let number = try Self.number(of: site, in: opened.database) else { return false }
      return try Self.locking { () throws(LockFailure) in
        try opened.locks.take(.site(number), as: kind)
      }
    }
  }

  /// Lets others start the entries of a site.
  public func resign(_ site: Site) async throws(QueueProblem) {
    try await ask { opened throws(QueueFailure) in
      if let number = try Self.number(of: site, in: opened.database) {
        opened.locks.giveBack(.site(number))
      }
    }
  }

  /// Becomes the one that fills the slots of a site's account, in all its regions, unless another is.
  public func takeSlots(
    ofAccountAt site: Site, as kind: QueueRunnerName.Kind
  ) async throws(QueueProblem) -> Bool {
    guard let account = site.account else { return true }
    return try await ask { opened throws(QueueFailure) in
      try Self.locking { () throws(LockFailure) in
        try opened.locks.take(.account(account, partition: site.partition), as: kind)
      }
    }
  }

  public func giveBackSlots(ofAccountAt site: Site) async throws(QueueProblem) {
    guard let account = site.account else { return }
    try await ask { opened throws(QueueFailure) in
      opened.locks.giveBack(.account(account, partition: site.partition))
    }
  }

  /// Says that this program starts what comes to wait, as long as it lives.
  /// - Parameter sites: Where it can't.
  public func standBy(
    as kind: QueueRunnerName.Kind, except sites: Set<Site>
  ) async throws(QueueProblem) {
    try await ask { opened throws(QueueFailure) in
      var numbers: Set<Int> = []
      for site in sites {
        if let number = try Self.number(of: site, in: opened.database) { numbers.insert(number) }
      }
      try Self.locking { () throws(LockFailure) in
        try opened.standby.join(as: kind, except: numbers)
      }
    }
  }

  /// Says that this program starts nothing that comes to wait.
  public func leaveStandby() async throws(QueueProblem) {
    try await ask { opened throws(QueueFailure) in opened.standby.leave() }
  }

  /// Lets others have everything that this program has. It needs no file, so it never fails.
  public func resignAll() async {
    await withCheckedContinuation { continuation in
      thread.async { [self] in
        opened.withLock { opened in
          opened?.locks.giveBackAll()
          opened?.standby.leave()
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
        runners[site] = opened.locks.holder(of: number)
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
        found[site] = others.first { !$0.except.contains(number) }?.name
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

  private static func number(
    of site: Site, in database: JournalDatabase
  ) throws(QueueFailure) -> Int? {
    do throws(SQLiteFailure) {
      return try database.number(of: site, adding: true)
    } catch {
      throw .failure(error)
    }
  }
}
