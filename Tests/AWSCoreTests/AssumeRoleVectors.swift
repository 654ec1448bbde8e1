import Foundation
import Support
import Testing

@testable import AWSCore

@Suite struct AssumeRoleVectors {
  private struct Case: Decodable {
    struct Input: Decodable {
      var profiles: [String: [String: String]]
      var ssoSessions: [String: [String: String]]?
      var selectedProfile: String
      enum CodingKeys: String, CodingKey {
        case profiles
        case ssoSessions = "sso_sessions"
        case selectedProfile = "selected_profile"
      }
    }
    struct Output: Decodable {
      var chain: [Step]?
      var error: String?
      enum CodingKeys: String, CodingKey {
        case chain = "ProfileChain"
        case error = "Error"
      }
    }
    var docs: String
    var input: Input
    var output: Output
  }

  /// A step of the published form: its kind, and the settings of it (a named source's is its name).
  private struct Step: Decodable, Equatable {
    var kind: String
    var settings: [String: String]

    init(_ kind: String, _ settings: [String: String?]) {
      self.kind = kind
      self.settings = settings.compactMapValues { $0 }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let named = try? container.decode([String: String].self), let (kind, name) = named.first {
        self.init(kind, ["name": name])
      } else {
        let step = try container.decode([String: [String: String]].self)
        let (kind, settings) = try #require(step.first)
        self.init(kind, settings)
      }
    }
  }

  @Test(.enabled(if: Judge.hasConformance), arguments: [ProfileFileKind.config, .credentials])
  func `the published plans of assumed roles pass, from either file`(
    file: ProfileFileKind
  ) throws {
    let url = Judge.conformance.appendingPathComponent("assume-role-tests.json")
    let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: url))
    for test in cases {
      let name = Comment(rawValue: test.docs)
      let reader = ProfilePlanReader(profiles: try profiles(of: test.input, in: file))
      let outcome = Result { () throws(ProfilePlanError) in
        try reader.plan(for: test.input.selectedProfile)
      }
      switch outcome {
      case .success(let plan): #expect(steps(of: plan) == test.output.chain, name)
      case .failure(let error):
        let expected = try #require(test.output.error, "\(test.docs): \(error)")
        #expect(error.message.contains(expected), name)
      }
    }
    #expect(cases.count == 28)
    if file == .config { Judge.report("assume-role plans", cases: cases.count) }
  }

  private func profiles(of input: Case.Input, in file: ProfileFileKind) throws -> ProfileSet {
    func text(_ sections: [String: [String: String]], _ prefix: String) -> [UInt8] {
      let lines = sections.sorted { $0.key < $1.key }.flatMap { name, properties in
        ["[\(prefix)\(name)]"] + properties.sorted { $0.key < $1.key }.map { "\($0) = \($1)" }
      }
      return Array(lines.joined(separator: "\n").utf8)
    }
    var profiles = ProfileParser.parse(
      text(input.ssoSessions ?? [:], "sso-session "), as: .config, path: "~/.aws/config")
    profiles.merge(
      ProfileParser.parse(
        text(input.profiles, file == .config ? "profile " : ""), as: file, path: "~/.aws/x"))
    return profiles
  }

  private func steps(of plan: ProfilePlan) -> [Step] {
    [start(plan.start)]
      + plan.roles.map {
        Step(
          "AssumeRole",
          [
            "role_arn": $0.roleARN, "external_id": $0.externalID,
            "role_session_name": $0.sessionName,
          ])
      }
  }

  private func start(_ start: ProfilePlan.Start) -> Step {
    switch start {
    case .staticKey(let key):
      Step(
        "AccessKey",
        [
          "access_key_id": key.accessKeyID, "secret_access_key": key.secretAccessKey,
          "session_token": key.sessionToken, "account_id": key.accountID,
        ])
    case .source(let source): Step("NamedSource", ["name": source.rawValue])
    case .webIdentity(let settings):
      Step(
        "WebIdentityToken",
        [
          "role_arn": settings.roleARN, "web_identity_token_file": settings.tokenFile,
          "role_session_name": settings.sessionName,
        ])
    case .identityCenter(let settings):
      Step(
        "Sso",
        [
          "sso_session": settings.session, "sso_region": settings.region,
          "sso_start_url": settings.startURL, "sso_account_id": settings.accountID,
          "sso_role_name": settings.roleName,
        ])
    case .identityCenterToken(let session, let startURL, let region):
      Step(
        "Sso", ["sso_session": session, "sso_start_url": startURL, "sso_region": region])
    case .login(let session): Step("Login", ["login_session": session])
    case .process(let command): Step("CredentialProcess", ["command": command])
    }
  }
}
