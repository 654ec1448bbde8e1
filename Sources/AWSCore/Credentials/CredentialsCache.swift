import FoundationEssentials
import Ground
import Synchronization

/// Temporary credentials, kept between calls and renewed before they expire.
///
/// By botocore's rules (`RefreshableCredentials`), extended for a dashboard that runs far longer
/// than a script:
/// * From 15 minutes before they expire they are renewed in the background, and used meanwhile;
///   from 10 minutes on everybody waits for the new ones. Short lives have shorter windows.
/// * There is one renewal at a time for each key, however many wait for it. A cancelled caller
///   leaves at once, and the renewal goes on for the others and for later ones.
/// * When a renewal fails, the old credentials are used for as long as they last, and it is tried
///   again after a rest.
/// * Where nothing valid is left, a source that keeps failing rests for up to minutes, depending on
///   what it takes to ask it. Callers are told how it failed and until when it rests. The rest
///   belongs to the key: a changed configuration has another key and is tried at once. What is
///   cheap to check before asking the source is checked each time.
/// * Credentials without an expiration are kept for as long as they are used, as botocore keeps
///   those of a `credential_process`, but not once AWS refuses them (see `refuse`).
public final class CredentialsCache: Sendable {
  private let timekeeper: any Timekeeper
  private let random: @Sendable () -> Double
  private let kept = Mutex<[CredentialsKey: KeptCredentials]>([:])

  /// Keys beyond this many are dropped, as are those unused for a day; a dashboard of hundreds of
  /// contexts has a few for each.
  private static let room = 2048
  private static let longestDisuse = Duration.seconds(24 * 3600)

  /// - Parameter random: From 0 to 1; the jitter of the rests.
  public init(timekeeper: any Timekeeper, random: @escaping @Sendable () -> Double) {
    self.timekeeper = timekeeper
    self.random = random
  }

  /// The kept credentials of a source, or new ones. They haven't expired.
  /// - Parameters:
  ///   - source: Where they come from (a `file:line`, a profile), for the error about new ones that
  ///     have already expired.
  ///   - effort: What it takes to ask the source.
  ///   - windows: How long before they expire they are renewed.
  ///   - prepare: Collects all that asking the source needs: files, settings, credentials that have
  ///     a key of their own. Its failures are cheap, and never make the source rest.
  ///   - renew: Asks the source. Both run in a task of their own, which a caller's cancellation
  ///     doesn't reach, and have to end by themselves.
  /// - Throws: The renewal's error where no valid credentials are kept, as `AWSError.resting` from
  ///   the second failure in a row on; `AWSError.configuration` for new credentials that have
  ///   already expired; `AWSError.cancelled`.
  public func credentials<Prepared: Sendable>(
    for key: CredentialsKey, from source: String = "credentials",
    effort: RenewalEffort = .request, windows: RenewalWindows = .ordinary,
    preparing prepare: @escaping @Sendable () async throws(AWSError) -> Prepared,
    renewing renew: @escaping @Sendable (Prepared) async throws(AWSError) -> Credentials
  ) async throws(AWSError) -> Credentials {
    try await credentials(for: key) { [self] in
      begin(key, source, effort, windows, prepare, renew)
    }
  }

  /// The same, where there is nothing to prepare.
  public func credentials(
    for key: CredentialsKey, from source: String = "credentials",
    effort: RenewalEffort = .request,
    renewing renew: @escaping @Sendable () async throws(AWSError) -> Credentials
  ) async throws(AWSError) -> Credentials {
    try await credentials(
      for: key, from: source, effort: effort, preparing: { () async throws(AWSError) in },
      renewing: { (_: Void) async throws(AWSError) in try await renew() })
  }

  private func credentials(
    for key: CredentialsKey, beginning begin: () -> Void
  ) async throws(AWSError) -> Credentials {
    if Task.isCancelled { throw .cancelled }
    let waiter = Awaited<KeptCredentials.Answer>()
    let (wall, monotonic) = (timekeeper.wall, timekeeper.monotonic)
    let step = kept.withLock {
      $0[key, default: KeptCredentials()].step(at: wall, monotonic, waiter: waiter)
    }
    switch step {
    case .use(let credentials): return credentials
    case .useAndRenew(let credentials):
      begin()
      return credentials
    case .rest(let error): throw error
    case .wait(let begins):
      if begins { begin() }
      return try await waiter.value(orWhenCancelled: .failure(.cancelled)).get()
    }
  }

  /// Whether no renewal is under way.
  public var isIdle: Bool { kept.withLock { $0.values.allSatisfy { !$0.isRenewing } } }

  /// How many sources have something kept.
  public var count: Int { kept.withLock { $0.count } }

