import Foundation
import Support
import Synchronization
import Testing

@testable import AWSCore

@Suite struct CredentialsChainTests {
  private let keys = ["AWS_ACCESS_KEY_ID": "AKIAENVIRONMENT", "AWS_SECRET_ACCESS_KEY": "hush"]
  private let webIdentity = [
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/var/token", "AWS_ROLE_ARN": "arn:pod",
  ]
  private let file = "[default]\naws_access_key_id = AKIAFILE\naws_secret_access_key = hush\n"

  private struct Scripted: CredentialsProvider {
    let finding: Result<CredentialsFinding, AWSError>
    var count: Counter = Counter()

    func look() async throws(AWSError) -> CredentialsFinding {
      count.add()
      return try finding.get()
    }
  }

  private final class Counter: Sendable {
    private let value = Mutex(0)
    var count: Int { value.withLock { $0 } }
    func add() { value.withLock { $0 += 1 } }
  }

  private func source(_ name: String, _ provider: any CredentialsProvider) -> CredentialsSource {
    CredentialsSource(name: name, places: [], provider: provider)
  }

  // MARK: Order

  @Test func `the sources are asked in the documented order`() async throws {
    let world = RoleWorld(credentials: file)
    world.write("token", to: "/var/token")
    func found(_ variables: [String: String], profile: String? = nil) async throws -> String {
      let overrides = SettingsOverrides(profile: profile)
      return try await CredentialsChain(world.surroundings(variables), overrides: overrides)
        .credentials().accessKeyID
    }
    let all = keys.merging(webIdentity) { $1 }
    #expect(try await found(all) == "AKIAENVIRONMENT")
    #expect(try await found(webIdentity) == "ASIA1")
    #expect(try await found([:]) == "AKIAFILE")
    #expect(try await found(all, profile: "default") == "AKIAFILE")
    let names = CredentialsChain(world.surroundings()).sources.map(\.name)
    #expect(
      names == [
        "environment variables", "web identity of the environment", "profile \"default\"",
        "container", "instance metadata",
      ])
  }

  @Test func `credentials say whose they are, and it makes them no others`() async throws {
    let world = RoleWorld(
      config: "[profile ops]\nrole_arn = arn:ops\nsource_profile = default\n", credentials: file)
    world.write("token", to: "/var/token")
    func found(
      _ variables: [String: String], profile: String? = nil
    ) async throws -> Credentials {
      let overrides = SettingsOverrides(profile: profile)
      return try await CredentialsChain(world.surroundings(variables), overrides: overrides)
        .credentials()
    }
    let named = keys.merging(["AWS_PROFILE": "ops"]) { $1 }
    #expect(try await found(named).source == "environment variables")
    #expect(try await found(webIdentity).source == "web identity of the environment")
    #expect(try await found([:]).source == "profile \"default\"")
    #expect(try await found(keys, profile: "ops").source == "profile \"ops\"")
    var other = try await found([:])
    #expect("\(other)".contains("hush") == false)
    other.source = "elsewhere"
    #expect(try await found([:]) == other)
  }

  @Test(arguments: [
    nil, "", "[profile other]\na = b\n", "[default]\nregion = eu-west-1\n",
    "[default]\nsource_profile = other\n", "[default]\nsso_start_url = https://u\n",
  ])
  func `where nobody names a profile, one without credentials leaves the way to the others open`(
    config: String?
  ) async throws {
    let world = RoleWorld(config: config)
    let sources = CredentialsChain(world.surroundings()).sources.prefix(3)
    let last = StaticCredentials(Credentials(accessKeyID: "LAST", secretAccessKey: "s"))
    let chain = CredentialsChain(sources + [source("last", last)])
    #expect(try await chain.credentials().accessKeyID == "LAST")
  }

  @Test(arguments: [
    "aws_access_key_id = A", "role_arn = r", "role_arn = r\nsource_profile = gone",
    "role_arn = r\nsource_profile = default", "sso_session = gone",
    "web_identity_token_file = /nowhere", "web_identity_token_file = /nowhere\nrole_arn = r",
    "role_arn = r\ncredential_source = Environment", "sso_account_id = 1",
  ])
  func `a profile that is configured and fails never falls through`(lines: String) async throws {
    let world = RoleWorld(config: "[default]\nregion = eu-west-1\n\(lines)\n")
    let sources = CredentialsChain(world.surroundings()).sources.prefix(3)
    let last = Scripted(
      finding: .success(.found(Credentials(accessKeyID: "LAST", secretAccessKey: "s"))))
    let chain = CredentialsChain(sources + [source("last", last)])
    let error = await #expect(throws: AWSError.self) { try await chain.credentials() }
    guard case .configuration(let place, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(place.contains("profile \"default\" (~/.aws/config:"))
    #expect(last.count.count == 0)
  }

  @Test(arguments: [
    (nil, ["AWS_PROFILE": "prd"], "environment variable AWS_PROFILE"),
    ("prd", [:], "option --profile"),
  ])
  func `a profile that is named and isn't there is an error, with those that are`(
    option: String?, variables: [String: String], place: String
  ) async throws {
    let world = RoleWorld(config: "[default]\n[profile prod]\n")
    let expected = AWSError.configuration(
      place: place,
      message: "there is no profile \"prd\" in ~/.aws/credentials and ~/.aws/config; "
        + "there are: default, prod")
    let overrides = SettingsOverrides(profile: option)
    let chain = CredentialsChain(world.surroundings(variables), overrides: overrides)
    await #expect(throws: expected) { try await chain.credentials() }
    // Its region is missing for the same reason.
    let nowhere = variables.merging(["AWS_REGION": ""]) { $1 }
    #expect(throws: expected) {
      try AWSSettings.resolve(world.surroundings(nowhere), overrides: overrides)
    }
  }

  @Test func `having none tells all that was tried, in order, with why`() async throws {
    let chain = CredentialsChain(RoleWorld().surroundings())
    let error = await #expect(throws: AWSError.self) { try await chain.credentials() }
    guard case .noCredentials(let lookups)? = error else { return }
    let first = [
      SearchedPlace(
        place: "environment variables AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY",
        finding: "not set"),
      SearchedPlace(place: "environment variable AWS_WEB_IDENTITY_TOKEN_FILE", finding: "not set"),
      SearchedPlace(
        place: "profile \"default\" in ~/.aws/credentials and ~/.aws/config",
        finding: "no such profile; No profiles were defined: the files are absent or hold none"),
    ]
    #expect(Array(lookups.prefix(3)) == first)
    #expect(lookups.count >= 5)
  }

  // MARK: The survey

  @Test func `the survey tells each source's fate and no secret`() async throws {
    let world = RoleWorld(
      config: """
        [profile p]
        role_arn = arn:ops
        source_profile = default
        """, credentials: file)
    let chain = CredentialsChain(
      world.surroundings(keys), overrides: SettingsOverrides(profile: "p"))
    let survey = await chain.survey()
    #expect(survey.entries.map(\.source) == chain.sources.map(\.name))
    #expect(survey.error == nil)
    #expect(survey.taken?.source == "profile \"p\"")
    #expect(survey.taken?.places == ["~/.aws/credentials", "~/.aws/config"])
    guard case .passedOver(let lookups) = survey.entries[0].verdict,
      case .taken(let taken) = survey.entries[2].verdict
    else {
      Issue.record("\(survey)")
      return
    }
    #expect(lookups.map(\.finding) == ["switched off by option --profile"])
    #expect(taken.accountID == "210987654321")
    #expect(taken.isTemporary)
    #expect(survey.entries[3...].allSatisfy { $0.verdict == .notReached })
    var dumped = ""
    dump(survey, to: &dumped)
    for text in ["\(survey)", dumped] {
      #expect(!text.contains("hush"))
      #expect(!text.contains("AKIAFILE"))
    }
    #expect(
      "\(survey)".contains(
        """
        profile "p": taken, key ****************, account 210987654321, until 2026-11-22T13:00:00Z
          the key ****************: aws_access_key_id of profile "default" (~/.aws/credentials:2)
          assumes arn:ops (profile "p": ~/.aws/config:2)
        """))
  }

  @Test func `what a heading of the survey says isn't said again under it`() async throws {
    let survey = await CredentialsChain(
      RoleWorld().surroundings(["AWS_EC2_METADATA_DISABLED": "true"])
    ).survey()
    #expect(
      "\(survey)" == """
        environment variables: passed over
          AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: not set
        web identity of the environment: passed over
          environment variable AWS_WEB_IDENTITY_TOKEN_FILE: not set
        profile "default": passed over
          in ~/.aws/credentials and ~/.aws/config: no such profile; No profiles were defined: the \
        files are absent or hold none
        container: passed over
          environment variables AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, \
        AWS_CONTAINER_CREDENTIALS_FULL_URI: not set
        instance metadata: passed over
          EC2 instance metadata: switched off by environment variable AWS_EC2_METADATA_DISABLED
        """)
  }

  @Test(arguments: ["", " "])
  func `a blank --profile is none, as on the AWS command line`(name: String) async throws {
    let world = RoleWorld(credentials: file)
    let overrides = SettingsOverrides(profile: name)
    let surroundings = world.surroundings(keys.merging(["AWS_PROFILE": "default"]) { $1 })
    let found = try await CredentialsChain(surroundings, overrides: overrides).credentials()
    #expect(found.accessKeyID == "AKIAENVIRONMENT")
    #expect(try AWSSettings.resolve(surroundings, overrides: overrides).profileName == "default")
  }

  @Test func `a failure ends the survey with its error`() async throws {
    let world = RoleWorld(credentials: "[default]\naws_access_key_id = A\n")
    let survey = await CredentialsChain(world.surroundings()).survey()
    guard case .failed(let error) = survey.entries[2].verdict else {
      Issue.record("\(survey)")
      return
    }
    #expect(survey.error == error)
    #expect(survey.taken == nil)
    #expect(survey.entries[3].verdict == .notReached)
    #expect("\(survey)".contains("half a key"))
  }

  @Test func `a survey is safe on a screen, whatever the files say`() async throws {
    let world = RoleWorld(
      config: "[default]\nrole_arn = arn:\u{1B}[2Jops\nsource_profile = base\n"
        + "[profile base]\naws_access_key_id = A\naws_secret_access_key = s\n")
    for profile in ["default", "p\u{1B}[2J"] {
      let survey = await CredentialsChain(
        world.surroundings(), overrides: SettingsOverrides(profile: profile)
      ).survey()
      #expect(!"\(survey)".contains("\u{1B}"))
    }
  }

  @Test func `a source that says nothing is still among those that were tried`() async throws {
    let chain = CredentialsChain([
      CredentialsSource(
        name: "silent", places: ["HERE", "THERE"],
        provider: Scripted(finding: .success(.passedOver([]))))
    ])
    let expected = AWSError.noCredentials([
      SearchedPlace(place: "silent (HERE, THERE)", finding: "no credentials there")
    ])
    await #expect(throws: expected) { try await chain.credentials() }
    #expect(await chain.survey().error == expected)
  }

  @Test func `a key in full is never shown, and four characters of a long one are`() {
    func masked(_ identifier: String) -> String {
      Credentials(accessKeyID: identifier, secretAccessKey: "").maskedAccessKeyID
    }
    #expect(masked("AKIAIOSFODNN7EXAMPLE") == "****************MPLE")
    #expect(masked("AKIATEST") == "****************")
  }
}
