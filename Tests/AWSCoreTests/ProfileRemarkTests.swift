import Support
import Testing

@testable import AWSCore

/// What is passed over in the shared files is named where somebody misses it.
@Suite struct ProfileRemarkTests {
  private func world(_ config: String, _ credentials: String = "") -> RoleWorld {
    RoleWorld(config: config, credentials: credentials)
  }

  private func message(
    _ profile: String, _ config: String, _ credentials: String = ""
  ) -> String? {
    do {
      _ = try AWSSettings.resolve(
        world(config, credentials).surroundings(), overrides: SettingsOverrides(profile: profile))
      return nil
    } catch {
      return error.summary
    }
  }

  @Test(arguments: [
    ("prod", "\n[prod]\n", "", "~/.aws/config:2: [prod]:", "[profile prod]"),
    ("Team Laptop", "[Team Laptop]\n", "", "~/.aws/config:1", "[profile \"Team Laptop\"]"),
    ("a b", "[profile a b]\n", "", "~/.aws/config:1", "[profile \"a b\"]"),
    ("x", "[profile x # mine]\n", "", "~/.aws/config:1", "behind the bracket"),
    ("x", "[Profile x]\n", "", "~/.aws/config:1", "lower case"),
    ("x", "[PROFILE x]\n", "", "~/.aws/config:1", "lower case"),
    ("it's", "[profile it's]\n", "", "~/.aws/config:1", "a quote (') is opened"),
    ("x", "[profile \"x]\n", "", "~/.aws/config:1", "a quote (\") is opened"),
    ("x", "", "[profile x]\n", "~/.aws/credentials:1", "stands alone, [x]"),
    ("x", "", "# k\n[\"x\"]\n", "~/.aws/credentials:2", "quotes are a part of the name"),
    ("default", "[DEFAULT]\n", "", "~/.aws/config:1", "[DEFAULT] is no profile"),
    ("y", "[profile x]\nregion = a\n  [profile y]\n", "", "~/.aws/config:3", "indented"),
  ])
  func `a profile that isn't found names what may be meant`(
    profile: String, config: String, credentials: String, place: String, words: String
  ) throws {
    let said = try #require(message(profile, config, credentials))
    #expect(said.contains("there is no profile \"\(profile)\""))
    #expect(said.contains("passed over: \(place)"), "\(said)")
    #expect(said.contains(words), "\(said)")
    #expect(!said.contains("hold none"), "\(said)")
  }

  @Test func `what may be meant comes alone, else the first few of all`() throws {
    let config = "[one]\n[two]\n[three]\n[four]\n[profile five]\n"
    let one = try #require(message("TWO", config))
    #expect(one.contains("there are: five; passed over: ~/.aws/config:2: [two]"))
    #expect(!one.contains("[three]"))
    let all = try #require(message("six", config))
    #expect(all.contains("[one]") && all.contains("[three]") && !all.contains("[four]"))
    #expect(all.hasSuffix("and 1 more, which `exportdeck doctor` names"))
  }

  @Test func `the default profile is missed with what is passed over too`() async {
    let chain = CredentialsChain(
      world("aws_access_key_id = A\n").surroundings(["AWS_EC2_METADATA_DISABLED": "true"]))
    let said = "\(await chain.survey())"
    #expect(said.contains("~/.aws/config:1: Expected a profile definition before a property"))
    #expect(!said.contains("hold none"))
  }

