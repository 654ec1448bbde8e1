import Foundation
import Support
import Testing

@testable import AWSCore

@Suite struct ProfileParserTests {
  private struct Suite: Decodable {
    struct Case: Decodable {
      struct Input: Decodable {
        var configFile: String?
        var credentialsFile: String?
      }
      struct Output: Decodable {
        var config: Config?
        var errorContaining: String?
      }
      var name: String
      var input: Input
      var output: Output
    }
    struct Config: Decodable {
      var profiles: [String: [String: String]]
      var ssoSessions: [String: [String: String]]?
      enum CodingKeys: String, CodingKey {
        case profiles
        case ssoSessions = "sso_sessions"
      }
    }
    var tests: [Case]
  }

  private func load(config: String?, credentials: String?) throws -> ProfileSet {
    try ProfileFiles(
      environment: .home(), files: FakeFiles.shared(config: config, credentials: credentials)
    ).load()
  }

  /// Those with a name that the common rules take; botocore takes others too, for one who asks for
  /// them by their whole name.
  private func values(_ sections: [ProfileName: Profile]) -> [String: [String: String]] {
    let common = sections.filter { ProfileSection.isName($0.key.text) }
      .map { ($0.key.text, $0.value.properties.mapValues(\.value)) }
    return Dictionary(uniqueKeysWithValues: common)
  }

  @Test func `names that look alike and are not the same bytes are two profiles`() throws {
    let (composed, decomposed) = ("B\u{FC}ro", "Bu\u{308}ro")
    let profiles = try load(
      config: "[profile \(composed)]\nregion = eu-west-1\n",
      credentials: "[\(decomposed)]\naws_access_key_id = AKIDOTHER\n")
    #expect(profiles.profile(named: composed)?.value("region") == "eu-west-1")
    #expect(profiles.profile(named: composed)?.value("aws_access_key_id") == nil)
    #expect(profiles.profile(named: decomposed)?.value("aws_access_key_id") == "AKIDOTHER")
    #expect(profiles.profileNames.count == 2)
    let twice = try load(
      config: "[profile \(composed)]\na = 1\n[profile \(decomposed)]\na = 2\n", credentials: "")
    #expect(twice.profile(named: composed)?.value("a") == "1")
    #expect(twice.profile(named: decomposed)?.value("a") == "2")
  }

  private static let files = ["~/.aws/config", "~/.aws/credentials"]

  @Test(.enabled(if: Judge.hasConformance))
  func `the shared suite of the AWS SDKs passes`() throws {
    let file = Judge.conformance.appendingPathComponent("profile-parser-tests.json")
    let suite = try JSONDecoder().decode(Suite.self, from: Data(contentsOf: file))
    for test in suite.tests {
      let name = Comment(rawValue: test.name)
      let profiles = try load(
        config: test.input.configFile, credentials: test.input.credentialsFile)
      if let wanted = test.output.errorContaining {
        let remark = try #require(profiles.remarks.first { $0.reason.contains(wanted) }, name)
        #expect(Self.files.contains(remark.path), name)
        // It is an error for whoever uses the profile, where there is one.
        if let used = profiles.profile(named: "foo") {
          #expect(used.errors.first?.reason.contains(wanted) == true, name)
        }
        continue
      }
      let expected = try #require(test.output.config, name)
      #expect(values(profiles.profiles) == expected.profiles, name)
      #expect(profiles.profiles.values.flatMap(\.errors) == [], name)
      if let sessions = expected.ssoSessions {
        #expect(values(profiles.ssoSessions) == sessions, name)
      }
    }
    #expect(suite.tests.count == 65)
    Judge.report("profile parser", cases: suite.tests.count)
  }

