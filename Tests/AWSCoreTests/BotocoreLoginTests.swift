import Foundation
import Support
import Testing

@testable import AWSCore

/// botocore reads the same cache of `aws login`.
@Suite(.enabled(if: Judge.hasPython)) struct BotocoreLoginTests {
  private static let script = """
    import json, sys
    from botocore.credentials import LoginCredentialFetcher
    from botocore.utils import JSONFileCache, LoginTokenLoader, get_login_token_cache_directory
    from dateutil.parser import parse
    loader = LoginTokenLoader(JSONFileCache(get_login_token_cache_directory()))
    answers = []
    for session, text in json.load(sys.stdin):
        if text:
            loader.save_token(session, json.loads(text))
        try:
            found = LoginCredentialFetcher(session, loader, None).load_cached_credentials()
            answers.append([
                found["access_key"], found["secret_key"], found["token"], found["account_id"],
                str(int(parse(found["expiry_time"]).timestamp()))])
        except Exception:
            answers.append([])
    json.dump(answers, sys.stdout)
    """

  @Test func `botocore finds the same`() async throws {
    let sessions = [
      "arn:aws:sts::123456789012:assumed-role/Admin/ana", "arn:aws:iam::123456789012:user/bo",
      "a name", "ünï\u{1F511}", "absent",
    ]
    let times = [
      "2099-11-22T12:00:00Z", "2099-11-22T12:00:00.123Z", "2099-11-22T14:00:00+02:00",
      "2099-11-22T12:00:00UTC",
    ]
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("exportdeck-login-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let input = sessions.enumerated().map { number, session in
      guard number < times.count else { return [session, ""] }
      let text = """
        {"accessToken": {"accessKeyId": "ASIA\(number)", "secretAccessKey": "s\\u002f\(number)",
          "sessionToken": "t\(number)", "accountId": "12345678901\(number)",
          "expiresAt": "\(times[number])"},
         "tokenType": "aws_sigv4", "refreshToken": "r", "clientId": "c", "dpopKey": "k"}
        """
      return [session, text]
    }
    var environment = ProcessInfo.processInfo.environment
    environment["AWS_LOGIN_CACHE_DIRECTORY"] = folder.path
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", Self.script], environment: environment,
      input: JSONEncoder().encode(input))
    #expect(result.status == 0, "\(result.errors)")
    let theirs = try JSONDecoder().decode([[String]].self, from: Data(result.output.utf8))
    let clock = HandCrankedTimekeeper()
    let surroundings = Surroundings(
      environment: Environment(variables: ["AWS_LOGIN_CACHE_DIRECTORY": folder.path]),
      files: DiskFiles(), transport: ScriptedTransport { _, _ in HTTPResponse(status: 500) },
      timekeeper: clock)
    for (session, their) in zip(sessions, theirs) {
      let login = LoginCredentials(session: session, profileName: "p", surroundings: surroundings)
      do {
        let found = try await login.credentials()
        let end = try #require(found.expiration).timeIntervalSince1970
        #expect(
          their == [
            found.accessKeyID, found.secretAccessKey, found.sessionToken, found.accountID,
            "\(Int(end))",
          ])
      } catch {
        #expect(their.isEmpty, "\(session): \(error)")
      }
    }
    #expect(theirs.filter(\.isEmpty).count == 1)
    Judge.report("botocore aws login caches", cases: sessions.count)
  }
}
