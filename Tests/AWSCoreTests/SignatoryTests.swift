import Foundation
import Support
import Synchronization
import Testing

@testable import AWSCore

/// Whose keys sign, and that a client made for one account never signs for another.
@Suite(.timeLimit(.minutes(2))) struct SignatoryTests {
  private static func keys(_ id: String, account: String? = nil) -> String {
    """
    [default]
    aws_access_key_id = \(id)
    aws_secret_access_key = hush-\(id)
    \(account.map { "aws_account_id = \($0)" } ?? "")
    """
  }

  private func signatory(
    _ surroundings: Surroundings, overrides: SettingsOverrides = SettingsOverrides()
  ) async throws -> (Signatory, ResolvedSettings) {
    let settings = try AWSSettings.resolve(surroundings, overrides: overrides)
    let signatory = try await Signatory(
      settings, surroundings: surroundings, overrides: overrides)
    return (signatory, settings)
  }

  private func asked(_ world: RoleWorld) -> Int {
    world.calls.withLock { $0.count { $0.action == "GetCallerIdentity" } }
  }

  @Test func `STS is asked once for each set of keys`() async throws {
    let world = RoleWorld(credentials: Self.keys("AKIDONE"))
    let surroundings = world.surroundings()
    let (first, _) = try await signatory(surroundings)
    #expect(first.knownAccount == nil)
    #expect(await first.account() == "123456789012")
    for _ in 0..<3 {
      let (again, _) = try await signatory(surroundings)
      #expect(again.keyID == "AKIDONE")
      #expect(again.knownAccount == "123456789012")
    }
    #expect(asked(world) == 1)
    world.write(Self.keys("AKIDTWO"), to: "/home/me/.aws/credentials")
    let (other, _) = try await signatory(surroundings)
    #expect(other.knownAccount == nil)
    #expect(await other.account() == "123456789012")
    #expect(asked(world) == 2)
    #expect(world.calls.withLock { $0.map(\.accessKeyID) } == ["AKIDONE", "AKIDTWO"])
  }

  @Test func `who the caller is comes from STS, once for each set of keys`() async throws {
    let world = RoleWorld(credentials: Self.keys("AKIDONE", account: "210987654321"))
    let surroundings = world.surroundings()
    let (first, _) = try await signatory(surroundings)
    let caller = try #require(await first.caller())
    #expect(caller.hasPrefix("arn:aws:"))
    #expect(try await signatory(surroundings).0.caller() == caller)
    #expect(asked(world) == 1)
    // What the credentials say of their account goes before it.
    #expect(first.knownAccount == "210987654321")
  }

  @Test func `credentials that say their account are asked about nowhere`() async throws {
    let world = RoleWorld(credentials: Self.keys("AKIDONE", account: "210987654321"))
    let (signatory, _) = try await signatory(world.surroundings())
    #expect(await signatory.account() == "210987654321")
    #expect(asked(world) == 0)
  }

  @Test func `an account that an answer named is remembered`() async throws {
    let world = RoleWorld(credentials: Self.keys("AKIDONE"))
    let surroundings = world.surroundings()
    try await signatory(surroundings).0.learn(account: "210987654321")
    #expect(try await signatory(surroundings).0.knownAccount == "210987654321")
    #expect(asked(world) == 0)
  }

  @Test func `an STS that refuses is not asked before each poll, but when the user wants to know`()
    async throws
  {
    let world = RoleWorld(credentials: Self.keys("AKIDONE"))
    world.override.withLock {
      $0 = { _, _ in HTTPResponse(status: 403, body: Array("<x/>".utf8)) }
    }
    let surroundings = world.surroundings()
    let (signatory, _) = try await signatory(surroundings)
    for _ in 0..<3 { #expect(await signatory.account() == nil) }
    #expect(asked(world) == 1)
    world.clock.drift(by: .seconds(299))
    #expect(await signatory.account() == nil)
    #expect(asked(world) == 1)
    world.clock.drift(by: .seconds(2))
    #expect(await signatory.account() == nil)
    #expect(asked(world) == 2)
    world.override.withLock { $0 = nil }
    surroundings.accounts.forgetFailures()
    #expect(await signatory.account() == "123456789012")
  }

  @Test func `keys of an endpoint of one's own are not shown to AWS's STS`() async throws {
    let world = RoleWorld(credentials: Self.keys("AKIDONE"))
    let overrides = SettingsOverrides(endpointURL: "http://127.0.0.1:4566")
    let (own, _) = try await signatory(world.surroundings(), overrides: overrides)
    #expect(await own.account() == nil)
    #expect(world.calls.withLock { $0.isEmpty })
    let both = world.surroundings(["AWS_ENDPOINT_URL": "http://127.0.0.1:4566"])
    #expect(try await signatory(both).0.account() == "123456789012")
    #expect(world.calls.withLock { $0.map(\.url) } == ["http://127.0.0.1:4566/"])
  }

  @Test func `one key at two endpoints is two accounts`() async throws {
    let world = RoleWorld(credentials: Self.keys("AKIDONE"))
    let surroundings = world.surroundings()
    let one = SettingsOverrides(endpointURL: "http://127.0.0.1:4566")
    try await signatory(surroundings, overrides: one).0.learn(account: "111111111111")
    let two = SettingsOverrides(endpointURL: "http://127.0.0.1:4567")
    #expect(try await signatory(surroundings, overrides: one).0.knownAccount == "111111111111")
    #expect(try await signatory(surroundings, overrides: two).0.knownAccount == nil)
  }

  @Test func `renewed keys of the same account sign on, others never`() async throws {
    let world = RoleWorld(credentials: Self.keys("AKIDONE", account: "111111111111"))
    let (signatory, _) = try await signatory(world.surroundings())
    let provider = signatory.provider
    #expect(try await provider.credentials().accessKeyID == "AKIDONE")
    let path = "/home/me/.aws/credentials"
    world.write(Self.keys("AKIDTWO", account: "111111111111"), to: path)
    world.clock.drift(by: .milliseconds(999))
    #expect(try await provider.credentials().accessKeyID == "AKIDONE")
    world.clock.drift(by: .milliseconds(1))
    #expect(try await provider.credentials().accessKeyID == "AKIDTWO")
    world.write(Self.keys("AKIDSIX", account: "222222222222"), to: path)
    #expect(try await provider.credentials().accessKeyID == "AKIDTWO")
    world.clock.drift(by: .seconds(1))
    let error = await #expect(throws: AWSError.self) { try await provider.credentials() }
    #expect(error?.summary.contains("from account 111111111111 to account 222222222222") == true)
    world.override.withLock { $0 = { _, _ in HTTPResponse(status: 403, body: []) } }
    world.write(Self.keys("AKIDTEN"), to: path)
    await #expect(throws: AWSError.self) { try await provider.credentials() }
  }

  @Test func `after a refusal the source is asked at once`() async throws {
    let world = RoleWorld(credentials: Self.keys("AKIDONE", account: "111111111111"))
    let (signatory, _) = try await signatory(world.surroundings())
    let provider = signatory.provider
    let refused = try await provider.credentials()
    world.write(
      Self.keys("AKIDTWO", account: "111111111111"), to: "/home/me/.aws/credentials")
    provider.refused(refused)
    #expect(try await provider.credentials().accessKeyID == "AKIDTWO")
  }

  @Test func `the source is named, and no secret`() async throws {
    let world = RoleWorld(credentials: Self.keys("AKIDFILE"))
    let fromProfile = try await signatory(world.surroundings()).0
    #expect(fromProfile.source == "profile \"default\"")
    let keys = ["AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "hush-env"]
    let fromEnvironment = try await signatory(
      world.surroundings(keys.merging(["AWS_PROFILE": "default"]) { $1 })
    ).0
    #expect(fromEnvironment.source == "environment variables")
    #expect(fromEnvironment.keyID == "AKIDENV")
    for text in [String(describing: fromProfile), String(reflecting: fromEnvironment)] {
      #expect(!text.contains("hush"))
    }
  }
}
