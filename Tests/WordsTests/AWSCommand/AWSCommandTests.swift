import Foundation
import RDSExports
import Support
import Testing
import Tracking
import Words

@Suite struct AWSCommandTests {
  private static let request = StartExportTaskRequest(
    exportTaskIdentifier: "nightly-orders",
    sourceArn: "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-2026-11-29",
    s3BucketName: "acme-lake", iamRoleArn: "arn:aws:iam::123456789012:role/rds-export",
    kmsKeyId: "alias/exports", s3Prefix: "it's a/", exportOnly: ["orders.public.a$b", "stock"])

  @Test func `a start is one line, or one option a line`() {
    let command = AWSCommand.start(
      Self.request, by: .init(profile: "prod", region: "eu-west-1"))
    #expect(
      command.lines == #"""
        aws rds start-export-task \
          --export-task-identifier nightly-orders \
          --source-arn arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-2026-11-29 \
          --s3-bucket-name acme-lake \
          --iam-role-arn arn:aws:iam::123456789012:role/rds-export \
          --kms-key-id alias/exports \
          --s3-prefix 'it'"'"'s a' \
          --export-only 'orders.public.a$b' stock \
          --profile prod \
          --region eu-west-1
        """#)
    #expect(command.line == command.lines.replacing(" \\\n  ", with: " "))
  }

  @Test func `what a task is described by`() {
    let command = AWSCommand.describe(
      "a-1", by: .init(region: "eu-west-1", endpointURL: "http://127.0.0.1:4566"))
    #expect(
      command.line == "aws rds describe-export-tasks --export-task-identifier a-1"
        + " --region eu-west-1 --endpoint-url http://127.0.0.1:4566")
  }

  @Test func `a context's profile is named unless the CLI uses it by itself`() {
    func way(_ profile: String, isProfile: Bool = true) -> AWSCommand.Way {
      AWSCommand.Way(
        ContextLabel(profile: profile, isProfile: isProfile, region: "eu-west-1"))
    }
    #expect(way("prod").profile == "prod")
    #expect(way("default").profile == nil)
    #expect(way("environment variables", isProfile: false).profile == nil)
    #expect(AWSCommand.Way(ContextLabel(profile: "prod", region: "")).region == nil)
  }

  private static let hostile = [
    "", "a b", "it's", "\"", "\\", "$HOME", "`id`", "$(id)", "a;b", "a\nb", "a\\\nb", "*", "~",
    "#x",
    "é", "-x", "--x", "!1", "a&b|c", "'\"'\"'", "a\tb", "{a,b}", "%s", "a=b", "\u{7F}",
  ]

  /// The words that a shell makes of a text.
  private func words(_ shell: String, _ text: String) throws -> [String] {
    let result = try ProcessRunner.run(
      shell, ["-c", #"aws() { printf '%s\0' "$@"; }; "# + text])
    #expect(result.status == 0, "\(result.errors)")
    return result.output.split(separator: "\0", omittingEmptySubsequences: false).dropLast()
      .map(String.init)
  }

  @Test(arguments: ["/bin/sh", "/bin/bash"])
  func `a shell takes each value as it is`(shell: String) throws {
    for value in Self.hostile {
      var request = Self.request
      request.s3Prefix = value.isEmpty ? "x" : value
      request.exportOnly = [value, "b", value]
      let command = AWSCommand.start(request, by: .init(profile: value))
      let sent = request.asSent
      let prefix = sent.s3Prefix ?? ""
      let expected =
        [
          "rds", "start-export-task", "--export-task-identifier", sent.exportTaskIdentifier,
          "--source-arn", sent.sourceArn, "--s3-bucket-name", sent.s3BucketName,
          "--iam-role-arn", sent.iamRoleArn, "--kms-key-id", sent.kmsKeyId,
        ] + (prefix.hasPrefix("-") ? ["--s3-prefix=\(prefix)"] : ["--s3-prefix", prefix])
        + ["--export-only", value, "b", value]
        + (value.hasPrefix("-") ? ["--profile=\(value)"] : ["--profile", value])
      #expect(try words(shell, command.line) == expected)
      #expect(try words(shell, command.lines) == expected)
    }
    Judge.report("\(shell) on quoted words", cases: Self.hostile.count * 2)
  }

  @Test func `what is written is read as the same export`() throws {
    for value in Self.hostile where !value.isEmpty && value != "a\nb" && value != "a\\\nb" {
      var request = Self.request
      request.s3Prefix = value
      let way = AWSCommand.Way(profile: "p q", region: "eu-west-1", endpointURL: "http://[::1]:1")
      let command = AWSCommand.start(request, by: way)
      for text in [command.line, command.lines, "$ \(command.line)\n"] {
        let read = try StartText(text)
        #expect(read.request == request.asSent)
        #expect(read.way == way)
        #expect(read.remarks == [])
      }
    }
  }
}
