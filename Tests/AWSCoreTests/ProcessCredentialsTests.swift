import AWSCore
import Foundation
import Support
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct ProcessCredentialsTests {
  private let clock = HandCrankedTimekeeper()
  private let processes = ScriptedProcesses()

  private func provider(
    _ command: String = "get --quiet", environment: Environment = .home(),
    processes: (any ProcessRunning)? = nil, cache: CredentialsCache? = nil
  ) -> ProcessCredentials {
    ProcessCredentials(
      command: command,
      place: "credential_process of profile \"prod\" (~/.aws/config:7)", profileName: "prod",
      surroundings: Surroundings(
        environment: environment,
        transport: ScriptedTransport { _, _ in throw CancellationError() }, timekeeper: clock,
        random: { 0.5 }, processes: processes ?? self.processes, cache: cache))
  }

  private func words(_ provider: ProcessCredentials) async -> String {
    do {
      return "\(try await provider.credentials())"
    } catch {
      return error.summary
    }
  }

  /// Another test's child may have a script's descriptor for the moment before its exec.
  private func onceWritten(_ provider: ProcessCredentials) async throws(AWSError) -> Credentials {
    while true {
      do throws(AWSError) {
        return try await provider.credentials()
      } catch {
        guard error.summary.contains("Text file busy") else { throw error }
      }
    }
  }

  private let start = "credential_process of profile \"prod\" (~/.aws/config:7): "

  @Test func `what a program prints is what is signed with`() async throws {
    processes.print(
      """
      {"Version": 1, "AccessKeyId": "AKIA1", "SecretAccessKey": "s/1", "SessionToken": "t+1=",
       "Expiration": "2026-11-22T13:00:00Z", "AccountId": "123456789012", "More": {"x": [1]}}
      """)
    let found = try await provider("get 'a b' --x").credentials()
    #expect(
      found
        == Credentials(
          accessKeyID: "AKIA1", secretAccessKey: "s/1", sessionToken: "t+1=",
          expiration: clock.wall + 3600, accountID: "123456789012"))
    #expect(processes.asked.map(\.arguments) == [["get", "a b", "--x"]])
    #expect(processes.asked.map(\.limit) == [.seconds(60)])
  }

  @Test(arguments: [
    "2026-11-22T13:00:00Z", "2026-11-22T13:00:00+00:00", "2026-11-22T14:30:00+01:30",
    "2026-11-22T08:00:00-0500", "2026-11-22T13:00:00.000Z", "2026-11-22T13:00:00.000000+00:00",
    "2026-11-22T13:00:00UTC", "2026-11-22 13:00:00 UTC", "2026-11-22 13:00:00",
    " 2026-11-22T13:00:00Z ",
    "2026-11-22T13:00:00.000000000Z", "2026-11-22t13:00:00z", "20261122T130000Z",
  ])
  func `an expiration is read in every form that tools print`(text: String) async throws {
    processes.print(
      #"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"s","Expiration":"\#(text)"}"#)
    #expect(try await provider().credentials().expiration == clock.wall + 3600)
  }

  @Test(arguments: [
    (#"{"Version":2,"AccessKeyId":"A","SecretAccessKey":"hush-secret"}"#, "\"Version\": 1"),
    (#"{"Version":"1","AccessKeyId":"A","SecretAccessKey":"hush-secret"}"#, "\"Version\": 1"),
    (#"{"AccessKeyId":"A","SecretAccessKey":"hush-secret"}"#, "\"Version\": 1"),
    (#"{"Version":1,"SecretAccessKey":"hush-secret"}"#, "printed no AccessKeyId"),
    (#"{"Version":1,"AccessKeyId":null,"SecretAccessKey":"hush-secret"}"#, "no AccessKeyId"),
    (#"{"Version":1,"AccessKeyId":"","SecretAccessKey":"hush-secret"}"#, "no AccessKeyId"),
    (#"{"Version":1,"AccessKeyId":"hush-A"}"#, "printed no SecretAccessKey"),
    (#"{"Version":1,"AccessKeyId":"A","SecretAccessKey":5}"#, "SecretAccessKey that isn't text"),
    (
      #"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"hush","Expiration":5}"#, "Expiration that"
    ),
    (#"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"hush","Expiration":"soon"}"#, "ISO 8601"),
    (#"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"hush\nsecret"}"#, "SecretAccessKey of"),
    ("[]", "no JSON object"), ("hush", "no JSON object"), ("{\"hush\": ", "no JSON object"),
    ("", "printed nothing"), ("\n", "printed nothing"), ("\"hush\"", "no JSON object"),
    ("{\"Version\":1}{\"hush\":2}", "no JSON object"), ("\u{FEFF}\0hush", "no JSON object"),
  ])
  func `what is wrong with it is said, and nothing of it is shown`(output: String, words: String)
    async
  {
    processes.print(output)
    let text = await self.words(provider())
    #expect(text.contains(words), "\(text)")
    #expect(text.contains("profile \"prod\" (~/.aws/config:7)"))
    #expect(!text.contains("hush"))
  }

  @Test func `a failure comes with the last words of the program, cleaned`() async {
    processes.end(
      2, output: "{\"SecretAccessKey\": \"hush-hush-hush-secret\"}",
      errors: "Traceback:\n  deep\n\n\u{1B}[31mno session\u{1B}[0m\r\nrun  `vault login`\n \n")
    #expect(
      await words(provider())
        == start + "get ended with exit code 2: no session / run `vault login`")
    processes.end(137)
    #expect(await words(provider()) == start + "get was ended by signal 9")
  }

  @Test func `a program that traces itself gives no key away`() async {
    let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    processes.end(
      1, output: #"{"SecretAccessKey":"wJalrXUtnFEMI\/K7MDENG\/bPxRfiCYEXAMPLEKEY"}"#,
      errors: "+ SECRET=\(secret)\n")
    let text = await words(provider())
    #expect(!text.contains("K7MDENG"), "\(text)")
    #expect(text.contains("+ SECRET=(hidden)"))
  }

  @Test(arguments: [0, 1], [true, false])
  func `no form of a secret on either output comes to light`(status: Int32, isOnBoth: Bool) async {
    for (name, text) in MarkedSecrets.forms {
      // The last words are what is shown: whatever stands there, whatever stood before.
      for errors in [text, "\(text)\nlog in again", "\(text) for prod\nlog in\n again"] {
        let processes = ScriptedProcesses()
        processes.end(status, output: isOnBoth ? text : "", errors: errors)
        let said = await words(provider(processes: processes))
        #expect(MarkedSecrets.leak(in: said) == nil, "\(name): \(said)")
      }
      let processes = ScriptedProcesses()
      processes.fail(.timeout(program: "get", limit: .seconds(60), errors: text))
      let said = await words(provider(processes: processes))
      #expect(MarkedSecrets.leak(in: said) == nil, "\(name): \(said)")
    }
  }

  @Test(arguments: [
    ("\u{1B}[1m", "\u{1B}[0m"), ("\u{1B}[38;5;196m", "\u{1B}[m\u{1B}[K"), ("\u{9B}31m", "\u{9B}0m"),
    ("\u{1B}]8;;https://a.b\u{1B}\\", "\u{1B}]8;;\u{7}"), ("\u{1B}(B", "\u{1B}c"),
  ])
  func `colours part no secret from its name`(on: String, off: String) async {
    let secret = MarkedSecrets.secret
    for errors in [
      "\(on)SecretAccess\(off)Key\(off): \(on)\(secret.prefix(10))\(off)\(secret.dropFirst(10))",
      "{\(on)\"SecretAccessKey\"\(off): \(on)\"\(secret.prefix(20))\(off)\(secret.dropFirst(20))\"\(off)}",
      "found \(on)\(secret.prefix(20))\(on)\(secret.dropFirst(20))\(off)",
    ] {
      processes.end(1, errors: "\(on)no session\(off)\n\(errors)")
      let said = await words(provider())
      #expect(MarkedSecrets.leak(in: said) == nil, "\(said)")
      #expect(said.contains("exit code 1: no session / "), "\(said)")
    }
  }

  @Test func `of an output that was too long, a secret's end isn't shown`() async {
    let text = "\(String(repeating: MarkedSecrets.token, count: 100)), \"Version\": 1} no session"
    processes.end(1, errors: String(text.suffix(8 << 10)))
    let said = await words(provider())
    #expect(MarkedSecrets.leak(in: said) == nil, "\(said)")
    #expect(said.contains("no session"))
  }

  @Test func `a command that begins with a secret doesn't show it`() async {
    processes.fail(.notStarted(program: "AWS_SESSION_TOKEN=\(MarkedSecrets.token)", reason: "No"))
    let said = await words(provider("AWS_SESSION_TOKEN=\(MarkedSecrets.token) get"))
    #expect(MarkedSecrets.leak(in: said) == nil, "\(said)")
  }

  @Test func `what can't be run is explained`() async {
    processes.fail(.notStarted(program: "~/bin/get", reason: "No such file or directory"))
    #expect(
      await words(provider())
        == start + "~/bin/get can't be started: No such file or directory; no shell reads the "
        + "command, so write the whole path")
    processes.fail(.timeout(program: "get", limit: .seconds(60), errors: "Open a browser\n"))
    #expect(
      await words(provider())
        == start + "get took longer than 60 s and was ended: Open a browser")
    processes.fail(.tooMuchOutput(program: "get"))
    #expect(await words(provider()) == start + "get printed far more than credentials")
    #expect(
      await words(provider("get 'a b")) == start + "a quote (') is opened and never closed")
    #expect(
      await words(provider("get \\")) == start + "it ends with a backslash that nothing follows")
    for command in ["", "  ", "'' x"] {
      #expect(await words(provider(command)) == start + "names no program")
    }
    processes.fail(.cancelled)
    await #expect(throws: AWSError.cancelled) { try await provider().credentials() }
  }

  @Test func `a program isn't asked again while its credentials last`() async throws {
    let cache = CredentialsCache(timekeeper: clock, random: { 0.5 })
    let key = #""AccessKeyId":"A","SecretAccessKey":"s""#
    processes.print("{\"Version\":1,\(key)}")
    for _ in 0..<3 {
      _ = try await provider(cache: cache).credentials()
      try await clock.advance(by: .seconds(24 * 3600))
    }
    _ = try await provider(cache: cache).credentials()
    #expect(processes.asked.count == 1)
    _ = try await provider("get --other", cache: cache).credentials()
    _ = try await provider(environment: .home(["VAULT": "x"]), cache: cache).credentials()
    #expect(processes.asked.count == 3)
    processes.print("{\"Version\":1,\(key),\"Expiration\":\"2026-12-24T00:00:00Z\"}")
    let third = provider("third", cache: cache)
    for _ in 0..<2 { _ = try await third.credentials() }
    #expect(processes.asked.count == 4)
  }

  @Test func `dead credentials name the profile and the place`() async {
    processes.print(
      #"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"s","Expiration":"2020-01-01T00:00:00Z"}"#)
    let text = await words(provider())
    #expect(text.hasPrefix(start + "gave credentials that had expired already"))
  }

  @Test(arguments: [("", "210987654321"), (#","AccountId":"123456789012""#, "123456789012")])
  func `the profile's account is that of a program that prints none`(
    member: String, account: String
  ) async throws {
    let world = RoleWorld(
      config: "[profile p]\ncredential_process = get\naws_account_id = 210987654321\n")
    processes.print(#"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"s"\#(member)}"#)
    var surroundings = world.surroundings()
    surroundings.processes = processes
    let chain = CredentialsChain(surroundings, overrides: SettingsOverrides(profile: "p"))
    #expect(try await chain.credentials().accountID == account)
  }

  @Test func `no description shows the command`() {
    let provider = provider("get --password hush")
    var dumped = "\(provider) \(String(reflecting: provider))"
    dump(provider, to: &dumped)
    #expect(!dumped.contains("hush"))
    #expect(dumped.contains("~/.aws/config:7"))
  }

  @Test func `a real program, with spaces and quotes in its arguments`() async throws {
    let folder = ScratchFolder()
    let path = try folder.script(
      "my tool",
      #"""
      echo chatter >&2
      printf '{"Version": 1, "AccessKeyId": "%s", "SecretAccessKey": "%s%s"}' "A$#" "$WORD" "${#2}"
      """#)
    let environment = Environment(variables: ["PATH": "/usr/bin:/bin", "WORD": "secret"])
    let processes = ChildProcesses()
    let provider = provider(
      "'\(path)' --profile \"my \\\"own\\\" one\" it\\'s", environment: environment,
      processes: processes)
    let found = try await onceWritten(provider)
    #expect(found == Credentials(accessKeyID: "A3", secretAccessKey: "secret12"))
    let broken = self.provider(
      "/bin/sh -c 'echo \"please run: vault login\" >&2; exit 7'", environment: environment,
      processes: processes)
    #expect(
      await words(broken)
        == start + "/bin/sh ended with exit code 7: please run: vault login")
  }
}

/// Answers for child processes, and remembers what was asked.
final class ScriptedProcesses: ProcessRunning {
  private struct State {
    var result: Result<ChildProcessOutcome, ChildProcessError> = .failure(.cancelled)
    var asked: [(arguments: [String], limit: Duration)] = []
  }

  private let state = Mutex(State())

  var asked: [(arguments: [String], limit: Duration)] { state.withLock { $0.asked } }

  func print(_ output: String) { end(0, output: output) }

  func end(_ status: Int32, output: String = "", errors: String = "") {
    state.withLock {
      $0.result = .success(
        ChildProcessOutcome(status: status, output: Array(output.utf8), errors: errors))
    }
  }

  func fail(_ error: ChildProcessError) { state.withLock { $0.result = .failure(error) } }

  func run(
    _ arguments: [String], environment: Environment, within limit: Duration
  ) async throws(ChildProcessError) -> ChildProcessOutcome {
    try state.withLock { state -> Result<ChildProcessOutcome, ChildProcessError> in
      state.asked.append((arguments, limit))
      return state.result
    }.get()
  }
}
