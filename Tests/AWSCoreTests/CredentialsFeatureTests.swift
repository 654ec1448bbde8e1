import Foundation
import Support
import Synchronization
import Testing

@testable import AWSCore

@Suite struct CredentialsFeatureTests {
  private static let key = "aws_access_key_id = AKIABASE\naws_secret_access_key = s\n"
  private static let webIdentity = [
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/var/token", "AWS_ROLE_ARN": "arn:pod",
  ]
  private static let environmentKey = ["AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "s"]

  /// The features of every request that one call of RDS's takes, STS's first.
  private func features(
    _ config: String, _ variables: [String: String] = [:], printing output: String? = nil
  ) async throws -> [String] {
    let world = RoleWorld(config: config)
    world.write("token", to: "/var/token")
    let agents = Mutex<[String]>([])
    var surroundings = world.surroundings(variables)
    let base = surroundings.transport
    surroundings.transport = ScriptedTransport { request, _ in
      agents.withLock { $0.append(request.header("User-Agent") ?? "") }
      return try await base.send(request, within: .seconds(1))
    }
    if let output {
      let processes = ScriptedProcesses()
      processes.print(output)
      surroundings.processes = processes
    }
    let client = AWSClient(
      settings: try AWSSettings.resolve(surroundings), transport: surroundings.transport,
      timekeeper: world.clock, product: "t", version: "1")
    _ = try await client.call(AWSCall(action: "DescribeExportTasks", body: []))
    return agents.withLock { $0 }.map { (agent: String) -> String in
      let words: [Substring] = agent.split(separator: " ")
      guard let word = words.first(where: { $0.hasPrefix("m/") }) else { return "" }
      return String(word.dropFirst(2))
    }
  }

  struct Case: Sendable {
    var config = ""
    var variables: [String: String] = [:]
    var expected: [String]
  }

  static let cases: [Case] = [
    Case(variables: environmentKey, expected: ["E,g"]),
    Case(config: "[default]\n\(key)", expected: ["E,n"]),
    Case(
      config: "[default]\nrole_arn = r\nsource_profile = b\n[profile b]\n\(key)",
      expected: ["E,o,n", "E,o,n,i"]),
    Case(
      config: """
        [default]
        role_arn = r
        source_profile = b
        [profile b]
        role_arn = q
        source_profile = c
        [profile c]
        \(key)
        """, expected: ["E,o,n", "E,o,n,i", "E,o,n,i"]),
    Case(variables: webIdentity, expected: ["E", "E,h,k"]),
    Case(
      config: "[default]\nrole_arn = r\nweb_identity_token_file = /var/token\n",
      expected: ["E", "E,q,k"]),
  ]

  @Test(arguments: cases)
  func `the user agent tells by which way the credentials came`(example: Case) async throws {
    #expect(try await features(example.config, example.variables) == example.expected)
  }

  @Test func `a named source, and a program`() async throws {
    let named = "[profile p]\nrole_arn = r\ncredential_source = Environment\n"
    let world = RoleWorld(config: named)
    let found = try await CredentialsChain(
      world.surroundings(Self.environmentKey), overrides: SettingsOverrides(profile: "p")
    ).credentials()
    #expect(found.features == [.namedSource, .environment, .assumedRole])
    let output = #"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"s"}"#
    #expect(
      try await features("[default]\ncredential_process = get\n", printing: output) == ["E,v,w"])
  }

  @Test func `logins, containers and instances`() async throws {
    let bench = SSOBench()
    bench.servers.portal { _ in bench.role() }
    bench.login()
    bench.login(at: SSOBench.legacyPath)
    let own = "sso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n"
    let role = "sso_account_id = 123456789012\nsso_role_name = ReadOnly\n"
    bench.folder["/home/me/.aws/config"] =
      "[profile new]\nsso_session = corp\n\(role)[sso-session corp]\n\(own)[profile old]\n\(role)\(own)"
    func ways(_ profile: String) async throws -> [CredentialsFeature] {
      try await CredentialsChain(
        bench.surroundings, overrides: SettingsOverrides(profile: profile)
      ).credentials().features
    }
    #expect(try await ways("new") == [.profileIdentityCenter, .identityCenter])
    #expect(try await ways("old") == [.profileLegacyIdentityCenter, .legacyIdentityCenter])
    #expect(try await ScriptedInstance().found().features == [.instanceMetadata])
    let container = Surroundings(
      environment: .home(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/k"]),
      transport: ScriptedTransport { _, _ in
        HTTPResponse(status: 200, body: Array(InstanceKey.text(end: "2026-11-22T18:00:00Z").utf8))
      }, timekeeper: HandCrankedTimekeeper())
    #expect(try await ContainerCredentials(container).credentials().features == [.container])
  }

  @Test func `a feature is said once, and makes no other credentials`() {
    let agent = UserAgent(product: "t", version: "1", retries: true)
    #expect(agent.text(with: []) == agent.text)
    #expect(agent.text(with: [.profile, .assumedRole, .assumedRole]).contains(" m/E,n,i cfg/"))
    let plain = Credentials(accessKeyID: "A", secretAccessKey: "s")
    #expect(plain == plain.noting([.profile]))
    #expect(Set([plain, plain.noting([.profile])]).count == 1)
    #expect(plain != Credentials(accessKeyID: "A", secretAccessKey: "t"))
  }
}
