import Foundation
import Ground
import Support
import Synchronization
import Testing

@testable import AWSCore

@Suite(.timeLimit(.minutes(15))) struct CredentialsCacheTests {
  private let clock = HandCrankedTimekeeper()
  private let source: ScriptedSource
  private let cache: CredentialsCache

  init() {
    let cache = CredentialsCache(timekeeper: clock, random: { 0.5 })
    clock.settles { cache.isIdle }
    self.cache = cache
    source = ScriptedSource(clock)
  }

  private func look(
    _ key: String = "k", _ effort: RenewalEffort = .request
  ) async throws(AWSError) -> Credentials {
    try await cache.credentials(
      for: CredentialsKey([key]), from: "profile \"p\"", effort: effort
    ) {
      [source] () async throws(AWSError) in try await source.renew()
    }
  }

  @Test func `what is fresh is used without asking, to the second`() async throws {
    source.lifetime = 3600
    #expect(try await look().accessKeyID == "A1")
    try await clock.advance(by: .seconds(3600 - 900))
    #expect(try await look().accessKeyID == "A1")
    try await clock.settle()
    #expect(source.calls == 1)
  }

  @Test func `from fifteen minutes on the old is used while one renewal runs behind`() async throws
  {
    source.lifetime = 3600
    _ = try await look()
    try await clock.advance(by: .seconds(3600 - 899))
    let gate = source.hold()
    for _ in 0..<5 { #expect(try await look().accessKeyID == "A1") }
    try await eventually { [source] in source.calls == 2 }
    gate.give(())
    try await clock.settle()
    #expect(try await look().accessKeyID == "A2")
    #expect(source.calls == 2)
  }

  @Test func `from ten minutes on everybody waits, for one renewal`() async throws {
    source.lifetime = 3600
    _ = try await look()
    try await clock.advance(by: .seconds(3600 - 599))
    let gate = source.hold()
    let callers = (0..<5).map { _ in Task { try await look().accessKeyID } }
    try await eventually { [source] in source.calls == 2 }
    gate.give(())
    for caller in callers { #expect(try await caller.value == "A2") }
    #expect(source.calls == 2)
  }

  @Test func `at exactly ten minutes nobody waits yet`() async throws {
    source.lifetime = 3600
    _ = try await look()
    try await clock.advance(by: .seconds(3000))
    let gate = source.hold()
    #expect(try await look().accessKeyID == "A1")
    gate.give(())
    try await clock.settle()
  }

  @Test func `short lives are renewed at a quarter, not at every call`() async throws {
    source.lifetime = 600
    for _ in 0..<120 {
      _ = try await look()
      try await clock.advance(by: .seconds(5))
    }
    #expect((4...5).contains(source.calls), "\(source.calls) renewals in ten minutes")
  }

  @Test func `a source that can't do better than a dying key isn't asked at every call`()
    async throws
  {
    let end = clock.wall + 900
    source.script { number in
      .success(
        Credentials(accessKeyID: "A\(number)", secretAccessKey: "s", expiration: end))
    }
    for _ in 0..<899 {
      #expect(try await look().expiration == end)
      try await clock.advance(by: .seconds(1))
    }
    #expect(source.calls < 40, "\(source.calls) renewals in fifteen minutes")
  }

  @Test func `a failed renewal leaves the old in use and rests, in both windows`() async throws {
    source.lifetime = 3600
    _ = try await look()
    try await clock.advance(by: .seconds(3600 - 890))
    source.script { _ in .failure(.throttled) }
    // A poll each five seconds until they expire.
    for _ in 0..<177 {
      #expect(try await look().accessKeyID == "A1")
      try await clock.advance(by: .seconds(5))
    }
    #expect((4...20).contains(source.calls - 1), "\(source.calls - 1) tries in fifteen minutes")
  }

  /// With what a look fails now.
  private func failure(_ key: String = "k", of effort: RenewalEffort = .request) async -> AWSError?
  {
    do {
      _ = try await look(key, effort)
      return nil
    } catch {
      return error
    }
  }

  @Test
  func `after expiry a failing service is asked once a minute, and the first success heals it`()
    async throws
  {
    source.lifetime = 3600
    _ = try await look()
    source.script { _ in .failure(.throttled) }
    try await clock.advance(by: .seconds(12 * 3600))
    // The first failure is tried again with the next poll.
    for _ in 0..<720 {
      #expect(await failure()?.cause == .throttled)
      try await clock.advance(by: .seconds(5))
    }
    #expect((55...90).contains(source.calls), "\(source.calls) tries in an hour")
    source.script(nil)
    try await clock.advance(by: .seconds(60))
    #expect(try await look().accessKeyID == "A\(source.calls)")
  }

  @Test func `a program or a person that fails is left alone for minutes, and R tries at once`()
    async throws
  {
    source.script { _ in .failure(.throttled) }
    var tries: [Duration] = []
    while clock.monotonic < .seconds(3600) {
      let (before, asked) = (source.calls, clock.monotonic)
      let error = await failure(of: .programOrPerson)
      if source.calls > before { tries.append(asked) }
      guard case .resting(cause: .throttled, let end)? = error else {
        #expect(error == .throttled && tries.count == 1)
        try await clock.advance(by: .seconds(1))
        continue
      }
      // What is told is true: not a second sooner, and then at once.
      #expect(source.calls == tries.count && end > clock.monotonic)
      try await clock.advance(by: min(.seconds(1), end - clock.monotonic))
    }
    let rests = zip(tries.dropFirst(), tries).map { $0 - $1 }
    #expect(Array(rests.prefix(3)) == [.seconds(5), .seconds(13.125), .seconds(52.5)])
    #expect(rests.dropFirst(3).allSatisfy { $0 == .seconds(262.5) } && rests.count > 10)
    cache.forgetFailures()
    #expect(await failure(of: .programOrPerson) == .throttled)
    #expect(source.calls == tries.count + 1)
    // Another configuration has another key.
    #expect(await failure("changed", of: .programOrPerson) == .throttled)
    #expect(source.calls == tries.count + 2)
  }

  @Test func `what is cheap to look at is looked at each time, and makes nobody rest`() async throws
  {
    let (cache, source) = (cache, source)
    let isReady = Mutex(false)
    func look() async throws(AWSError) -> Credentials {
      try await cache.credentials(
        for: CredentialsKey(["k"]), effort: .programOrPerson,
        preparing: { () async throws(AWSError) in
          if !isReady.withLock({ $0 }) { throw .noRegion([]) }
        }, renewing: { (_: Void) async throws(AWSError) in try await source.renew() })
    }
    for _ in 0..<10 { await #expect(throws: AWSError.noRegion([])) { try await look() } }
    isReady.withLock { $0 = true }
    #expect(try await look().accessKeyID == "A1")
  }

  @Test func `a rest doesn't outlive the credentials`() async throws {
    source.lifetime = 3600
    _ = try await look()
    try await clock.advance(by: .seconds(3595))
    source.script { _ in .failure(.throttled) }
    #expect(try await look().accessKeyID == "A1")
    try await clock.advance(by: .seconds(5))
    #expect(await failure()?.cause == .throttled)
    #expect(source.calls == 3)
  }

  @Test func `credentials expire in the very second that they say`() async throws {
    source.lifetime = 60
    _ = try await look()
    clock.setWall(aheadBy: 60)
    source.script { _ in .failure(.throttled) }
    await #expect(throws: AWSError.throttled) { try await look() }
  }

  @Test func `a laptop that slept finds new credentials when it wakes`() async throws {
    source.lifetime = 3600
    _ = try await look()
    clock.setWall(aheadBy: 9 * 3600)
    #expect(try await look().accessKeyID == "A2")
  }

  @Test func `new credentials that have expired already are an error that says so`() async throws {
    source.lifetime = -1
    let error = await #expect(throws: AWSError.self) { try await look() }
    let text = try #require(error.map { "\($0)" })
    #expect(text.contains("profile \"p\": gave credentials that had expired already"))
    #expect(text.contains("2026-11-22T11:59:59Z"))
    #expect(text.contains("clock"))
    source.lifetime = 60
    #expect(try await look().accessKeyID == "A2")
  }

  @Test func `expired new ones don't push out old ones that still last`() async throws {
    source.lifetime = 3600
    _ = try await look()
    try await clock.advance(by: .seconds(3500))
    source.lifetime = 0
    #expect(try await look().accessKeyID == "A1")
  }

  @Test func `credentials without an expiration are kept until they are forgotten`() async throws {
    source.lifetime = nil
    let first = try await look()
    try await clock.advance(by: .seconds(12 * 3600))
    #expect(try await look() == first)
    cache.forget(CredentialsKey(["other"]))
    #expect(try await look() == first)
    cache.forget(CredentialsKey(["k"]))
    #expect(try await look().accessKeyID == "A2")
    cache.forgetAll()
    #expect(try await look().accessKeyID == "A3")
  }

  @Test(arguments: [nil, 12 * 3600.0])
  func `what AWS refuses is renewed, and nothing else`(lifetime: TimeInterval?) async throws {
    source.lifetime = lifetime
    let first = try await look()
    let other = try await look("other")
    try await clock.advance(by: .seconds(3600))
    cache.refuse(Credentials(accessKeyID: "A1", secretAccessKey: "another"))
    #expect(try await look() == first)
    cache.refuse(first)
    #expect(try await look().accessKeyID == "A3")
    cache.refuse(first)
    #expect(try await look().accessKeyID == "A3")
    #expect(try await look("other") == other)
  }

  @Test func `a refused key isn't used again when its source fails`() async throws {
    source.lifetime = nil
    let first = try await look()
    try await clock.advance(by: .seconds(8 * 3600))
    source.script { _ in .failure(.throttled) }
    cache.refuse(first)
    for _ in 0..<3 { #expect(await failure()?.cause == .throttled) }
    #expect(source.calls == 3)
    source.script(nil)
    cache.forgetFailures()
    #expect(try await look().accessKeyID == "A4")
  }

  @Test func `what was noted of refused credentials since they were kept keeps nobody from them`()
    async throws
  {
    source.lifetime = nil
    var noted = try await look()
    noted.accountID = "123456789012"
    noted.expiration = clock.wall
    cache.refuse(noted)
    #expect(try await look().accessKeyID == "A2")
  }

  @Test func `a source that AWS refuses again and again isn't asked at every poll`() async throws {
    source.lifetime = nil
    for _ in 0..<120 {
      cache.refuse(try await look())
      try await clock.advance(by: .seconds(5))
    }
    #expect((4...6).contains(source.calls), "\(source.calls) renewals in ten minutes")
    let calls = source.calls
    cache.forgetFailures()
    _ = try await look()
    #expect(source.calls == calls + 1)
  }

  @Test func `a refresh by hand looks anew where the last renewal failed, and nowhere else`()
    async throws
  {
    source.lifetime = 3600
    _ = try await look()
    _ = try await look("other")
    try await clock.advance(by: .seconds(3600 - 500))
    source.script { _ in .failure(.throttled) }
    #expect(try await look().accessKeyID == "A1")
    #expect(try await look().accessKeyID == "A1")
    #expect(source.calls == 3)
    source.script(nil)
    cache.forgetFailures()
    #expect(try await look().accessKeyID == "A4")
    cache.forgetFailures()
    #expect(try await look().accessKeyID == "A4")
    #expect(source.calls == 4)
  }

  @Test func `a cancelled caller leaves at once, and the renewal goes on for the others`()
    async throws
  {
    let gate = source.hold()
    let leaving = Task { try await look() }
    try await eventually { [source] in source.calls == 1 }
    let staying = Task { try await look() }
    leaving.cancel()
    await #expect(throws: AWSError.cancelled) { try await leaving.value }
    #expect(!cache.isIdle)
    gate.give(())
    #expect(try await staying.value.accessKeyID == "A1")
    #expect(!source.wasCancelled)
    #expect(source.calls == 1)
  }

  @Test func `a renewal that everybody left is there for who comes next`() async throws {
    let gate = source.hold()
    let leaving = Task { try await look() }
    try await eventually { [source] in source.calls == 1 }
    leaving.cancel()
    await #expect(throws: AWSError.cancelled) { try await leaving.value }
    gate.give(())
    try await clock.settle()
    #expect(try await look().accessKeyID == "A1")
    #expect(source.calls == 1)
  }

  @Test func `everybody who waits hears of the failure, and the next call tries again`()
    async throws
  {
    let gate = source.hold()
    source.script { number in
      number == 1
        ? .failure(.throttled) : .success(Credentials(accessKeyID: "B", secretAccessKey: "s"))
    }
    let callers = (0..<4).map { _ in Task { try await look() } }
    try await eventually { [source] in source.calls == 1 }
    gate.give(())
    var failed = 0
    for caller in callers {
      if case .failure(let error) = await caller.result, error as? AWSError == .throttled {
        failed += 1
      }
    }
    #expect(failed >= 1)
    #expect(try await look().accessKeyID == "B")
  }

  @Test func `what is forgotten during a renewal is renewed by it`() async throws {
    let gate = source.hold()
    let caller = Task { try await look() }
    try await eventually { [source] in source.calls == 1 }
    cache.forgetAll()
    let second = Task { try await look() }
    gate.give(())
    #expect(try await caller.value.accessKeyID == "A1")
    #expect(try await second.value.accessKeyID == "A1")
    #expect(source.calls == 1)
  }
}
