import AWSCore
import Foundation
import Listing
import Testing

@testable import RDSExports

@Suite struct RDSExportsClientTests {
  static let request = StartExportTaskRequest(
    exportTaskIdentifier: "orders-1122",
    sourceArn: "arn:aws:rds:eu-west-1:123456789012:snapshot:orders-prod",
    s3BucketName: "lake-raw", iamRoleArn: "arn:aws:iam::123456789012:role/export",
    kmsKeyId: "alias/export", s3Prefix: "rds/orders/", exportOnly: ["orders.public"])

  /// What describing the task of `request` shows.
  static func started(
    status: String = "STARTING", source: String = request.sourceArn, bucket: String = "lake-raw",
    prefix: String = "rds/orders", only: String = "orders.public",
    key: String = "arn:aws:kms:eu-west-1:123456789012:key/abc", role: String = request.iamRoleArn
  ) -> String {
    AnswerXML.task(
      "orders-1122", status: status,
      "<SourceArn>\(source)</SourceArn><S3Bucket>\(bucket)</S3Bucket><S3Prefix>\(prefix)</S3Prefix>"
        + "<IamRoleArn>\(role)</IamRoleArn><KmsKeyId>\(key)</KmsKeyId>"
        + "<ExportOnly><member>\(only)</member></ExportOnly>")
  }

  private func error(
    _ work: () async throws(ExportTasksError) -> some Any
  ) async -> ExportTasksError? {
    do {
      _ = try await work()
      return nil
    } catch {
      return error
    }
  }

