import Support
import Testing

@testable import AWSCore

/// Keys that are set wrongly are used as they are, as botocore does, and named where AWS refuses them.
@Suite struct KeyDoubtTests {
  private static let identifier = "AKIAIOSFODNN7EXAMPLE"
  private static let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

  struct Setting: Sendable {
    var variables: [String: String] = [:]
    var credentials = ""
    /// What is named.
    var words: [String]
  }

  private static func variables(
    _ identifier: String, _ secret: String, _ token: String? = nil
  ) -> [String: String] {
    var variables = ["AWS_ACCESS_KEY_ID": identifier, "AWS_SECRET_ACCESS_KEY": secret]
    variables["AWS_SESSION_TOKEN"] = token
    return variables
  }

  private static let settings: [Setting] = [
    Setting(
      variables: variables("\"\(identifier)\"", secret),
      words: ["environment variable AWS_ACCESS_KEY_ID has quotes"]),
    Setting(
      variables: variables(identifier, "'\(secret)'"),
      words: ["environment variable AWS_SECRET_ACCESS_KEY has quotes"]),
    Setting(
      variables: variables("\(identifier)\"", "\(secret),"),
      words: ["AWS_ACCESS_KEY_ID has quotes", "AWS_SECRET_ACCESS_KEY ends with \",\""]),
    Setting(
      variables: variables("ASIAIOSFODNN7EXAMPLE", secret, "\"token-of-these-keys\""),
      words: ["environment variable AWS_SESSION_TOKEN has quotes"]),
    Setting(
      variables: variables(identifier, secret, "token-of-other-keys"),
      words: ["environment variable AWS_SESSION_TOKEN is left over", "unset it"]),
    Setting(
      variables: variables("'\(identifier)'", secret, "token-of-other-keys"),
      words: ["AWS_ACCESS_KEY_ID has quotes", "AWS_SESSION_TOKEN is left over"]),
    Setting(
      credentials: "[default]\naws_access_key_id = \"\(identifier)\"\n"
        + "aws_secret_access_key = '\(secret)'\n",
      words: [
        "aws_access_key_id of profile \"default\" (~/.aws/credentials:2) has quotes",
        "aws_secret_access_key of profile \"default\" (~/.aws/credentials:3) has quotes",
      ]),
    Setting(
      credentials: "[default]\naws_access_key_id = \(identifier)\n"
        + "aws_secret_access_key = \(secret)\naws_session_token = token-of-other-keys\n",
      words: [
        "aws_session_token of profile \"default\" (~/.aws/credentials:4) is left over", "remove it",
      ]),
  ]

  private func client(
    _ setting: Setting, answering code: String
  ) throws -> (client: STSClient, world: RoleWorld) {
    let world = RoleWorld(credentials: setting.credentials)
    world.override.withLock {
      $0 = { _, _ in
        HTTPResponse(
          status: 403,
          body: Array(
            "<ErrorResponse><Error><Code>\(code)</Code><Message>m</Message></Error></ErrorResponse>"
              .utf8))
      }
    }
    return (try STSClient(world.surroundings(setting.variables)), world)
  }

  @Test(arguments: settings) func `what is odd about a key is advised when AWS refuses it`(
    setting: Setting
  ) async throws {
    for code in [
      "InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch",
      "IncompleteSignature", "ExpiredToken",
    ] {
      let (client, world) = try client(setting, answering: code)
      let error = await #expect(throws: AWSError.self) { try await client.callerIdentity() }
      let advice = error?.advice ?? ""
      for word in setting.words { #expect(advice.contains(word), "\(code): \(advice)") }
      // The key went out as it is set.
      let identifier =
        setting.variables["AWS_ACCESS_KEY_ID"]
        ?? (setting.credentials.contains("\"") ? "\"\(Self.identifier)\"" : Self.identifier)
      #expect(world.calls.withLock { $0.last?.accessKeyID } == identifier)
      for secret in [Self.secret, "token-of", Self.identifier.dropFirst(4).description] {
        #expect(!"\(String(describing: error))".contains(secret))
      }
    }
    let (other, _) = try client(setting, answering: "AccessDenied")
    let denied = await #expect(throws: AWSError.self) { try await other.callerIdentity() }
    #expect(denied?.advice.contains("quotes") == false)
    #expect(denied?.advice.contains("left over") == false)
  }

  @Test(arguments: settings) func `the survey names it before anybody is asked`(
    setting: Setting
  ) async {
    let world = RoleWorld(credentials: setting.credentials)
    let survey = await CredentialsChain(world.surroundings(setting.variables)).survey()
    for word in setting.words { #expect("\(survey)".contains(word), "\(survey)") }
    #expect(!"\(survey)".contains(Self.secret))
    #expect(!"\(survey)".contains("token-of"))
  }

  @Test(arguments: [
    variables(identifier, secret), variables("ASIAIOSFODNN7EXAMPLE", secret, "token/+=="),
    variables("test", "test", "test"),
  ])
  func `an ordinary key is not doubted`(variables: [String: String]) async throws {
    let found = try await EnvironmentCredentials(Environment(variables: variables)).credentials()
    #expect(found.doubts.isEmpty)
  }
}
