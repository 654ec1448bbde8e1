import AWSCore
import FoundationEssentials
import RDSExports

/// An account whose newest five exports run and whose others have ended, told in the words of RDS.
enum Account {
  static let running = 5
  static let present = Date(timeIntervalSince1970: 1_795_348_800)

  private static let kinds = ["nightly", "hourly", "weekly", "adhoc"]
  private static let subjects = [
    "orders", "billing", "catalog", "customers", "inventory", "payments", "shipping", "ledger",
    "sessions", "analytics", "reporting", "search", "loyalty", "pricing", "returns", "audit",
  ]
  private static let stages = ["prod", "staging", "dr"]
  private static let endings = [
    "COMPLETE", "COMPLETE", "COMPLETE", "COMPLETE", "FAILED", "CANCELED",
  ]

  /// So many tasks, the newest first, read from pages as those of AWS are read: what repeats has
  /// shared storage.
  static func tasks(_ count: Int) async throws -> [ExportTask] {
    let client = RDSExportsClient(Pages())
    var tasks: [ExportTask] = []
    for start in stride(from: 0, to: count, by: 100) {
      let request = DescribeExportTasksRequest(
        marker: "\(start)-\(min(count, start + 100))", maxRecords: 100)
      tasks += try await client.describeExportTasks(request).tasks
    }
    return tasks
  }

  /// Answers with the tasks that a marker numbers, or always with the same page.
  struct Pages: AWSCalling {
    var always: [UInt8]?

    func call(_ call: AWSCall) async throws(AWSError) -> AWSAnswer {
      let marker =
        String(decoding: call.body, as: UTF8.self).split(separator: "&")
        .first { $0.hasPrefix("Marker=") }?.dropFirst(7) ?? ""
      let ends = marker.split(separator: "-").compactMap { Int($0) }
      return AWSAnswer(
        body: always ?? Account.page(ends.count == 2 ? ends[0]..<ends[1] : 0..<100),
        requestID: nil, sentAt: present, serverDate: nil)
    }
  }

  static func page(_ numbers: Range<Int>) -> [UInt8] {
    let tasks = numbers.map(task).joined()
    return Array(
      """
      <DescribeExportTasksResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/">
        <DescribeExportTasksResult>
          <ExportTasks>
      \(tasks)    </ExportTasks>
        </DescribeExportTasksResult>
        <ResponseMetadata>
          <RequestId>8ad4fdd5-4e54-4b2b-8f4f-a3f1d3b1e9c7</RequestId>
        </ResponseMetadata>
      </DescribeExportTasksResponse>

      """.utf8)
  }

  private static func task(_ number: Int) -> String {
    let isRunning = number < running
    let subject = subjects[number * 7 % subjects.count]
    let stage = stages[number * 5 % stages.count]
    let start = present - Double(number) * 780 - 3600
    let day = time(start).prefix(10)
    let status = isRunning ? "IN_PROGRESS" : endings[number * 11 % endings.count]
    var members = [
      (
        "ExportTaskIdentifier",
        "\(kinds[number % kinds.count])-\(subject)-\(stage)-\(day)-\(number)"
      ),
      ("SourceArn", "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:\(subject)-\(stage)-\(day)"),
      ("SnapshotTime", time(start - 5400)), ("TaskStartTime", time(start)),
    ]
    if !isRunning { members.append(("TaskEndTime", time(start + 2400))) }
    members += [
      ("S3Bucket", "example-exports-eu-west-1"), ("S3Prefix", "rds/\(subject)/\(stage)"),
      ("IamRoleArn", "arn:aws:iam::123456789012:role/service-role/rds-s3-export"),
      ("KmsKeyId", "arn:aws:kms:eu-west-1:123456789012:key/0d4f8f2e-5b1c-4f0e-9b69-6c2f7d1f2a11"),
      ("Status", status), ("PercentProgress", isRunning ? "\(10 + number)" : "100"),
      ("TotalExtractedDataInGB", "\(number % 900)"), ("SourceType", "SNAPSHOT"),
    ]
    if status == "FAILED" {
      members.append(("FailureCause", "The S3 bucket example-exports-eu-west-1 doesn't exist."))
    }
    let lines = members.map { "        <\($0.0)>\($0.1)</\($0.0)>\n" }.joined()
    return "      <ExportTask>\n\(lines)      </ExportTask>\n"
  }

  private static func time(_ date: Date) -> String {
    date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }
}