  @Test func `profiles with blanks are listed in quotes, look-alikes not at all`() throws {
    let said = try #require(
      message("z", "[profile \"Team Laptop\"]\n", "[b]\n[profile x]\n"))
    #expect(said.contains("there are: \"Team Laptop\", b;"))
  }

  @Test(arguments: [
    ("source_profile = prod\n", "[prod]\n", "[profile prod]"),
    ("source_profile = \"q\"\n", "[profile q]\n", "without the quotes there is one"),
    ("source_profile = bad\n", "[profile bad]\noops\n", "~/.aws/config:5: Expected an '=' sign"),
  ])
  func `a source profile is missed, or broken, with its line`(
    source: String, rest: String, words: String
  ) async {
    let config = "[profile p]\nrole_arn = arn:x\n\(source)\(rest)"
    let chain = CredentialsChain(
      world(config).surroundings(), overrides: SettingsOverrides(profile: "p"))
    let error = await #expect(throws: AWSError.self) { try await chain.credentials() }
    #expect("\(String(describing: error))".contains(words))
  }

  @Test func `sections that a profile uses stop it where they are broken`() async {
    let config = """
      [profile p]
      services = s
      sso_session = t
      sso_account_id = 1
      sso_role_name = r
      [services s]
      rds =
        oops
      [sso-session t]
      oops
      """
    let expected = AWSError.configuration(
      place: "~/.aws/config:8", message: "Expected an '=' sign defining a sub-property")
    let (surroundings, overrides) = (world(config).surroundings(), SettingsOverrides(profile: "p"))
    #expect(throws: expected) { try AWSSettings.resolve(surroundings, overrides: overrides) }
    let session = AWSError.configuration(
      place: "~/.aws/config:10", message: "Expected an '=' sign defining a property")
    await #expect(throws: session) {
      try await CredentialsChain(surroundings, overrides: overrides).credentials()
    }
  }

  @Test(arguments: [
    "oops\n", "= x\n", " oops\n", "s3 =\n  oops\n", "key : value\n", "region = x\n[profile p\n",
  ])
  func `a line that breaks the rules stops its own profile and no other`(line: String) throws {
    let config = "[profile fine]\nregion = eu-west-2\n[profile p]\n\(line)"
    let said = try #require(message("p", config))
    #expect(said.hasPrefix("~/.aws/config:"))
    #expect(message("fine", config) == nil)
    let remarks = ProfileParser.parse(Array(config.utf8), as: .config, path: "c").remarks
    #expect(remarks.count == 1)
    #expect((4...5).contains(remarks[0].line ?? 0))
  }

  @Test func `after a line that breaks the rules, an indented section begins all the same`() {
    let config = "[profile p]\noops\n  [profile fine]\n  region = eu-west-2\n"
    #expect(message("fine", config) == nil)
  }

  @Test func `what another file's line holds is never quoted`() {
    let config = "[profile p]\nwJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\nse cret hush = 1\n"
    let set = ProfileParser.parse(Array(config.utf8), as: .config, path: "c")
    #expect(set.remarks.count == 2)
    #expect(!"\(set.remarks)".contains("wJalr"))
    #expect(!"\(set.remarks)".contains("hush"))
  }

  @Test func `a file that is no UTF-8 says so once`() {
    let latin: [UInt8] = Array("[profile b".utf8) + [0xFC] + Array("ro]\nx = ".utf8) + [0xFC]
    let remarks = ProfileParser.parse(latin, as: .config, path: "c").remarks
    #expect(remarks.map(\.line) == [1])
    #expect(remarks[0].reason.contains("UTF-8"))
  }

  @Test(arguments: ["AWS_PROFILE", "--profile"])
  func `quotes that a shell left around a profile's name are named`(way: String) {
    let error = #expect(throws: AWSError.self) {
      try AWSSettings.resolve(
        world("[profile dev]\n").surroundings(way == "--profile" ? [:] : [way: "\"dev\""]),
        overrides: SettingsOverrides(profile: way == "--profile" ? "'dev'" : nil))
    }
    #expect(error?.summary.contains("without the quotes there is one") == true)
  }

  @Test func `a region that nobody found says what was passed over`() {
    let error = #expect(throws: AWSError.self) {
      try AWSSettings.resolve(
        world("region = eu-west-1\n").surroundings(["AWS_REGION": ""]))
    }
    guard case .noRegion(let lookups)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(lookups.last?.finding.contains("passed over: ~/.aws/config:1") == true)
  }

  @Test func `remarks come in the order of their lines, and not without end`() {
    let config = "[profile x]\n[profile \"x\"]\n[one]\n[default]\na = 1\n[profile default]\n"
    let set = ProfileParser.parse(Array(config.utf8), as: .config, path: "c")
    #expect(set.remarks.map(\.line) == [1, 3, 4])
    let bad = String(repeating: "oops\n", count: 5000)
    let all = ProfileParser.parse(Array(bad.utf8), as: .config, path: "c").remarks
    #expect(all.count == 100)
  }
}
