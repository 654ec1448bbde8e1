import Foundation
import Ground
import Support
import Synchronization
import Testing

@testable import AWSCore

/// Thousands of calls at random times against sources that fail, hang, give dying, dead and
/// refused credentials, and are forgotten in the midst of it.
@Suite(.timeLimit(.minutes(15))) struct CredentialsCacheStormTests {
  @Test(.tags(.generated), arguments: Seed.run(pinned: 12_256_319_878_128_109_047), 0..<8)
  func `whatever happens, one renewal at a time, nothing expired, and it recovers`(
    seed: Seed, round: Int
  ) async throws {
    let storm = Storm(seed, round)
    var dice = seed.generator("calls of storm \(round)")
    var callers: [Task<Void, Never>] = []
    for step in 0..<400 {
      for _ in 0..<Int.random(in: 0...4, using: &dice) {
        let caller = storm.call("k\(Int.random(in: 0..<5, using: &dice))")
        if Int.random(in: 0..<8, using: &dice) == 0 { caller.cancel() }
        callers.append(caller)
      }
      switch Int.random(in: 0..<12, using: &dice) {
      case 0: storm.cache.forgetFailures()
      case 1: storm.cache.forget(CredentialsKey(["k\(Int.random(in: 0..<5, using: &dice))"]))
      case 2: storm.clock.setWall(aheadBy: Double(Int.random(in: 0...900, using: &dice)))
      case 3: for caller in callers.suffix(2) { caller.cancel() }
      case 4: storm.cache.forgetAll()
      default: break
      }
      if Bool.random(using: &dice) { storm.release() }
      // Not everything that began has to come to its end between two steps.
      storm.clock.drift(by: .seconds([0, 1, 5, 60, 400].randomElement(using: &dice) ?? 0))
      if Int.random(in: 0..<4, using: &dice) == 0 { await Task.yield() }
      // On a busy machine the whole storm would be over before a caller had asked.
      if step % 10 == 9 {
        let wanted = callers.count
        try await eventually("every caller's question") { storm.asked == wanted }
      }
    }
    storm.calm()
    for caller in callers { await caller.value }
    try await eventually("an idle cache") { storm.cache.isIdle }
    for number in 0..<5 {
      let key = "k\(number)"
      try await storm.expectRecovery(key)
    }
    #expect(storm.mistakes == [])
    #expect(storm.calls > 20)
    #expect(storm.cache.count <= 5)
    Judge.report("invariants of the credentials cache", cases: callers.count)
  }
}

private final class Storm: Sendable {
  private struct State {
    var dice: SeededGenerator
    var renewing: Set<String> = []
    var held: [Awaited<Void>] = []
    var mistakes: [String] = []
    var asked = 0
    var calls = 0
    var isCalm = false
  }

  let clock = HandCrankedTimekeeper()
  let cache: CredentialsCache
  private let state: Mutex<State>

  init(_ seed: Seed, _ round: Int) {
    let chance = Mutex(seed.generator("rests of storm \(round)"))
    cache = CredentialsCache(timekeeper: clock) {
      chance.withLock { Double.random(in: 0...1, using: &$0) }
    }
    state = Mutex(State(dice: seed.generator("answers of storm \(round)")))
  }

  var mistakes: [String] { state.withLock { $0.mistakes } }
  var asked: Int { state.withLock { $0.asked } }
  var calls: Int { state.withLock { $0.calls } }

  func call(_ key: String) -> Task<Void, Never> {
    Task {
      // The clock may move on while the task comes back: what counts is the time before.
      let asked = clock.wall
      state.withLock { $0.asked += 1 }
      do {
        let found = try await look(key)
        if let end = found.expiration, end <= asked { note("\(key): expired at \(end)") }
        let isRefused = state.withLock { Int.random(in: 0..<20, using: &$0.dice) == 0 }
        if isRefused { cache.refuse(found) }
        if found.accessKeyID != key { note("\(key): somebody else's") }
      } catch AWSError.cancelled {
        if !Task.isCancelled { note("\(key): cancelled without cause") }
      } catch {}
    }
  }

  func look(_ key: String) async throws(AWSError) -> Credentials {
    try await cache.credentials(for: CredentialsKey([key])) {
      () async throws(AWSError) in try await self.renew(key)
    }
  }

  /// Lets the renewals end that hang.
  func release() {
    let held = state.withLock { state in
      defer { state.held = [] }
      return state.held
    }
    for gate in held { gate.give(()) }
  }

  /// From now on every source is well.
  func calm() {
    state.withLock { $0.isCalm = true }
    release()
  }

  func expectRecovery(_ key: String) async throws {
    // Both clocks: a source that has failed rests by the monotonic one.
    clock.drift(by: .seconds(24 * 3600))
    let found = try await look(key)
    let isGood = found.expiration.map { $0 > clock.wall } ?? true
    if !isGood || found.accessKeyID != key { note("\(key): no recovery") }
  }

  private func note(_ mistake: String) { state.withLock { $0.mistakes.append(mistake) } }

  private func renew(_ key: String) async throws(AWSError) -> Credentials {
    let (gate, outcome, lifetime) = state.withLock { state in
      state.calls += 1
      if !state.renewing.insert(key).inserted { state.mistakes.append("\(key): two renewals") }
      let hangs = !state.isCalm && Int.random(in: 0..<3, using: &state.dice) == 0
      let gate = hangs ? Awaited<Void>() : nil
      if let gate { state.held.append(gate) }
      let outcome = state.isCalm ? 9 : Int.random(in: 0..<10, using: &state.dice)
      let lifetimes: [TimeInterval] = [-60, 0, 1, 30, 300, 900, 3600, 43_200]
      return (gate, outcome, lifetimes.randomElement(using: &state.dice) ?? 0)
    }
    await gate?.value()
    if Task.isCancelled { note("\(key): the renewal was cancelled") }
    let isCalm = state.withLock { state in
      state.renewing.remove(key)
      return state.isCalm
    }
    if outcome < 4 { throw .throttled }
    return Credentials(
      accessKeyID: key, secretAccessKey: "s",
      expiration: outcome == 4 ? nil : clock.wall + (isCalm ? 3600 : lifetime))
  }
}
