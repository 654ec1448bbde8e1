import Foundation
import Support
import Testing

@testable import AWSCore

/// Credentials that have expired already name who gave them.
@Suite struct ExpiredOnArrivalTests {
  private func place(_ chain: CredentialsChain) async -> String? {
    do {
      _ = try await chain.credentials()
      return nil
    } catch {
      guard case .configuration(let place, let message) = error,
        message.hasPrefix("gave credentials that had expired already")
      else { return "\(error)" }
      return place
    }
  }

  @Test func `a role and a web identity name their settings`() async throws {
    let world = RoleWorld(
      config: """
        [profile p]
        role_arn = arn:ops
        source_profile = b
        [profile b]
        aws_access_key_id = A
        aws_secret_access_key = s
        """)
    world.write("token", to: "/var/token")
    let old = world.clock.wall.addingTimeInterval(-7200)
    world.override.withLock {
      $0 = { call, number in
        HTTPResponse(status: 200, body: Array(RoleWorld.document(call, number, old).utf8))
      }
    }
    let named = CredentialsChain(
      world.surroundings(), overrides: SettingsOverrides(profile: "p"))
    #expect(await place(named) == "~/.aws/config:2")
    let pod = ["AWS_WEB_IDENTITY_TOKEN_FILE": "/var/token", "AWS_ROLE_ARN": "arn:pod"]
    #expect(
      await place(CredentialsChain(world.surroundings(pod)))
        == "environment variable AWS_WEB_IDENTITY_TOKEN_FILE")
  }

  @Test func `a container names its variable`() async throws {
    let surroundings = Surroundings(
      environment: .home(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/k"]), files: RoleWorld(),
      transport: ScriptedTransport { _, _ in
        HTTPResponse(status: 200, body: Array(InstanceKey.text(end: "2026-11-22T11:00:00Z").utf8))
      }, timekeeper: HandCrankedTimekeeper())
    #expect(
      await place(CredentialsChain(surroundings))
        == "environment variable AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
  }

  @Test func `IAM Identity Center names account, role and profile`() async throws {
    let bench = SSOBench()
    bench.servers.portal { _ in bench.role(hours: -1) }
    bench.login()
    let error = await #expect(throws: AWSError.self) { try await bench.credentials() }
    guard case .configuration(let place, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(
      place == "IAM Identity Center, role \"ReadOnly\" in account 123456789012 (profile \"prod\")")
  }
}