  /// Drops what is kept of a source, so that the next call asks it. A renewal under way goes on,
  /// and its result is kept.
  public func forget(_ key: CredentialsKey) {
    forget { other, _ in other == key }
  }

  /// Notes that AWS doesn't accept these credentials (see `ServiceFault.refusesCredentials`): the
  /// next call asks their source, whatever their expiration says and whatever has been filled in
  /// since they were kept. Newer credentials that have replaced them stay, and so do all others. A
  /// source whose new credentials are refused again and again, each within ten minutes of arriving,
  /// rests before it is asked once more.
  public func refuse(_ refused: Credentials) {
    let monotonic = timekeeper.monotonic
    let random = random()
    kept.withLock { kept in
      for (key, entry) in kept where entry.credentials?.signsAlike(refused) == true {
        kept[key]?.refuse(at: monotonic, random: random)
      }
    }
  }

  /// Whether AWS has refused what is kept of a source, and nothing newer has come since.
  func hasRefused(_ key: CredentialsKey) -> Bool {
    kept.withLock { $0[key]?.isRefused ?? false }
  }

  /// Drops everything that is kept, good credentials too: what needs a person will ask again.
  public func forgetAll() {
    forget { _, _ in true }
  }

  /// Ends the rests after failures and refusals, so that the next call asks again where the last
  /// try failed, and nowhere else. A refresh by hand does this.
  public func forgetFailures() {
    kept.withLock { kept in
      for key in kept.keys { kept[key]?.forgetFailures() }
    }
  }

  private func forget(where isMeant: (CredentialsKey, KeptCredentials) -> Bool) {
    let (wall, monotonic) = (timekeeper.wall, timekeeper.monotonic)
    kept.withLock { kept in
      for (key, entry) in kept where isMeant(key, entry) {
        kept[key]?.forgetCredentials()
        kept[key]?.forgetFailures()
        if kept[key]?.isWorthKeeping(at: wall, monotonic) == false { kept[key] = nil }
      }
    }
  }

  private func begin<Prepared: Sendable>(
    _ key: CredentialsKey, _ source: String, _ effort: RenewalEffort, _ windows: RenewalWindows,
    _ prepare: @escaping @Sendable () async throws(AWSError) -> Prepared,
    _ renew: @escaping @Sendable (Prepared) async throws(AWSError) -> Credentials
  ) {
    Task(executorPreference: BlockingQueue.executor) {
      let prepared: Prepared
      do throws(AWSError) {
        prepared = try await prepare()
      } catch {
        return self.finish(key, .unprepared(error))
      }
      do throws(AWSError) {
        let renewed = try await renew(prepared)
        self.finish(
          key, Self.lasting(renewed, windows, from: source, at: self.timekeeper.wall, effort))
      } catch {
        self.finish(key, error == .cancelled ? .unprepared(error) : .failed(error, effort))
      }
    }
  }

  private func finish(_ key: CredentialsKey, _ result: KeptCredentials.Outcome) {
    let (wall, monotonic) = (timekeeper.wall, timekeeper.monotonic)
    let random = random()
    let (answer, waiting) = kept.withLock { kept in
      defer { Self.makeRoom(in: &kept, at: wall, monotonic) }
      return kept[key, default: KeptCredentials()].finish(
        result, at: wall, monotonic, random: random)
    }
    for waiter in waiting { waiter.give(answer) }
  }

  private static func lasting(
    _ renewed: Credentials, _ windows: RenewalWindows, from source: String, at wall: Date,
    _ effort: RenewalEffort
  ) -> KeptCredentials.Outcome {
    guard let expiration = renewed.expiration, expiration <= wall else {
      return .renewed(renewed, windows)
    }
    let (end, now) = (CivilTime(expiration).iso8601Seconds, CivilTime(wall).iso8601Seconds)
    return .failed(
      .configuration(
        place: source,
        message: "gave credentials that had expired already, at \(end)Z; this machine's clock says "
          + "\(now)Z: set it right if it is off, else log in again at the source"), effort)
  }

  private static func makeRoom(
    in kept: inout [CredentialsKey: KeptCredentials], at wall: Date, _ monotonic: Duration
  ) {
    kept = kept.filter { _, entry in
      entry.isRenewing
        || entry.isWorthKeeping(at: wall, monotonic) && monotonic - entry.lastUse < longestDisuse
    }
    guard kept.count > room else { return }
    let idle = kept.filter { !$0.value.isRenewing }.sorted { $0.value.lastUse < $1.value.lastUse }
    for (key, _) in idle.prefix(kept.count - room) { kept[key] = nil }
  }
}

/// Everything that temporary credentials depend on: if one part differs, so do the credentials. No
/// part is a secret.
public struct CredentialsKey: Hashable, Sendable {
  public var parts: [String]

  public init(_ parts: [String]) {
    self.parts = parts
  }
}
