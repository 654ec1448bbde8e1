import AWSCore
import Foundation
import Support
import Testing

/// botocore's own `credential_process` provider on the same commands and outputs.
@Suite struct BotocoreProcessTests {
  private struct Case: Codable {
    var command: String
    var status: Int32
    var output: String
  }

  private struct Answer: Codable, Equatable {
    var arguments: [String]
    var key: String
    var secret: String
    var token: String?
    var account: String?
    /// Milliseconds since 1970.
    var expiration: Int?
  }

  private static let script = """
    import json, sys
    from botocore.credentials import ProcessProvider
    answers = []
    for case in json.load(sys.stdin):
        asked = []
        class Popen:
            def __init__(self, arguments, **streams):
                asked.extend(arguments)
                self.returncode = case["status"]
            def communicate(self):
                return case["output"].encode(), b""
        config = {"profiles": {"p": {"credential_process": case["command"]}}}
        try:
            found = ProcessProvider("p", lambda: config, popen=Popen).load()
            frozen = found.get_frozen_credentials()
            answer = dict(arguments=asked, key=frozen.access_key, secret=frozen.secret_key)
            if frozen.token is not None: answer["token"] = frozen.token
            if frozen.account_id is not None: answer["account"] = frozen.account_id
            end = getattr(found, "_expiry_time", None)
            if end is not None: answer["expiration"] = round(end.timestamp() * 1000)
        except Exception:
            answer = None
        answers.append(answer)
    json.dump(answers, sys.stdout)
    """

  private static func cases(_ dice: inout SeededGenerator) -> [Case] {
    (0..<400).map { _ in
      func one(_ choices: String...) -> String { choices.randomElement(using: &dice) ?? "" }
      let members = [
        one("1", "1", "1", "1", "1", "1.0", "2", "\"1\"", "null", "").member("Version"),
        one("\"AKIA1\"", "\"ASIA2\"", "\"A/3\"", "\"A\\/4\"", "").member("AccessKeyId"),
        one("\"s/1+\"", "\"\\u0041b\"", "\"c=\"", "").member("SecretAccessKey"),
        one("\"t/o+k==\"", "null", "").member("SessionToken"),
        one(
          "\"2031-01-02T03:04:05Z\"", "\"2031-01-02T03:04:05+00:00\"",
          "\"2031-01-02T03:04:05+0530\"",
          "\"2031-01-02 03:04:05.250-08:00\"", "\"20310102T030405Z\"", "\"2031-01-02T03:04:05UTC\"",
          "\"soon\"", "null", "", ""
        ).member("Expiration"),
        one("\"123456789012\"", "").member("AccountId"), one("[1, {}]", "").member("More"),
      ]
      let object = "{\(members.compactMap(\.self).shuffled(using: &dice).joined(separator: ", "))}"
      return Case(
        command: one("get", "get 'a b' \"c\\\"d\" e\\ f", "'my tool' ~/x $Y", "get 'open"),
        status: Int.random(in: 0..<10, using: &dice) == 0 ? 1 : 0,
        output: Int.random(in: 0..<20, using: &dice) == 0 ? String(object.dropLast()) : object)
    }
  }

  @Test(.enabled(if: Judge.hasPython), .tags(.generated), arguments: Seed.run())
  func `botocore takes the same from the same output`(seed: Seed) async throws {
    var dice = seed.generator("credential_process")
    let cases = Self.cases(&dice)
    let result = try await ProcessRunner.runBeside(
      try #require(Judge.python), ["-c", Self.script], input: JSONEncoder().encode(cases))
    #expect(result.status == 0, "\(result.errors)")
    let answers = try JSONDecoder().decode([Answer?].self, from: Data(result.output.utf8))
    #expect(answers.count == cases.count)
    for (example, theirs) in zip(cases, answers) {
      #expect(await ours(example) == theirs, "\(example)")
    }
    #expect(answers.count { $0 != nil } > 40)
    Judge.report("botocore's credential_process", cases: answers.count)
  }

  private func ours(_ example: Case) async -> Answer? {
    let processes = ScriptedProcesses()
    processes.end(example.status, output: example.output)
    let provider = ProcessCredentials(
      command: example.command, place: "c:1", profileName: "p",
      surroundings: Surroundings(
        environment: .home(), transport: ScriptedTransport { _, _ in throw CancellationError() },
        timekeeper: HandCrankedTimekeeper(), processes: processes))
    guard let found = try? await provider.credentials() else { return nil }
    return Answer(
      arguments: processes.asked.flatMap(\.arguments), key: found.accessKeyID,
      secret: found.secretAccessKey, token: found.sessionToken, account: found.accountID,
      expiration: found.expiration.map { Int(($0.timeIntervalSince1970 * 1000).rounded()) })
  }
}

extension String {
  /// Nil for a member that is left out.
  fileprivate func member(_ name: String) -> String? { isEmpty ? nil : "\"\(name)\": \(self)" }
}
