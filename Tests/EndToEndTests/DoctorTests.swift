import AWSCore
import Foundation
import Ground
import Simulator
import Support
import Testing

/// `exportdeck doctor`: what is broken stands in its first line, and nothing else decides its exit.
@Suite(.timeLimit(.minutes(15))) struct DoctorTests {
  private struct SetUp {
    var arguments: [String] = []
    var variables: [String: String] = [:]
    /// Under the home folder.
    var files: [String: String] = [:]
  }

  private struct Outcome {
    var status: Int32
    var output: String
    var firstLine: String { output.split(separator: "\n").first.map(String.init) ?? "" }
  }

  private static let key = [
    "AWS_ACCESS_KEY_ID": SimulatorServer.accessKeyID,
    "AWS_SECRET_ACCESS_KEY": SimulatorServer.secretAccessKey,
  ]

  private func doctor(_ setUp: SetUp) async throws -> Outcome {
    let home = FileManager.default.temporaryDirectory
      .appendingPathComponent("exportdeck-doctor-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: home) }
    for (name, text) in setUp.files {
      let file = home.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    var variables = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
      "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
      "HOME": home.path, "LC_ALL": "C.UTF-8", "AWS_EC2_METADATA_DISABLED": "true",
    ]
    variables.merge(setUp.variables) { $1 }
    let result = try await ProcessRunner.runBeside(
      ProcessRunner.exportdeck, ["doctor"] + setUp.arguments, environment: variables)
    #expect(!result.output.contains(SimulatorServer.secretAccessKey))
    #expect(result.errors.isEmpty)
    return Outcome(status: result.status, output: result.output)
  }

  private func expectBroken(
    _ setUp: SetUp, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let outcome = try await doctor(setUp)
    #expect(outcome.status == 1, sourceLocation: sourceLocation)
    #expect(outcome.firstLine.hasPrefix("Not ready: "), sourceLocation: sourceLocation)
    for word in words {
      #expect(
        outcome.firstLine.contains(word), "\(outcome.output)", sourceLocation: sourceLocation)
    }
  }

  private func config(_ lines: String...) -> [String: String] {
    [".aws/config": (["[default]", "region = eu-west-1"] + lines).joined(separator: "\n") + "\n"]
  }

  @Test func `no file`() async throws {
    try await expectBroken(
      SetUp(variables: ["AWS_REGION": "eu-west-1"]), "No AWS credentials",
      "neither ~/.aws/credentials nor ~/.aws/config")
  }

  @Test func `no region`() async throws {
    try await expectBroken(SetUp(variables: Self.key), "No AWS region")
  }

  @Test func `wrong profile`() async throws {
    try await expectBroken(
      SetUp(arguments: ["--profile", "nope"], files: config()), "--profile", "\"nope\"")
  }

  @Test func `expired login`() async throws {
    let token = #"{"accessToken":"t","expiresAt":"2020-01-01T00:00:00Z"}"#
    // The name is the SHA-1 of the start URL.
    let cached = ".aws/sso/cache/0c54b6c27e90660baa89eaad85ac1d5dae26cb7d.json"
    try await expectBroken(
      SetUp(
        files: config(
          "sso_start_url = https://d-1.awsapps.com/start", "sso_region = eu-west-1",
          "sso_account_id = 123456789012", "sso_role_name = ops"
        ).merging([cached: token]) { $1 }), "Profile \"default\"", "log")
  }

  @Test func `half a key`() async throws {
    try await expectBroken(
      SetUp(files: config("aws_access_key_id = AKIDEXAMPLE")), "config:3", "half a key")
  }

  @Test func `of two things the first on the way is named, and no credentials before all`()
    async throws
  {
    let both = ["[default]", "aws_access_key_id = AKIDEXAMPLE"].joined(separator: "\n") + "\n"
    let outcome = try await doctor(SetUp(files: [".aws/config": both]))
    #expect(outcome.firstLine == "Not ready: No AWS region is set.")
    #expect(outcome.output.contains("half a key"))
    try await expectBroken(
      SetUp(variables: ["AWS_REGION": "eu-west-1", "AWS_RETRY_MODE": "fast"]),
      "No AWS credentials", "AWS_RETRY_MODE: must be")
  }

  @Test func `quotes around a key, and a token that is left over, are named`() async throws {
    let server = try LoopbackServer { _, _ in
      [
        .answer(
          403,
          body: "<E><Error><Code>InvalidClientTokenId</Code><Message>no</Message></Error></E>")
      ]
    }
    let quoted = [
      "AWS_ACCESS_KEY_ID": "\"AKIAIOSFODNN7EXAMPLE\"", "AWS_SECRET_ACCESS_KEY": "hush-hush-hush-1",
      "AWS_SESSION_TOKEN": "old-old-old-old-old-1", "AWS_REGION": "eu-west-1",
      "AWS_ENDPOINT_URL": server.url,
    ]
    let outcome = try await doctor(SetUp(variables: quoted))
    let head = outcome.output.split(separator: "\n").prefix(2).joined(separator: "\n")
    #expect(outcome.firstLine.hasPrefix("Not ready: InvalidClientTokenId"), "\(outcome.output)")
    #expect(head.contains("AWS_ACCESS_KEY_ID has quotes around it"), "\(outcome.output)")
    #expect(head.contains("AWS_SESSION_TOKEN is left over"), "\(outcome.output)")
    #expect(outcome.output.contains("credentials  warning: environment variable AWS_ACCESS_KEY_ID"))
    #expect(!outcome.output.contains("hush") && !outcome.output.contains("old-old"))
  }

  @Test func `the fault of a custom endpoint leads there`() async throws {
    let server = try LoopbackServer { _, _ in
      [
        .answer(
          501, body: "<E><Error><Code>InternalFailure</Code><Message>no</Message></Error></E>")
      ]
    }
    let outcome = try await doctor(
      SetUp(
        variables: Self.key.merging(["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL": server.url]) {
          $1
        }))
    #expect(
      outcome.output.contains(
        "\(server.url) (environment variable AWS_ENDPOINT_URL) doesn't offer this call"),
      "\(outcome.output)")
    #expect(!outcome.output.contains("health.aws"))
  }

  @Test func `what is passed over in the shared files is named, and stops nothing`() async throws {
    let port = try LoopbackServer.freePort()
    let outcome = try await doctor(
      SetUp(
        arguments: ["--endpoint-url", "http://127.0.0.1:\(port)", "--profile", "Team Laptop"],
        variables: ["AWS_MAX_ATTEMPTS": "200"],
        files: [
          ".aws/config": "[profile \"Team Laptop\"]\nregion = eu-west-1\n  # note\n"
            + "aws_access_key_id = A\naws_secret_access_key = s\n[prod]\n[profile x]\noops\n",
          ".aws/credentials/folder": "",
        ]))
    #expect(outcome.firstLine.contains("refuses connections"), "\(outcome.output)")
    for line in [
      "profile      \"Team Laptop\" (option --profile)", "region       eu-west-1",
      "settings     100 attempts at most: environment variable AWS_MAX_ATTEMPTS",
      "passed over: ~/.aws/config:6: [prod]", "passed over: ~/.aws/config:8: Expected an '=' sign",
      "passed over: ~/.aws/credentials: counts as absent",
    ] {
      #expect(outcome.output.contains(line), "\(outcome.output)")
    }
  }

  @Test func `bad process`() async throws {
    try await expectBroken(
      SetUp(files: config("credential_process = /bin/sh -c 'echo no vault >&2; exit 3'")),
      "config:3", "exit code 3", "no vault")
  }

  @Test func `a loop of profiles`() async throws {
    let files = config(
      "role_arn = arn:aws:iam::123456789012:role/a", "source_profile = b", "[profile b]",
      "role_arn = arn:aws:iam::123456789012:role/b", "source_profile = default")
    try await expectBroken(SetUp(files: files), "loop", "default → b → default")
  }

  @Test func `unreachable`() async throws {
    let port = try LoopbackServer.freePort()
    try await expectBroken(
      SetUp(
        arguments: ["--endpoint-url", "http://127.0.0.1:\(port)", "--region", "eu-west-1"],
        variables: Self.key), "127.0.0.1:\(port) refuses connections")
  }

  @Test func `a proxy that isn't there`() async throws {
    let port = try LoopbackServer.freePort()
    try await expectBroken(
      SetUp(
        variables: Self.key.merging([
          "AWS_REGION": "eu-west-1", "HTTPS_PROXY": "http://ana:s3cr3tword@127.0.0.1:\(port)",
        ]) { $1 }), "The proxy 127.0.0.1:\(port)", "refuses connections")
  }

  @Test(.enabled(if: TestCertificates.isAvailable)) func `an authority nobody trusts`() async throws
  {
    let peer = try await TLSPeer()
    try await expectBroken(
      SetUp(
        arguments: ["--endpoint-url", "https://127.0.0.1:\(peer.port)", "--region", "eu-west-1"],
        variables: Self.key), "No trusted TLS connection to 127.0.0.1:\(peer.port)")
  }

  @Test(.enabled(if: TestCertificates.isAvailable))
  func `an authority that --ca-bundle names is trusted, and named`() async throws {
    let peer = try await TLSPeer()
    let authority = try TestCertificates.shared.get().authority
    let outcome = try await doctor(
      SetUp(
        arguments: [
          "--endpoint-url", "https://127.0.0.1:\(peer.port)", "--region", "eu-west-1",
          "--ca-bundle", authority,
        ], variables: Self.key))
    // It gets through, to something that isn't RDS.
    #expect(outcome.firstLine.contains("can't be read"), "\(outcome.output)")
    #expect(outcome.output.contains("trusting \(authority) (option --ca-bundle)"))
    try await expectBroken(
      SetUp(
        arguments: [
          "--endpoint-url", "https://127.0.0.1:\(peer.port)", "--region", "eu-west-1",
          "--ca-bundle", "/nowhere.pem",
        ], variables: Self.key), "--ca-bundle", "/nowhere.pem", "there is no such file")
  }

  @Test func `who may look at exports but not at himself is ready, and told so`() async throws {
    let server = try LoopbackServer { request, _ in
      request.body.contains("Action=GetCallerIdentity")
        ? [
          .answer(403, body: "<E><Error><Code>AccessDenied</Code><Message>no</Message></Error></E>")
        ]
        : [
          .answer(
            body: "<DescribeExportTasksResponse><DescribeExportTasksResult><ExportTasks/>"
              + "</DescribeExportTasksResult></DescribeExportTasksResponse>")
        ]
    }
    let outcome = try await doctor(
      SetUp(
        variables: Self.key.merging(["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL": server.url]) {
          $1
        }))
    #expect(outcome.status == 0)
    #expect(outcome.firstLine.hasPrefix("Ready (environment variables, eu-west-1), but: "))
    #expect(outcome.output.contains("\nidentity     warning: "), "\(outcome.output)")
    #expect(outcome.output.contains("\nexports      0 export tasks"))
  }

  @Test(
    arguments: [
      (["AWS_PROFILE": "gone"], [], "environment variable AWS_PROFILE"),
      (["AWS_DEFAULT_PROFILE": "gone"], [], "environment variable AWS_DEFAULT_PROFILE"),
      (["AWS_PROFILE": "default"], [], "environment variable AWS_PROFILE"),
      ([:], ["--profile", "gone"], "option --profile"),
    ] as [([String: String], [String], String)])
  func `a named profile that isn't there, whoever's keys there are`(
    variables: [String: String], arguments: [String], place: String
  ) async throws {
    try await expectBroken(
      SetUp(
        arguments: ["--region", "eu-west-1", "--endpoint-url", "http://127.0.0.1:1"] + arguments,
        variables: Self.key.merging(variables) { $1 }, files: [".aws/config": "[profile dev]\n"]),
      place, "there is no profile")
  }

  @Test func `whose keys sign, where that isn't the profile that is named`() async throws {
    let server = try await SimulatorServer.start(
      SimulatorOptions(tasks: 3, seed: 1), timekeeper: HandCrankedTimekeeper(wall: Date()))
    let own = "aws_access_key_id = AKIAOTHER\naws_secret_access_key = other\n"
    var setUp = SetUp(
      arguments: ["--endpoint-url", server.endpoint, "--region", "eu-west-1"],
      variables: Self.key.merging(["AWS_PROFILE": "dev"]) { $1 },
      files: [".aws/credentials": "[dev]\n\(own)"])
    let outcome = try await doctor(setUp)
    #expect(
      outcome.firstLine == "Ready (environment variables, eu-west-1), but: \"dev\" (environment "
        + "variable AWS_PROFILE) doesn't sign: environment variables come first")
    // One that has only settings takes nothing from anybody.
    setUp.files = [".aws/config": "[profile dev]\nmax_attempts = 1\n"]
    #expect(try await doctor(setUp).firstLine == "Ready: environment variables, eu-west-1.")
    await server.stop()
  }

  @Test(arguments: [">&2", "", ">&2; cat \"$HOME/keys\""], ["0", "1"])
  func `what a program prints gives no key away`(outputs: String, status: String) async throws {
    let secret = "MARKED/K7MDENGbPxRfiCYEXAMPLEKEY12345678"
    let token = "MARKEDIQoJb3JpZ2luX2VjEHwaCWV1LXdlc3QtMSJHMEUCIQDk9"
    let key = #"{"Version": 2, "SecretAccessKey": "\#(secret)", "SessionToken": "\#(token)"}"#
    let outcome = try await doctor(
      SetUp(
        arguments: ["--region", "eu-west-1", "--endpoint-url", "http://127.0.0.1:1"],
        files: [
          ".aws/config":
            "[default]\ncredential_process = /bin/sh -c 'cat \"$HOME/keys\" \(outputs); exit \(status)'\n",
          "keys": key,
        ]))
    #expect(outcome.status == 1)
    #expect(outcome.firstLine.contains("credential_process of profile \"default\""))
    #expect(!outcome.output.contains("MARKED"), "\(outcome.output)")
  }

  @Test func `denied`() async throws {
    let message =
      "User: arn:aws:iam::123456789012:user/ana is not authorized to perform: "
      + "rds:DescribeExportTasks on resource: * because no identity-based policy allows it"
    let server = try LoopbackServer(always: [
      .answer(
        403,
        body: "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>"
          + "\(message)</Message></Error><RequestId>r</RequestId></ErrorResponse>")
    ])
    try await expectBroken(
      SetUp(
        arguments: ["--endpoint-url", server.url, "--region", "eu-west-1"], variables: Self.key),
      "AccessDenied", "rds:DescribeExportTasks")
  }

  @Test func `a clock an hour off is named, and gets along`() async throws {
    // Not a clock that stands: doctor looks at a real one, and may come late to it.
    let server = try await SimulatorServer.start(
      SimulatorOptions(tasks: 3, seed: 1), timekeeper: SystemTimekeeper())
    var faults = Faults()
    faults.clockAheadSeconds = 3600
    server.set(faults)
    let outcome = try await doctor(
      SetUp(
        arguments: ["--endpoint-url", server.endpoint, "--region", "eu-west-1"],
        variables: Self.key))
    await server.stop()
    #expect(outcome.status == 0)
    #expect(outcome.firstLine.contains("clock is 60 min behind"), "\(outcome.output)")
  }

  @Test(.enabled(if: Judge.hasTmux)) func `tells what the terminal can do`() async throws {
    let terminal = try TmuxTerminal(columns: 120, rows: 40)
    try terminal.type("\(ProcessRunner.exportdeck) doctor; echo left $?")
    try terminal.press("Enter")
    let screen = try await terminal.waitFor("left 1")
    #expect(screen.contains("TERM=tmux-256color, 256 colours, 120x40, locale C.UTF-8"))
  }

  @Test(.enabled(if: Judge.hasTmux))
  func `a terminal that no screen can be on is in the way`() async throws {
    let server = try await SimulatorServer.start(
      SimulatorOptions(tasks: 3, seed: 1), timekeeper: HandCrankedTimekeeper(wall: Date()))
    let terminal = try TmuxTerminal(
      columns: 120, rows: 40, environment: Self.key.merging(["AWS_REGION": "eu-west-1"]) { $1 })
    try terminal.type(
      "TERM=dumb \(ProcessRunner.exportdeck) doctor --endpoint-url \(server.endpoint); "
        + "echo left $?")
    try terminal.press("Enter")
    let screen = try await terminal.waitFor("left 1")
    await server.stop()
    #expect(screen.contains("Not ready: TERM=dumb"))
  }

  @Test func `where all is well it says so, in text and as JSON`() async throws {
    let server = try await SimulatorServer.start(
      SimulatorOptions(tasks: 3, seed: 1), timekeeper: SystemTimekeeper())
    var setUp = SetUp(
      arguments: ["--endpoint-url", server.endpoint, "--region", "eu-west-1"],
      variables: Self.key)
    let outcome = try await doctor(setUp)
    #expect(outcome.status == 0)
    #expect(outcome.firstLine == "Ready: environment variables, eu-west-1.")
    #expect(outcome.output.contains("environment variables: taken"))
    setUp.arguments += ["--output", "json"]
    let json = try await doctor(setUp)
    await server.stop()
    let read = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(read?["isReady"] as? Bool == true)
    let checks = (read?["findings"] as? [[String: Any]])?.compactMap { $0["check"] as? String }
    #expect(
      checks == [
        "config", "profile", "region", "endpoint", "way", "credentials", "identity", "exports",
        "clock", "terminal", "files",
      ])
  }
}