  @Test func `a describe sends every member that is set`() async throws {
    let aws = ScriptedAWS([.answer(AnswerXML.page([])), .answer(AnswerXML.page([]))])
    let client = RDSExportsClient(aws)
    _ = try await client.describeExportTasks(
      DescribeExportTasksRequest(
        exportTaskIdentifier: "t", sourceArn: "a:b",
        filters: [.status([.starting, .inProgress]), .init(name: "s3-bucket", values: ["b"])],
        marker: "m==", maxRecords: 20, sourceType: .cluster))
    _ = try await client.describeExportTasks(
      DescribeExportTasksRequest(exportTaskIdentifier: "", marker: ""))
    #expect(
      aws.bodies == [
        "Action=DescribeExportTasks&Version=2014-10-31&ExportTaskIdentifier=t&SourceArn=a%3Ab"
          + "&Filters.Filter.1.Name=status&Filters.Filter.1.Values.Value.1=starting"
          + "&Filters.Filter.1.Values.Value.2=in_progress&Filters.Filter.2.Name=s3-bucket"
          + "&Filters.Filter.2.Values.Value.1=b&Marker=m%3D%3D&MaxRecords=20&SourceType=CLUSTER",
        "Action=DescribeExportTasks&Version=2014-10-31",
      ])
    #expect(aws.calls.map(\.action) == ["DescribeExportTasks", "DescribeExportTasks"])
  }

  @Test func `a filter without values is sent, because without it everything would match`()
    async throws
  {
    let aws = ScriptedAWS([.answer(AnswerXML.page([]))])
    _ = try await RDSExportsClient(aws).describeExportTasks(.init(filters: [.status([])]))
    #expect(
      aws.bodies.first?.hasSuffix("&Filters.Filter.1.Name=status&Filters.Filter.1.Values=") == true)
  }

  @Test func `an answer carries when it was asked for and the server's clock`() async throws {
    let aws = ScriptedAWS([
      .answer(AnswerXML.page([AnswerXML.full], marker: "m"), serverAhead: -90),
      .answer(AnswerXML.page([])),
    ])
    let client = RDSExportsClient(aws)
    let page = try await client.describeExportTasks(.init())
    #expect(page.tasks == [ExportTaskReaderTests.fullTask()] && page.marker == "m")
    #expect(page.observation.serverAhead == -90)
    let second = try await client.describeExportTasks(.init())
    #expect(second.observation.serverAhead == nil)
    #expect(second.observation.sentAt == Result<AWSAnswer, AWSError>.sentAt)
  }

  @Test func `a start sends its members and returns the task`() async throws {
    let aws = ScriptedAWS([.answer(AnswerXML.document("StartExportTask", AnswerXML.full))])
    let task = try await RDSExportsClient(aws).startExportTask(Self.request)
    #expect(task == ExportTaskReaderTests.fullTask())
    #expect(
      aws.bodies == [
        "Action=StartExportTask&Version=2014-10-31&ExportTaskIdentifier=orders-1122"
          + "&SourceArn=arn%3Aaws%3Ards%3Aeu-west-1%3A123456789012%3Asnapshot%3Aorders-prod"
          + "&S3BucketName=lake-raw&IamRoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fexport"
          + "&KmsKeyId=alias%2Fexport&S3Prefix=rds%2Forders&ExportOnly.member.1=orders.public"
      ])
  }

  @Test func `a start without options sends none`() async throws {
    var request = Self.request
    request.s3Prefix = ""
    request.exportOnly = []
    let aws = ScriptedAWS([.answer(AnswerXML.document("StartExportTask", AnswerXML.full))])
    _ = try await RDSExportsClient(aws).startExportTask(request)
    #expect(aws.bodies.first?.hasSuffix("&KmsKeyId=alias%2Fexport") == true)
  }

  @Test func `a start that would be refused isn't sent`() async {
    var request = Self.request
    request.exportTaskIdentifier = "1-"
    let aws = ScriptedAWS([])
    let found = await error { () throws(ExportTasksError) in
      try await RDSExportsClient(aws).startExportTask(request)
    }
    #expect(found == .invalid(request.problems()) && request.problems().count == 2)
    #expect(aws.calls.isEmpty)
  }

  @Test func `a start whose first answer was lost has succeeded`() async throws {
    let aws = ScriptedAWS([
      .fault("ExportTaskAlreadyExists", attempts: 2), .answer(AnswerXML.page([Self.started()])),
    ])
    let task = try await RDSExportsClient(aws).startExportTask(Self.request)
    #expect(task.exportTaskIdentifier == "orders-1122" && task.status == .starting)
    #expect(aws.bodies[1].hasSuffix("&ExportTaskIdentifier=orders-1122"))
  }

  @Test func `a start that was answered at once really met another task`() async {
    let aws = ScriptedAWS([
      .fault("ExportTaskAlreadyExists"), .answer(AnswerXML.page([Self.started()])),
    ])
    let found = await error { () throws(ExportTasksError) in
      try await RDSExportsClient(aws).startExportTask(Self.request)
    }
    guard case .modelled(.exportTaskAlreadyExists, _) = found else {
      Issue.record("\(String(describing: found))")
      return
    }
    #expect(aws.calls.count == 1)
  }

  static let othersTasks = [
    started(source: "arn:aws:rds:eu-west-1:123456789012:snapshot:other"), started(bucket: "other"),
    started(prefix: "other"), started(only: "orders.audit"), started(status: "COMPLETE"),
    started(status: "FAILED"), started(role: "arn:aws:iam::123456789012:role/other"),
    started().replacing("orders-1122", with: "orders-1123"),
  ]

  @Test(arguments: othersTasks)
  func `a task that differs from the request isn't ours`(task: String) async {
    let aws = ScriptedAWS([
      .fault("ExportTaskAlreadyExistsFault", attempts: 3), .answer(AnswerXML.page([task])),
    ])
    let found = await error { () throws(ExportTasksError) in
      try await RDSExportsClient(aws).startExportTask(Self.request)
    }
    guard case .modelled(.exportTaskAlreadyExists, let fault) = found else {
      Issue.record("\(String(describing: found))")
      return
    }
    #expect(fault.attempts == 3)
  }

  @Test func `keys are compared unless one is an alias`() throws {
    var request = Self.request
    var task = ExportTaskReaderTests.fullTask()
    task.status = .inProgress
    task.s3Bucket = "lake-raw"
    task.s3Prefix = nil
    task.iamRoleArn = request.iamRoleArn
    task.exportOnly = nil
    request.s3Prefix = nil
    request.exportOnly = []
    #expect(request.mayHaveStarted(task))
    request.kmsKeyId = "abcd0000-7fca-4128-82f2-aabbccddeeff"
    #expect(request.mayHaveStarted(task))
    request.kmsKeyId = "00000000-7fca-4128-82f2-aabbccddeeff"
    #expect(!request.mayHaveStarted(task))
    task.kmsKeyId = nil
    #expect(request.mayHaveStarted(task))
    task.status = nil
    #expect(!request.mayHaveStarted(task))
  }

  static let nothingFound: [Result<AWSAnswer, AWSError>] = [
    .answer(AnswerXML.page([])), .fault("ExportTaskNotFound", status: 404), .answer("<html/>"),
  ]

  @Test(arguments: nothingFound.indices)
  func `where the task can't be looked up, the first error stands`(index: Int) async {
    let aws = ScriptedAWS([
      .fault("ExportTaskAlreadyExists", attempts: 2), Self.nothingFound[index],
    ])
    let found = await error { () throws(ExportTasksError) in
      try await RDSExportsClient(aws).startExportTask(Self.request)
    }
    guard case .modelled(.exportTaskAlreadyExists, _) = found else {
      Issue.record("\(String(describing: found))")
      return
    }
  }

  @Test func `a cancel whose first answer was lost has succeeded`() async throws {
    let aws = ScriptedAWS([
      .fault("InvalidExportTaskStateFault", attempts: 2),
      .answer(AnswerXML.page([AnswerXML.task("a", status: "CANCELING")])),
      .fault("InvalidExportTaskStateFault", attempts: 2),
      .answer(AnswerXML.page([AnswerXML.task("a", status: "COMPLETE")])),
      .fault("InvalidExportTaskStateFault"),
    ])
    let client = RDSExportsClient(aws)
    #expect(try await client.cancelExportTask(identifier: "a").status == .canceling)
    #expect(aws.bodies[0] == "Action=CancelExportTask&Version=2014-10-31&ExportTaskIdentifier=a")
    for _ in 0..<2 {
      let found = await error { () throws(ExportTasksError) in
        try await client.cancelExportTask(identifier: "a")
      }
      guard case .modelled(.invalidExportTaskState, _) = found else {
        Issue.record("\(String(describing: found))")
        return
      }
    }
    #expect(aws.calls.count == 5)
  }

  @Test func `an answer that can't be read is an error that says so`() async {
    for body in ["", "<html>", "<!DOCTYPE html><html/>", "<ListAllMyBucketsResult/>"] {
      let found = await error { () throws(ExportTasksError) in
        try await RDSExportsClient(ScriptedAWS([.answer(body)])).describeExportTasks(.init())
      }
      guard case .call(.unreadableAnswer(let detail, "request-1")) = found else {
        Issue.record("\(body): \(String(describing: found))")
        continue
      }
      #expect(!detail.isEmpty)
    }
  }
}
