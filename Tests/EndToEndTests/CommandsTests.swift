import Foundation
import Ground
import Simulator
import Support
import Testing

/// `cancel`, `show`, `journal`, `wait` and `list --sort` as whole programs against a simulated RDS.
@Suite(.timeLimit(.minutes(15))) final class CommandsTests {
  private let home = FileManager.default.temporaryDirectory
    .appendingPathComponent("exportdeck-commands-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: home) }

  private func run(
    _ server: SimulatorServer, _ words: [String], _ variables: [String: String] = [:]
  ) async throws -> ProcessRunner.Result {
    let environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
      "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
      "HOME": home.path, "AWS_EC2_METADATA_DISABLED": "true", "LC_ALL": "C.UTF-8",
      "AWS_ACCESS_KEY_ID": SimulatorServer.accessKeyID,
      "AWS_SECRET_ACCESS_KEY": SimulatorServer.secretAccessKey, "AWS_REGION": "eu-west-1",
      "AWS_ENDPOINT_URL": server.endpoint,
    ].merging(variables) { $1 }
    return try await ProcessRunner.runBeside(
      ProcessRunner.exportdeck, words, environment: environment)
  }

  private func server() async throws -> SimulatorServer {
    try await SimulatorServer.start(
      SimulatorOptions(tasks: 40, seed: 7), timekeeper: HandCrankedTimekeeper(wall: Date()))
  }

  private func objects(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  private func running(_ server: SimulatorServer) async throws -> [String] {
    let list = try await run(
      server, ["list", "--filter", "status=running", "--output", "ndjson"])
    return try objects(list.output).compactMap { $0["ExportTaskIdentifier"] as? String }
  }

  @Test func `without a terminal a cancel needs a yes, and is written down with who did it`()
    async throws
  {
    let server = try await server()
    let names = try await running(server)
    let name = try #require(names.first)
    let unasked = try await run(server, ["cancel", name])
    #expect(unasked.status == 64 && unasked.errors.contains("--yes cancels without asking"))
    #expect(try await running(server).contains(name))
    let done = try await run(server, ["cancel", name, "--yes"])
    #expect(done.status == 0, "\(done.errors)")
    #expect(done.output == "\(name): AWS is canceling it\n")
    #expect(try await !running(server).contains(name))

    let journal = try await run(server, ["journal", "--only", "here", "--output", "json"])
    let events = try objects(journal.output)
    #expect(events.map { $0["event"] as? String } == ["cancelSent", "cancelAccepted"])
    #expect(events.allSatisfy { $0["exportTaskIdentifier"] as? String == name })
    #expect(events.last?["requestID"] is String)
    #expect((events.last?["caller"] as? String)?.hasPrefix("arn:aws:") == true, "\(events)")
    await server.stop()
  }

  @Test func `a cancel that is followed exits as its last line says`() async throws {
    let server = try await SimulatorServer.start(
      SimulatorOptions(tasks: 40, seed: 7, speed: 5), timekeeper: SystemTimekeeper())
    let name = try #require(try await running(server).first)
    let done = try await run(
      server,
      ["cancel", name, "--yes", "--wait", "--interval", "1", "--output", "json"])
    #expect(done.status == 0, "\(done.errors)")
    let last = try #require(try objects(done.output).last)
    #expect(last["end"] as? String == "canceled", "\(last)")
    #expect(last["exitCode"] as? Int == 0, "\(last)")
    await server.stop()
  }

  @Test func `read-only, production and the limit hold for commands, wherever they are set`()
    async throws
  {
    let server = try await server()
    let names = try await running(server)
    let name = try #require(names.first)
    let off = try await run(
      server, ["cancel", name, "--yes", "--output", "json"], ["EXPORTDECK_READ_ONLY": "true"])
    #expect(off.status == 1)
    let error = try #require(try objects(off.errors).last)
    #expect((error["place"] as? String)?.contains("EXPORTDECK_READ_ONLY") == true, "\(error)")
    let production = ["EXPORTDECK_PRODUCTION": "true"]
    let short = try await run(server, ["cancel", name, "--yes"], production)
    #expect(short.status == 64 && short.errors.contains("--confirm '\(name)'"))
    let wrong = try await run(server, ["cancel", name, "--confirm", "yes"], production)
    #expect(wrong.status == 64)
    let many = try await run(
      server, ["cancel", "--yes"] + names, ["EXPORTDECK_MAX_ACTIONS": "1"])
    #expect(many.status == 1 && many.errors.contains("max-actions"))
    #expect(try await running(server) == names)
    let right = try await run(server, ["cancel", name, "--confirm", name], production)
    #expect(right.status == 0, "\(right.errors)")
    await server.stop()
  }

  @Test func `what has ended is not canceled, and a task is shown in words and as AWS has it`()
    async throws
  {
    let server = try await server()
    let list = try await run(
      server, ["list", "--filter", "status=failed", "--sort", "identifier", "--output", "ndjson"])
    let failed = try objects(list.output).compactMap { $0["ExportTaskIdentifier"] as? String }
    #expect(failed == failed.sorted() && !failed.isEmpty)
    let name = try #require(failed.first)
    let ended = try await run(server, ["cancel", name, "--yes"])
    #expect(ended.status == 1)
    #expect(ended.output == "\(name): not canceled: it has ended (FAILED)\n")
    let shown = try await run(server, ["show", name])
    #expect(shown.status == 0, "\(shown.errors)")
    #expect(shown.output.hasPrefix("Status      ✖ failed"))
    #expect(shown.output.contains("\nTarget      s3://"))
    let json = try await run(server, ["show", name, "--output", "json"])
    let all = try await run(
      server, ["list", "--filter", "\"\(name)\"", "--output", "json"])
    #expect(json.output == all.output)
    let nothing = try await run(server, ["show", "nope", "--output", "json"])
    #expect(nothing.status == 1 && nothing.output.isEmpty)
    let error = try #require(try objects(nothing.errors).first)
    #expect(error["error"] as? String == "ExportTaskNotFound")
    #expect(error["place"] as? String == "nope")
    let waited = try await run(server, ["wait", name, "nope"])
    #expect(waited.status == 1 && waited.output.split(separator: "\n").count == 2)
    await server.stop()
  }

  @Test func `lines that nobody reads any more are no error`() async throws {
    let server = try await server()
    let words = "'\(ProcessRunner.exportdeck)' list --output ndjson"
    let variables = [
      "PATH": "/usr/bin:/bin", "HOME": home.path, "AWS_EC2_METADATA_DISABLED": "true",
      "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
      "AWS_ACCESS_KEY_ID": SimulatorServer.accessKeyID,
      "AWS_SECRET_ACCESS_KEY": SimulatorServer.secretAccessKey, "AWS_REGION": "eu-west-1",
      "AWS_ENDPOINT_URL": server.endpoint,
    ]
    let result = try await ProcessRunner.runBeside(
      "/bin/bash", ["-c", "set -o pipefail; \(words) | true"], environment: variables)
    #expect(result.errors.isEmpty)
    #expect(result.status == 0 || result.status == 141)
    await server.stop()
  }

  @Test func `a journal that isn't there is not made`() async throws {
    let server = try await server()
    let journal = try await run(server, ["journal"])
    #expect(journal.status == 0 && journal.output.isEmpty)
    #expect(journal.errors == "exportdeck: nothing has been written down yet\n")
    #expect(!FileManager.default.fileExists(atPath: home.path))
    await server.stop()
  }
}
