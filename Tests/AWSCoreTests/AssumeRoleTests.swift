import Foundation
import Support
import Synchronization
import Testing

@testable import AWSCore

@Suite struct AssumeRoleTests {
  private static let ops = "arn:aws:iam::210987654321:role/ops"
  private let base = "[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = hush\n"

  private func profile(_ lines: String = "", _ others: String = "") -> String {
    "[profile p]\nrole_arn = \(Self.ops)\nsource_profile = base\n\(lines)\n\(base)\(others)"
  }

  private func credentials(
    _ world: RoleWorld, _ variables: [String: String] = [:], ask: any Ask = AskNobody(reason: "x")
  ) async throws -> Credentials {
    try await ProfileCredentials(
      world.surroundings(variables, ask: ask), overrides: SettingsOverrides(profile: "p")
    ).credentials()
  }

  private func failure(
    _ world: RoleWorld, _ variables: [String: String] = [:], ask: any Ask = AskNobody(reason: "x")
  ) async throws -> AWSError {
    let error = await #expect(throws: AWSError.self) {
      try await credentials(world, variables, ask: ask)
    }
    return try #require(error)
  }

  // MARK: The calls

  @Test func `a role is assumed with the source's key, in the region and by its own endpoint`()
    async throws
  {
    let world = RoleWorld(
      config: profile("external_id = x/1 é\nduration_seconds = 900\nrole_session_name = ana"))
    let found = try await credentials(world)
    #expect(
      found
        == Credentials(
          accessKeyID: "ASIA1", secretAccessKey: "hush-secret-1", sessionToken: "hush-token-1",
          expiration: world.clock.wall.addingTimeInterval(3600), accountID: "210987654321"))
    let call = try #require(world.calls.withLock { $0 }.first)
    #expect(call.url == "https://sts.eu-west-1.amazonaws.com/")
    #expect(call.accessKeyID == "AKIABASE")
    #expect(call.region == "eu-west-1")
    #expect(
      call.parameters == [
        "Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": Self.ops,
        "RoleSessionName": "ana", "DurationSeconds": "900", "ExternalId": "x/1 é",
      ])
  }

  @Test func `a session without a name gets one that STS takes`() async throws {
    let world = RoleWorld(config: profile())
    _ = try await credentials(world)
    let name = world.calls.withLock { $0.first?.parameters["RoleSessionName"] }
    #expect(name == "exportdeck-1795348800")
  }

  @Test func `each role of a chain is assumed with the one before`() async throws {
    let world = RoleWorld(
      config: """
        [profile p]
        role_arn = arn:c
        source_profile = mid
        [profile mid]
        role_arn = arn:b
        source_profile = inner
        [profile inner]
        role_arn = arn:a
        source_profile = base
        \(base)
        """)
    #expect(try await credentials(world).accessKeyID == "ASIA3")
    let calls = world.calls.withLock { $0 }
    #expect(calls.map { $0.parameters["RoleArn"] } == ["arn:a", "arn:b", "arn:c"])
    #expect(calls.map(\.accessKeyID) == ["AKIABASE", "ASIA1", "ASIA2"])
  }

  @Test func `a role can be assumed with the environment's key, --profile or not`() async throws {
    let world = RoleWorld(
      config: "[profile p]\nrole_arn = \(Self.ops)\ncredential_source = Environment\n")
    let error = try await failure(world)
    guard case .configuration(let place, let message) = error else { return }
    #expect(place == "credential_source of profile \"p\" (~/.aws/config:3)")
    #expect(message.hasPrefix("Environment has no credentials: environment variables AWS_ACCESS"))
    _ = try await credentials(
      world, ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "s"])
    #expect(world.calls.withLock { $0.map(\.accessKeyID) } == ["AKIAENV"])
  }

  // MARK: Endpoints

  @Test func `the user's endpoint for STS is used, and --endpoint-url is not`() async throws {
    let services = "services = s\n"
    let block = "[services s]\nsts =\n  endpoint_url = http://127.0.0.1:3\n"
    func url(_ variables: [String: String], _ config: String) async throws -> String? {
      let world = RoleWorld(config: config)
      let overrides = SettingsOverrides(profile: "p", endpointURL: "http://127.0.0.1:9")
      _ = try await ProfileCredentials(world.surroundings(variables), overrides: overrides)
        .credentials()
      return world.calls.withLock { $0.first?.url }
    }
    #expect(try await url([:], profile()) == "https://sts.eu-west-1.amazonaws.com/")
    #expect(try await url([:], profile(services, block)) == "http://127.0.0.1:3/")
    var variables = ["AWS_ENDPOINT_URL": "http://127.0.0.1:2"]
    #expect(try await url(variables, profile()) == "http://127.0.0.1:2/")
    variables["AWS_ENDPOINT_URL_STS"] = "http://127.0.0.1:1"
    #expect(try await url(variables, profile(services, block)) == "http://127.0.0.1:1/")
    variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
    #expect(
      try await url(variables, profile(services, block)) == "https://sts.eu-west-1.amazonaws.com/")
  }

  @Test func `the region is the one of the settings`() async throws {
    let world = RoleWorld(config: profile("region = cn-north-1"))
    _ = try await credentials(world, ["AWS_REGION": ""])
    let call = try #require(world.calls.withLock { $0 }.first)
    #expect(call.url == "https://sts.cn-north-1.amazonaws.com.cn/")
    #expect(call.region == "cn-north-1")
  }

  // MARK: Keeping

  @Test func `a role is assumed once for many calls and any region, and again when it has expired`()
    async throws
  {
    let world = RoleWorld(config: profile())
    let surroundings = world.surroundings()
    for region in ["eu-west-1", "us-east-1", "eu-west-1"] {
      let chain = CredentialsChain(
        surroundings, overrides: SettingsOverrides(profile: "p", region: region))
      #expect(try await chain.credentials().accessKeyID == "ASIA1")
    }
    world.clock.setWall(aheadBy: 3601)
    let chain = CredentialsChain(surroundings, overrides: SettingsOverrides(profile: "p"))
    #expect(try await chain.credentials().accessKeyID == "ASIA2")
  }

  @Test(arguments: [
    "external_id = other", "role_session_name = other", "duration_seconds = 901",
    "aws_access_key_id = AKIAOTHER\naws_secret_access_key = s\nsource_profile = p",
    "role_arn = arn:other",
  ])
  func `what a role depends on makes other credentials when it changes`(line: String) async throws {
    let world = RoleWorld(config: profile())
    let surroundings = world.surroundings()
    let provider = ProfileCredentials(surroundings, overrides: SettingsOverrides(profile: "p"))
    _ = try await provider.credentials()
    world.write(profile(line), to: "/home/me/.aws/config")
    #expect(try await provider.credentials().accessKeyID == "ASIA2")
  }

  @Test func `a wrong clock is corrected once, for later calls of STS too`() async throws {
    let world = RoleWorld(config: profile())
    let server = world.clock.wall.addingTimeInterval(7200)
    let formatter = AWSTimestamp.httpDate
    world.override.withLock {
      $0 = { _, number in
        number > 1
          ? nil
          : .fault(
            403, "SignatureDoesNotMatch", "Signature expired",
            headers: [HTTPHeader("Date", formatter.text(server))])
      }
    }
    let surroundings = world.surroundings()
    for arn in [Self.ops, "arn:other"] {
      world.write(profile("role_arn = \(arn)"), to: "/home/me/.aws/config")
      _ = try await ProfileCredentials(surroundings, overrides: SettingsOverrides(profile: "p"))
        .credentials()
    }
    #expect(world.calls.withLock { $0.count } == 3)
  }

  // MARK: MFA

  private static let outside =
    "Or bring a session along: eval \"$(aws configure export-credentials --profile p --format env)\""
  private let mfa = "mfa_serial = arn:aws:iam::1:mfa/ana"

  @Test func `an MFA code is asked for and goes along`() async throws {
    let world = RoleWorld(config: profile(mfa))
    let ask = ScriptedAsk { _ in " 123456\n" }
    _ = try await credentials(world, ask: ask)
    #expect(
      ask.questions.withLock { $0 } == [
        Question(
          text: "MFA code for arn:aws:iam::1:mfa/ana",
          reason: "profile \"p\" assumes \(Self.ops)")
      ])
    let parameters = world.calls.withLock { $0.first?.parameters }
    #expect(parameters?["SerialNumber"] == "arn:aws:iam::1:mfa/ana")
    #expect(parameters?["TokenCode"] == "123456")
  }

  @Test(arguments: [
    (AskError.nobody("no terminal"), "no terminal"),
    (.declined, "was not given"), (.timeout, "in time"),
    (.askedBefore(wasAnswered: true), "A new MFA code is needed"),
    (.askedBefore(wasAnswered: false), "was not given"),
  ])
  func `a code that nobody gives is an error that says what to do`(
    error: AskError, words: String
  ) async throws {
    let world = RoleWorld(config: profile(mfa))
    let ask = ScriptedAsk { _ throws(AskError) in throw error }
    let given = try await failure(world, ask: ask)
    guard case .answerNeeded(let place, let message, let advice) = given else {
      Issue.record(given)
      return
    }
    #expect(advice == (words == "no terminal" ? Self.outside : "Press R to be asked again."))
    #expect(place == "device arn:aws:iam::1:mfa/ana of profile \"p\" (~/.aws/config:2)")
    #expect(message.contains(words))
    #expect(given.summary == "\(message): \(place)")
    #expect(world.calls.withLock { $0.isEmpty })
  }

  @Test func `a question that is called off is a call that is called off`() async throws {
    let world = RoleWorld(config: profile(mfa))
    let ask = ScriptedAsk { _ throws(AskError) in throw .cancelled }
    #expect(try await failure(world, ask: ask) == .cancelled)
  }

  @Test(arguments: ["", "12345", "1234567", "12 456", "abcdef", "１２３４５６"])
  func `what is no code is not sent, and not repeated`(answer: String) async throws {
    let world = RoleWorld(config: profile(mfa))
    let error = try await failure(world, ask: ScriptedAsk { _ in answer })
    guard case .answerNeeded(_, let message, let advice) = error else {
      Issue.record(error)
      return
    }
    #expect(advice == "Press R to be asked again.")
    #expect(message.contains("six digits"))
    #expect(answer.isEmpty || !message.contains(answer))
    #expect(world.calls.withLock { $0.isEmpty })
  }

  // MARK: Failures

  @Test func `a refusal names the profile, its line, the role and what AWS said`() async throws {
    let world = RoleWorld(config: profile())
    world.override.withLock {
      $0 = { _, _ in .fault(403, "AccessDenied", "not authorized to perform: sts:AssumeRole") }
    }
    guard case .service(let fault) = try await failure(world) else { return }
    #expect(fault.code == "AccessDenied")
    #expect(
      fault.message == "AssumeRole of \(Self.ops) for profile \"p\" (~/.aws/config:2): "
        + "not authorized to perform: sts:AssumeRole")
  }

  @Test func `an answer that is cut short at any byte gives no credentials`() async throws {
    let call = RoleWorld.Call(action: "AssumeRole", parameters: [:], url: "")
    let whole = Array(RoleWorld.document(call, 1, Date(timeIntervalSince1970: 0)).utf8)
    #expect(throws: Never.self) { try STSAnswers.credentials(in: whole, of: "AssumeRole") }
    for length in 0..<whole.count {
      let error = #expect(throws: XMLError.self) {
        try STSAnswers.credentials(in: Array(whole[..<length]), of: "AssumeRole")
      }
      #expect(error.map { !"\($0)".contains("hush") } == true)
    }
  }

  @Test(arguments: ["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration", "Credentials"])
  func `an answer without one of its parts gives no credentials`(part: String) async throws {
    let call = RoleWorld.Call(action: "AssumeRole", parameters: [:], url: "")
    let document = RoleWorld.document(call, 1, Date(timeIntervalSince1970: 0))
    for changed in [
      document.replacing("\(part)>", with: "Other>"),
      document.replacing(
        try Regex("<\(part)>[^<]*</\(part)>"), with: "<\(part)> </\(part)>"),
    ] where changed != document {
      #expect(throws: XMLError.self) {
        try STSAnswers.credentials(in: Array(changed.utf8), of: "AssumeRole")
      }
    }
  }

  @Test func `a key that would begin another header is refused`() {
    let call = RoleWorld.Call(action: "AssumeRole", parameters: [:], url: "")
    let document = RoleWorld.document(call, 1, Date(timeIntervalSince1970: 0))
      .replacing("hush-token-1", with: "a&#13;&#10;X-Evil: b")
    #expect(throws: XMLError.self) {
      try STSAnswers.credentials(in: Array(document.utf8), of: "AssumeRole")
    }
  }

  @Test func `no region is told as such before anything is sent`() async throws {
    let world = RoleWorld(config: profile())
    guard case .noRegion = try await failure(world, ["AWS_REGION": ""]) else {
      Issue.record("no error about the region")
      return
    }
  }
}
