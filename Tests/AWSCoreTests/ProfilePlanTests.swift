import Foundation
import Support
import Testing

@testable import AWSCore

@Suite struct ProfilePlanTests {
  private func plan(
    _ name: String = "p", config: String = "", credentials: String = ""
  ) throws -> ProfilePlan {
    var profiles = ProfileParser.parse(
      Array(config.utf8), as: .config, path: "~/.aws/config")
    profiles.merge(
      ProfileParser.parse(Array(credentials.utf8), as: .credentials, path: "~/.aws/credentials")
    )
    return try ProfilePlanReader(profiles: profiles).plan(for: name)
  }

  private func failure(_ name: String = "p", config: String) -> AWSError? {
    let error = #expect(throws: ProfilePlanError.self) { try plan(name, config: config) }
    guard case .broken(let cause)? = error else {
      Issue.record("\(String(describing: error))")
      return nil
    }
    return cause
  }

  private let key = "aws_access_key_id = AKIA\naws_secret_access_key = hush\n"

  // MARK: Which kind wins

  /// All kinds in one profile, and what is left when the first is taken away.
  @Test func `the kinds of one profile come in the order of the AWS command line`() throws {
    var config = [
      "role_arn = r", "web_identity_token_file = /t", "source_profile = base",
      "sso_account_id = 1", "sso_role_name = s", "sso_start_url = https://u",
      "sso_region = eu-west-1", "login_session = l", "credential_process = /bin/c x",
      "aws_access_key_id = AKIACONFIG", "aws_secret_access_key = s",
    ]
    let base = "\n[profile base]\n\(key)"
    func start(inCredentials credentials: String = "") throws -> ProfilePlan.Start {
      let text = "[profile p]\n" + config.joined(separator: "\n") + base
      return try plan(config: text, credentials: credentials).start
    }
    func without(_ prefix: String) { config.removeAll { $0.hasPrefix(prefix) } }

    guard case .webIdentity = try start() else {
      Issue.record("web identity")
      return
    }
    without("web_identity")
    #expect(
      try plan(config: "[profile p]\n" + config.joined(separator: "\n") + base).roles.count == 1)
    without("role_arn")
    guard case .identityCenter = try start() else {
      Issue.record("identity center")
      return
    }
    without("sso_")
    let file = "[p]\naws_access_key_id = AKIAFILE\naws_secret_access_key = s\n"
    #expect("\(try start(inCredentials: file))" == "the key \(masked)")
    #expect(try start() == .login(session: "l"))
    without("login")
    #expect(try start() == .process(command: "/bin/c x"))
    without("credential_process")
    guard case .staticKey(let key) = try start() else { return }
    #expect(key.accessKeyID == "AKIACONFIG")
  }

  private let masked = "****************"

  @Test(arguments: ["Environment", "ec2instancemetadata", "EcsContainer"])
  func `a role can start from a named source, in any case of letters`(name: String) throws {
    let plan = try plan(config: "[profile p]\nrole_arn = r\ncredential_source = \(name)\n")
    guard case .source(let source) = plan.start else {
      Issue.record("\(plan)")
      return
    }
    #expect(source.rawValue.lowercased() == name.lowercased())
    #expect(plan.roles.map(\.roleARN) == ["r"])
  }

  @Test func `a source that nobody knows is told with those that there are`() {
    let error = failure(config: "[profile p]\nrole_arn = r\ncredential_source = Moon\n")
    let expected = AWSError.configuration(
      place: "credential_source of profile \"p\" (~/.aws/config:3)",
      message: "\"Moon\" is not a source; there are: Environment, Ec2InstanceMetadata, EcsContainer"
    )
    #expect(error == expected)
  }

  // MARK: Chains

  @Test func `all settings of a role come along, and each has its place`() throws {
    let plan = try plan(
      config: """
        [profile p]
        role_arn = arn:aws:iam::1:role/outer
        source_profile = mid
        external_id = x-1
        role_session_name = ana
        duration_seconds = 900
        mfa_serial = arn:aws:iam::1:mfa/ana
        [profile mid]
        role_arn = arn:aws:iam::1:role/inner
        source_profile = base
        duration_seconds = an hour
        [profile base]
        \(key)
        """)
    #expect(
      plan.roles == [
        AssumedRole(
          profileName: "mid", place: "~/.aws/config:9", roleARN: "arn:aws:iam::1:role/inner"),
        AssumedRole(
          profileName: "p", place: "~/.aws/config:2", roleARN: "arn:aws:iam::1:role/outer",
          externalID: "x-1", sessionName: "ana", durationSeconds: 900,
          mfaSerial: "arn:aws:iam::1:mfa/ana"),
      ])
    #expect(plan.startProfile == "base")
    #expect(plan.startPlace == "aws_access_key_id of profile \"base\" (~/.aws/config:13)")
    #expect(plan.steps.count == 3)
    #expect(plan.steps[2].contains("MFA code of arn:aws:iam::1:mfa/ana"))
  }

  @Test func `a loop is told with its whole way and the line that closes it`() {
    let error = failure(
      config: """
        [profile p]
        role_arn = r
        source_profile = a
        [profile a]
        role_arn = r
        source_profile = b
        [profile b]
        role_arn = r
        source_profile = a
        """)
    let expected = AWSError.configuration(
      place: "source_profile of profile \"b\" (~/.aws/config:9)",
      message: "profile formed an infinite loop: p → a → b → a")
    #expect(error == expected)
  }

  @Test(arguments: [
    "credential_process = /bin/c", "login_session = l", "sso_account_id = 1\nsso_role_name = s",
  ])
  func `a profile is its own source only where it has a key`(kind: String) {
    let error = failure(config: "[profile p]\nrole_arn = r\nsource_profile = p\n\(kind)\n")
    let expected = AWSError.configuration(
      place: "source_profile of profile \"p\" (~/.aws/config:3)",
      message: "profile formed an infinite loop: p → p")
    #expect(error == expected)
  }

  @Test func `half a key in a source profile is an error, whatever else it holds`() {
    let error = failure(
      config: """
        [profile p]
        role_arn = r
        source_profile = b
        [profile b]
        aws_access_key_id = AKIA
        credential_process = /bin/c
        """)
    let expected = AWSError.configuration(
      place: "aws_access_key_id of profile \"b\" (~/.aws/config:5)",
      message: "half a key: profile missing aws_secret_access_key; set both or neither")
    #expect(error == expected)
  }

  @Test func `an old spelling of the session token is read`() throws {
    let plan = try plan(config: "[profile p]\n\(key)aws_security_token = tok\n")
    guard case .staticKey(let key) = plan.start else { return }
    #expect(key.sessionToken == "tok")
  }

  @Test func `a source_profile without a role_arn is hinted at`() {
    let expected = ProfilePlanError.noCredentials(
      profile: "p", hint: "it has a source_profile (~/.aws/config:2), no role_arn")
    #expect(throws: expected) { try plan(config: "[profile p]\nsource_profile = b\n") }
  }

  // MARK: IAM Identity Center

  private let session = "[sso-session s]\nsso_start_url = https://u\nsso_region = eu-west-1\n"

  @Test func `a session supplies region and start URL, and the profile may repeat them`() throws {
    let expected = SSOSettings(
      profileName: "p", session: "s", startURL: "https://u", region: "eu-west-1", accountID: "1",
      roleName: "r")
    let profile = "[profile p]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n"
    #expect(try plan(config: profile + session).start == .identityCenter(expected))
    let repeated = profile + "sso_region = eu-west-1\nsso_start_url = https://u\n"
    #expect(try plan(config: repeated + session).start == .identityCenter(expected))
  }

  @Test(arguments: ["sso_region = eu-west-2", "sso_start_url = https://v"])
  func `what the profile says otherwise than its session is an error`(line: String) throws {
    let config =
      "[profile p]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n\(line)\n\(session)"
    guard case .configuration(let place, let message)? = failure(config: config) else { return }
    #expect(place.hasSuffix("of profile \"p\" (~/.aws/config:5)"))
    #expect(message.contains("not the same as in sso-session `s` (~/.aws/config:"))
  }

  @Test(arguments: ["sso_start_url", "sso_region"])
  func `what an old profile lacks is named`(missing: String) throws {
    let lines = [
      "sso_account_id = 1", "sso_role_name = r", "sso_start_url = https://u",
      "sso_region = eu-west-1",
    ].filter { !$0.hasPrefix(missing) }
    let error = failure(config: "[profile p]\n" + lines.joined(separator: "\n"))
    guard case .configuration(let place, let message)? = error else { return }
    #expect(place == "sso_account_id of profile \"p\" (~/.aws/config:2)")
    #expect(message == "if `sso_account_id` is set, then `\(missing)` must also be set")
  }

  @Test func `a session that lacks its region is named`() throws {
    let error = failure(
      config: "[profile p]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n"
        + "[sso-session s]\nsso_start_url = https://u\n")
    guard case .configuration(_, let message)? = error else { return }
    #expect(message == "sso-session `s` has no sso_region")
  }

  @Test func `a region that would change the host is refused`() throws {
    let error = failure(
      config: "[profile p]\nsso_account_id = 1\nsso_role_name = r\nsso_start_url = https://u\n"
        + "sso_region = evil.example/x\n")
    guard case .configuration(let place, _)? = error else { return }
    #expect(place == "sso_region of profile \"p\" (~/.aws/config:5)")
  }

  @Test func `a session alone doesn't stand before a key`() throws {
    let config = "[profile p]\nsso_session = s\n\(key)\(session)"
    guard case .staticKey = try plan(config: config).start else {
      Issue.record("took the session")
      return
    }
  }

  // MARK: Secrets

  @Test func `no description of a plan shows a secret or a command`() throws {
    var texts: [String] = []
    for config in ["[profile p]\n\(key)", "[profile p]\ncredential_process = /bin/c hush\n"] {
      let plan = try plan(config: config)
      var dumped = ""
      dump(plan, to: &dumped)
      texts += ["\(plan)", String(reflecting: plan), dumped, plan.steps.joined()]
    }
    for text in texts { #expect(!text.contains("hush")) }
  }
}
