import Foundation
import Simulator
import Support
import Testing

/// `list --filter`, by the dashboard's own language.
@Suite struct ListFilterTests {
  private func tasks(_ text: String) throws -> [[String: Any]] {
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    return try #require(document["ExportTasks"] as? [[String: Any]])
  }

  @Test func `it prints what the filter lists, as JSON and as a table`() async throws {
    let clock = HandCrankedTimekeeper(wall: Date())
    let server = try await SimulatorServer.start(
      SimulatorOptions(tasks: 300, seed: 7), timekeeper: clock)
    func list(_ words: String...) async throws -> String {
      let run = try await ProcessRunner.runBeside(
        ProcessRunner.exportdeck, ["list", "--endpoint-url", server.endpoint] + words,
        environment: [
          "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
          "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
          "HOME": "/nonexistent", "AWS_EC2_METADATA_DISABLED": "true", "LC_ALL": "C.UTF-8",
          "AWS_ACCESS_KEY_ID": SimulatorServer.accessKeyID,
          "AWS_SECRET_ACCESS_KEY": SimulatorServer.secretAccessKey, "AWS_REGION": "eu-west-1",
        ])
      #expect(run.status == 0, "\(run.errors)")
      return run.output
    }
    let all = try tasks(try await list("--output", "json"))
    let failed = try tasks(try await list("--output", "json", "--filter", "status=failed"))
    #expect(!failed.isEmpty && failed.count < all.count)
    #expect(
      failed.map { $0["ExportTaskIdentifier"] as? String }
        == all.filter { $0["Status"] as? String == "FAILED" }
        .map { $0["ExportTaskIdentifier"] as? String })
    let table = try await list("--filter", "status=failed")
    #expect(table.split(separator: "\n").count == failed.count + 1)
    let recent = try tasks(try await list("--output", "json", "--filter", "started<1w"))
    #expect(!recent.isEmpty && recent.count < all.count)
    await server.stop()
  }
}
