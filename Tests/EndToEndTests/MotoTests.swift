import AWSCore
import Foundation
import Ground
import RDSExports
import Support
import Testing

@testable import exportdeck

/// moto checks every signature with code that no one here wrote.
@Suite(.serialized, .enabled(if: Judge.hasPython)) struct `Against moto, which checks signatures` {
  @Test func `list, start and cancel are accepted, and a wrong secret is not`() async throws {
    let moto = try await MotoServer()
    func environment(secret: String) -> [String: String] {
      [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
        "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
        "HOME": "/nonexistent", "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ACCESS_KEY_ID": moto.accessKeyID,
        "AWS_SECRET_ACCESS_KEY": secret, "AWS_REGION": "eu-west-1",
        "AWS_ENDPOINT_URL_RDS": moto.endpoint,
      ]
    }
    func list(secret: String) throws -> ProcessRunner.Result {
      try ProcessRunner.run(
        ProcessRunner.exportdeck, ["list", "--output", "json"],
        environment: environment(secret: secret))
    }

    let empty = try list(secret: moto.secretAccessKey)
    #expect(empty.status == 0, "\(empty.errors)")
    #expect(empty.output.contains(#""ExportTasks": []"#))

    let wrong = try list(secret: "a-wrong-secret")
    #expect(wrong.status == 1)
    #expect(wrong.errors.contains("SignatureDoesNotMatch"))
    #expect(!wrong.errors.contains("a-wrong-secret"))

    let transport = AsyncHTTPTransport(timekeeper: SystemTimekeeper())
    let variables = environment(secret: moto.secretAccessKey)
    let settings = try AWSSettings.resolve(
      Surroundings(
        environment: Environment(variables: variables), files: DemoFiles(), transport: transport,
        timekeeper: SystemTimekeeper()))
    let client = RDSExportsClient(
      AWSClient(
        settings: settings, transport: transport, timekeeper: SystemTimekeeper(),
        product: "exportdeck", version: "test"))
    let started = try await client.startExportTask(
      StartExportTaskRequest(
        exportTaskIdentifier: "nightly-orders-1122", sourceArn: moto.snapshotARN,
        s3BucketName: "lake-raw", iamRoleArn: "arn:aws:iam::123456789012:role/export",
        kmsKeyId: "alias/export", s3Prefix: "rds/é x&y", exportOnly: ["orders.public.t1"]))
    #expect(started.exportTaskIdentifier == "nightly-orders-1122")
    #expect(started.s3Prefix == "rds/é x&y")
    let canceled = try await client.cancelExportTask(identifier: "nightly-orders-1122")
    #expect(canceled.status == .canceled)
    await #expect(throws: ExportTasksError.self) {
      _ = try await client.cancelExportTask(identifier: "never-was")
    }
    await transport.shutdown()

    let one = try list(secret: moto.secretAccessKey)
    #expect(one.output.contains(#""ExportTaskIdentifier": "nightly-orders-1122""#))
    Judge.report("moto's signature check", cases: 6)
  }
}