  @Test func `an error names file and line`() throws {
    let expected = AWSError.configuration(
      place: "~/.aws/config:4", message: "Expected an '=' sign defining a property")
    let files = FakeFiles.shared(
      config: "[default]\n# fine\r\n\r\noops\r\n[profile fine]\nregion = eu-west-1\n")
    #expect(throws: expected) { try AWSSettings.resolve(environment: .home(), files: files) }
    // Only for those who use it.
    let fine = try AWSSettings.resolve(
      environment: .home(), overrides: SettingsOverrides(profile: "fine"), files: files)
    #expect(fine.region == "eu-west-1")
  }

  @Test func `a property knows its place through both files`() throws {
    let profiles = try load(
      config: "[profile p]\nregion = eu-west-1\n", credentials: "\n\n[p]\naws_access_key_id=A\n")
    let profile = try #require(profiles.profile(named: "p"))
    #expect(profile["region"]?.place == "~/.aws/config:2")
    #expect(profile["aws_access_key_id"]?.place == "~/.aws/credentials:4")
    #expect(profile["aws_access_key_id"]?.file == .credentials)
  }

  @Test func `a services block gives its endpoints`() throws {
    let profiles = try load(
      config: """
        [services local]
        rds =
          Endpoint_URL = http://127.0.0.1:4566
          other = x
        s3 =
          endpoint_url = http://127.0.0.1:1
        """, credentials: nil)
    let rds = try #require(profiles.services["local"]?["rds"])
    #expect(rds.subproperties == ["endpoint_url": "http://127.0.0.1:4566", "other": "x"])
  }

  @Test func `a byte order mark and bytes that are no text do no harm`() throws {
    var files = FakeFiles()
    files.texts["/c"] = "\u{FEFF}[default]\nregion = eu-west-1\n"
    let environment = Environment(variables: ["AWS_CONFIG_FILE": "/c"])
    let profiles = try ProfileFiles(environment: environment, files: files).load()
    #expect(profiles.profile(named: "default")?.value("region") == "eu-west-1")
    let bytes: [UInt8] = Array("[p]\nx = ".utf8) + [0xFF, 0xFE, 0x0A]
    let odd = ProfileParser.parse(bytes, as: .credentials, path: "c")
    #expect(odd.profiles["p"]?["x"]?.value == "\u{FFFD}\u{FFFD}")
  }

  @Test func `a file that can't be read is named with the system's reason`() {
    var files = FakeFiles()
    files.failures["/home/me/.aws/credentials"] = "Permission denied"
    let expected = AWSError.configuration(
      place: "~/.aws/credentials", message: "can't be read: Permission denied")
    #expect(throws: expected) {
      try ProfileFiles(environment: .home(), files: files).load()
    }
  }

  @Test func `the file system tells an absent file from one that can't be read`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let files = SystemFiles()
    #expect(try files.contents(of: folder + "/absent") == nil)
    #expect(throws: FileReadingError(reason: "Is a directory", isNoFile: true)) {
      try files.contents(of: folder)
    }
    let long = String(repeating: "x", count: 200_000)
    try long.write(toFile: folder + "/long", atomically: true, encoding: .utf8)
    #expect(try files.contents(of: folder + "/long")?.count == 200_000)
  }

  @Test func `variables move the files and a tilde means home`() {
    let files = ProfileFiles(
      environment: .home([
        "AWS_CONFIG_FILE": "~/elsewhere/config", "AWS_SHARED_CREDENTIALS_FILE": "/etc/keys",
      ]), files: FakeFiles())
    #expect(files.configPath == "/home/me/elsewhere/config")
    #expect(files.places == "/etc/keys and ~/elsewhere/config")
    let unread = ProfileFiles(
      environment: .home([
        "AWS_CONFIG_FILE": "$HOME/$NONE/${TEAM}/c$", "AWS_SHARED_CREDENTIALS_FILE": "${HOME}s",
        "TEAM": "red",
      ]), files: FakeFiles())
    #expect(unread.configPath == "/home/me/$NONE/red/c$")
    #expect(unread.credentialsPath == "/home/mes")
    let homeless = ProfileFiles(environment: Environment(), files: FakeFiles())
    #expect(homeless.configPath == nil)
    #expect(homeless.places == "the shared files (HOME is not set)")
  }
}
