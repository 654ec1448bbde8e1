import AWSCore
import Foundation
import Support
import Synchronization
import Testing

@Suite struct CredentialsTests {
  private func settings(
    _ variables: [String: String] = [:], profile: String? = nil, config: String? = nil,
    credentials: String? = nil
  ) throws -> ResolvedSettings {
    try AWSSettings.resolve(
      environment: .home(variables),
      overrides: SettingsOverrides(profile: profile, region: "eu-west-1"),
      files: FakeFiles.shared(config: config, credentials: credentials))
  }

  private let keys = ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "env-secret"]
  private let file =
    "[default]\naws_access_key_id = AKIAFILE\naws_secret_access_key = file-secret\n"

  @Test func `the environment comes before the files`() async throws {
    let found = try await settings(keys, credentials: file).credentials.credentials()
    #expect(found == Credentials(accessKeyID: "AKIAENV", secretAccessKey: "env-secret"))
  }

  @Test func `a profile named on the command line turns the environment's keys off`() async throws {
    let found = try await settings(keys, profile: "default", credentials: file).credentials
      .credentials()
    #expect(found.accessKeyID == "AKIAFILE")
  }

  @Test func `AWS_PROFILE leaves the environment's keys in force`() async throws {
    let variables = keys.merging(["AWS_PROFILE": "p"]) { own, _ in own }
    let resolved = try settings(variables, credentials: "\(file)[p]\n")
    #expect(resolved.profileName == "p")
    #expect(try await resolved.credentials.credentials().accessKeyID == "AKIAENV")
  }

  @Test func `a session token and an expiration come along`() async throws {
    let variables = keys.merging([
      "AWS_SESSION_TOKEN": " tok ", "AWS_CREDENTIAL_EXPIRATION": "2026-11-22T12:00:00Z",
    ]) { own, _ in own }
    let found = try await settings(variables).credentials.credentials()
    #expect(found.sessionToken == "tok")
    #expect(found.expiration == Date(timeIntervalSince1970: 1_795_348_800))
  }

  @Test(arguments: [
    ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
  ])
  func `half a key in the environment is an error that names both halves`(
    present: String, missing: String
  ) async throws {
    let expected = AWSError.configuration(
      place: "environment variable \(present)",
      message: "half a key: \(missing) is missing; set both or neither")
    let credentials = try settings([present: "x", missing: " "], credentials: file).credentials
    await #expect(throws: expected) { try await credentials.credentials() }
  }

  @Test func `half a key in a file is an error with its line`() async throws {
    let credentials = try settings(
      config: "[default]\naws_secret_access_key = b\n",
      credentials: "[default]\naws_access_key_id = A\n"
    ).credentials
    let expected = AWSError.configuration(
      place: "aws_access_key_id of profile \"default\" (~/.aws/credentials:2)",
      message: "half a key: profile missing aws_secret_access_key; set both or neither")
    await #expect(throws: expected) { try await credentials.credentials() }
  }

  @Test func `a token never comes from another file than its key`() async throws {
    let config = """
      [default]
      aws_access_key_id = AKIACONFIG
      aws_secret_access_key = c
      aws_session_token = config-token
      """
    let both = try settings(config: config, credentials: file).credentials
    #expect(
      try await both.credentials()
        == Credentials(accessKeyID: "AKIAFILE", secretAccessKey: "file-secret"))
    let one = try settings(config: config).credentials
    #expect(try await one.credentials().sessionToken == "config-token")
  }

  @Test func `a key that no header can carry is refused with its place and without its text`()
    async throws
  {
    let credentials = try settings(
      credentials: "[default]\naws_access_key_id = A\naws_secret_access_key = top\n secret\n"
    ).credentials
    let error = await #expect(throws: AWSError.self) { try await credentials.credentials() }
    let text = try #require(error.map { "\($0)" })
    #expect(text.contains("~/.aws/credentials:3"))
    #expect(!text.contains("top"))
  }

  @Test func `keys never stand in for the role that a profile asks for`() async throws {
    let credentials = try settings(config: file + "role_arn = arn:aws:iam::1:role/r\n").credentials
    let error = await #expect(throws: AWSError.self) { try await credentials.credentials() }
    guard case .configuration(let place, _)? = error else { return }
    #expect(place == "role_arn of profile \"default\" (~/.aws/config:4)")
  }

  @Test func `the old name of the session token and the account are read too`() async throws {
    let variables = keys.merging([
      "AWS_SECURITY_TOKEN": "old", "AWS_ACCOUNT_ID": "123456789012",
    ]) { own, _ in own }
    let found = try await settings(variables).credentials.credentials()
    #expect(found.sessionToken == "old")
    #expect(found.accountID == "123456789012")
  }

  @Test func `a key that is added later is found without a restart`() async throws {
    let files = ChangingFiles()
    let settings = try AWSSettings.resolve(
      environment: .home(["AWS_REGION": "eu-west-1"]), files: files)
    await #expect(throws: AWSError.self) { try await settings.credentials.credentials() }
    files.credentials.withLock { $0 = Array(file.utf8) }
    #expect(try await settings.credentials.credentials().accessKeyID == "AKIAFILE")
  }
}

private final class ChangingFiles: FileReading {
  let credentials = Mutex<[UInt8]?>(nil)

  func contents(of path: String) throws(FileReadingError) -> [UInt8]? {
    path.hasSuffix("credentials") ? credentials.withLock { $0 } : nil
  }
}
