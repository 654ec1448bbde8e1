import Foundation
import Support
import Synchronization
import Testing

@testable import AWSCore

@Suite struct WebIdentityTests {
  private static let token =
    "eyJhbGciOiJSUzI1NiJ9." + String(repeating: "aB3-_", count: 60) + ".sig"
  private let variables = [
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/var/token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/pod",
  ]

  private func world(config: String? = nil, token: String? = Self.token) -> RoleWorld {
    let world = RoleWorld(config: config)
    world.write(token, to: "/var/token")
    return world
  }

  private func failure(_ world: RoleWorld, _ variables: [String: String]) async throws -> AWSError {
    let error = await #expect(throws: AWSError.self) {
      try await CredentialsChain(world.surroundings(variables)).credentials()
    }
    return try #require(error)
  }

  @Test func `the environment's web identity is called without a signature`() async throws {
    let world = world(token: Self.token + "\n")
    let named = variables.merging(["AWS_ROLE_SESSION_NAME": "pod-1"]) { $1 }
    let found = try await CredentialsChain(world.surroundings(named)).credentials()
    #expect(found.accessKeyID == "ASIA1")
    let call = try #require(world.calls.withLock { $0 }.first)
    #expect(call.accessKeyID == nil)
    #expect(call.url == "https://sts.eu-west-1.amazonaws.com/")
    #expect(
      call.parameters == [
        "Action": "AssumeRoleWithWebIdentity", "Version": "2011-06-15",
        "RoleArn": "arn:aws:iam::1:role/pod", "RoleSessionName": "pod-1",
        "WebIdentityToken": Self.token,
      ])
  }

  @Test func `a profile's web identity is a source for other roles too`() async throws {
    let world = world(
      config: """
        [profile p]
        role_arn = arn:outer
        source_profile = pod
        [profile pod]
        role_arn = arn:inner
        web_identity_token_file = /var/token
        """)
    let chain = CredentialsChain(
      world.surroundings(), overrides: SettingsOverrides(profile: "p"))
    #expect(try await chain.credentials().accessKeyID == "ASIA2")
    let calls = world.calls.withLock { $0 }
    #expect(calls.map(\.action) == ["AssumeRoleWithWebIdentity", "AssumeRole"])
    #expect(calls.map(\.accessKeyID) == [nil, "ASIA1"])
  }

  @Test func `the token is read anew at every renewal`() async throws {
    let world = world(token: "first-token")
    let surroundings = world.surroundings(variables)
    for token in ["first-token", "second-token"] {
      world.write(token, to: "/var/token")
      _ = try await CredentialsChain(surroundings).credentials()
      world.clock.setWall(aheadBy: 3601)
    }
    #expect(
      world.calls.withLock { $0.map { $0.parameters["WebIdentityToken"] } }
        == ["first-token", "second-token"])
  }

  @Test func `a token file without a role is an error, not the next source's turn`() async throws {
    var half = variables
    half["AWS_ROLE_ARN"] = " "
    let expected = AWSError.configuration(
      place: "environment variable AWS_WEB_IDENTITY_TOKEN_FILE",
      message: "set, and AWS_ROLE_ARN, the role that the token is for, is not")
    #expect(try await failure(world(), half) == expected)
  }

  @Test func `a role without a token file is nothing`() async throws {
    let error = try await failure(world(), ["AWS_ROLE_ARN": "arn:x"])
    guard case .noCredentials(let lookups) = error else { return }
    let expected = SearchedPlace(
      place: "environment variable AWS_WEB_IDENTITY_TOKEN_FILE", finding: "not set")
    #expect(lookups.contains(expected))
  }

  @Test(arguments: [
    (nil, "isn't there"), (" \n", "is empty"), (String(repeating: "x", count: 20_001), "larger"),
  ])
  func `a token file that is no use is named`(token: String?, words: String) async throws {
    let world = world(token: token)
    guard case .configuration(_, let message) = try await failure(world, variables) else {
      Issue.record("another error")
      return
    }
    #expect(message.hasPrefix("the token file /var/token "))
    #expect(message.contains(words))
    #expect(world.calls.withLock { $0.isEmpty })
  }

  @Test func `a provider that STS couldn't reach is asked again`() async throws {
    let world = world()
    world.override.withLock {
      $0 = { _, number in number < 3 ? .fault(400, "IDPCommunicationError", "slow") : nil }
    }
    let surroundings = world.surroundings(variables)
    let (result, rests) = try await cranking(world.clock) {
      try await CredentialsChain(surroundings).credentials()
    }
    #expect(try result.get().accessKeyID == "ASIA3")
    #expect(rests == [.milliseconds(50), .milliseconds(100)])
  }

  @Test func `a rejected token is not sent again`() async throws {
    let world = world()
    world.override.withLock { $0 = { _, _ in .fault(400, "InvalidIdentityToken", "no") } }
    guard case .service(let fault) = try await failure(world, variables) else { return }
    #expect(fault.code == "InvalidIdentityToken")
    #expect(fault.message.contains("arn:aws:iam::1:role/pod with the token in /var/token"))
    #expect(world.calls.withLock { $0.count } == 1)
  }

  /// The error document, a proxy's page that is cut off in the midst of the token, the body as it
  /// was sent.
  @Test(arguments: ["t0p+secret/token==", token])
  func `a server that sends the token back doesn't get it into the error`(token: String)
    async throws
  {
    let echoes: [@Sendable (String) -> HTTPResponse] = [
      { .fault(400, "InvalidIdentityToken", "bad: \($0)") },
      { .fault(400, $0, "bad") },
      { HTTPResponse(status: 403, body: Array("<html>\($0)".utf8)) },
      { HTTPResponse(status: 403, body: Array((String(repeating: "x", count: 180) + $0).utf8)) },
      { HTTPResponse(status: 403, body: Array("a=b&t=\(PercentEncoding.encode($0.utf8))".utf8)) },
      { HTTPResponse(status: 200, body: Array("<\($0)/>".utf8)) },
    ]
    for echo in echoes {
      let world = world(token: token)
      world.override.withLock {
        $0 = { call, _ in echo(call.parameters["WebIdentityToken"] ?? "") }
      }
      let error = try await failure(world, variables)
      var dumped = ""
      dump(error, to: &dumped)
      let encoded = PercentEncoding.encode(token.utf8)
      for text in ["\(error)", String(reflecting: error), dumped] {
        for secret in [token, encoded] {
          for start in stride(from: 0, through: secret.count - 10, by: 1) {
            let piece = secret.dropFirst(start).prefix(10)
            guard !text.contains(piece) else {
              Issue.record("\(piece) of the token in: \(text)")
              return
            }
          }
        }
      }
    }
  }

  @Test func `an MFA code is taken out where it is a word`() {
    let hidden = SecretsOfRequest(["123456"]).hidden(in: "code 123456, account 123456789012")
    #expect(hidden == "code (hidden), account 123456789012")
  }
}
