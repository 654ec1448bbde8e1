import Foundation
import Ground
import Support
import Synchronization
import Testing

@testable import AWSCore

@Suite(.timeLimit(.minutes(15))) struct CredentialsCacheKeepingTests {
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

  @Test func `one source's renewal holds up no other`() async throws {
    let gate = source.hold()
    let stuck = Task { try await look("slow") }
    try await eventually { [source] in source.calls == 1 }
    source.letGo()
    #expect(try await look("quick").accessKeyID == "A2")
    gate.give(())
    _ = try await stuck.value
  }

  @Test func `keys that aren't used any more go`() async throws {
    source.lifetime = 600
    for number in 0..<50 { _ = try await look("\(number)") }
    #expect(cache.count == 50)
    try await clock.advance(by: .seconds(601))
    _ = try await look("new")
    #expect(cache.count == 1)
    source.lifetime = nil
    for number in 0..<2100 {
      _ = try await look("x\(number)")
      clock.drift(by: .seconds(1))
    }
    #expect(cache.count == 2048)
    _ = try await look("x2099")
    #expect(source.calls == 2151)
    try await clock.advance(by: .seconds(25 * 3600))
    _ = try await look("last")
    #expect(cache.count == 1)
  }

  @Test func `a failure that nobody asks about any more leaves nothing behind`() async throws {
    source.script { _ in .failure(.throttled) }
    for number in 0..<10 { _ = try? await look("\(number)") }
    #expect(cache.count == 10)
    try await clock.advance(by: .seconds(900))
    _ = try? await look("last")
    #expect(cache.count == 1)
    cache.forgetAll()
    #expect(cache.count == 0)
  }
}
