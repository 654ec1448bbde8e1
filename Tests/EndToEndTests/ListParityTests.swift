import AWSCore
import Foundation
import Simulator
import Support
import Testing

/// `list` beside the tools that its readers use today.
@Suite(.serialized, .enabled(if: Judge.hasPython)) struct `list prints what the AWS CLI prints` {
  static func environment(_ server: SimulatorServer) -> [String: String] {
    [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
      "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
      "HOME": "/nonexistent", "AWS_EC2_METADATA_DISABLED": "true", "LC_ALL": "C.UTF-8",
      "AWS_ACCESS_KEY_ID": SimulatorServer.accessKeyID,
      "AWS_SECRET_ACCESS_KEY": SimulatorServer.secretAccessKey,
      "AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1",
    ]
  }

  @Test func `1,234 tasks, field for field, byte for byte`() async throws {
    // A clock that stands still: every reader sees the same account. It is ahead, so that what a
    // busy machine signs minutes later is not yet too late for it.
    let clock = HandCrankedTimekeeper(wall: Date().addingTimeInterval(240))
    let server = try await SimulatorServer.start(
      SimulatorOptions(tasks: 1234, seed: 7), timekeeper: clock)
    var environment = Self.environment(server)
    let ours = try await ProcessRunner.runBeside(
      ProcessRunner.exportdeck, ["list", "--output", "json", "--endpoint-url", server.endpoint],
      environment: environment)
    #expect(ours.status == 0, "\(ours.errors)")

    let python = try #require(Judge.python)
    let boto3 = try await ProcessRunner.runBeside(
      python, ["-c", Self.paginator, server.endpoint, ours.output.isEmpty ? "" : "-"],
      environment: environment, input: Data(ours.output.utf8))
    #expect(boto3.status == 0, "\(boto3.errors)")
    #expect(boto3.output == "same 1234\n")

    let configuration = FileManager.default.temporaryDirectory
      .appendingPathComponent("aws-config-\(UUID().uuidString)")
    try Data("[default]\ncli_timestamp_format = iso8601\n".utf8).write(to: configuration)
    defer { try? FileManager.default.removeItem(at: configuration) }
    environment["AWS_CONFIG_FILE"] = configuration.path
    let aws = try #require(Judge.program("aws"))
    let theirs = try await ProcessRunner.runBeside(
      aws,
      [
        "rds", "describe-export-tasks", "--output", "json", "--endpoint-url", server.endpoint,
      ], environment: environment)
    #expect(theirs.status == 0, "\(theirs.errors)")
    #expect(ours.output == theirs.output)
    await server.stop()
    Judge.report("boto3's paginator and aws rds describe-export-tasks beside list", cases: 1234)
  }

  static let paginator = """
    import json, sys, boto3
    rds = boto3.client("rds", endpoint_url=sys.argv[1])
    theirs = []
    for page in rds.get_paginator("describe_export_tasks").paginate():
        theirs += page["ExportTasks"]
    ours = json.load(sys.stdin)["ExportTasks"]
    def plain(task):
        return {k: v.isoformat(timespec="microseconds") if hasattr(v, "isoformat") else v
                for k, v in task.items()}
    def stamped(task):
        out = dict(task)
        for k in ("SnapshotTime", "TaskStartTime", "TaskEndTime"):
            if k in out and "." not in out[k]:
                out[k] = out[k].replace("+00:00", ".000000+00:00")
        return out
    theirs = [plain(t) for t in theirs]
    ours = [stamped(t) for t in ours]
    for a, b in zip(theirs, ours):
        if a != b:
            print("theirs", a, "ours", b)
            break
    print("same" if theirs == ours else "different", len(ours))
    """
}
