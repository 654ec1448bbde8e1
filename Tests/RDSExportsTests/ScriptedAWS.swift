import AWSCore
import Foundation
import Synchronization

/// Answers calls from a list, in order, and remembers what was asked.
final class ScriptedAWS: AWSCalling {
  private struct State {
    var answers: [Result<AWSAnswer, AWSError>]
    var calls: [AWSCall] = []
  }

  private let state: Mutex<State>

  init(_ answers: [Result<AWSAnswer, AWSError>]) { state = Mutex(State(answers: answers)) }

  var calls: [AWSCall] { state.withLock { $0.calls } }
  var bodies: [String] { calls.map { String(decoding: $0.body, as: UTF8.self) } }

  func call(_ call: AWSCall) async throws(AWSError) -> AWSAnswer {
    let answer = state.withLock { state in
      state.calls.append(call)
      return state.answers.isEmpty
        ? .failure(AWSError.configuration(place: "script", message: "no more answers"))
        : state.answers.removeFirst()
    }
    return try answer.get()
  }
}

extension Result where Success == AWSAnswer, Failure == AWSError {
  static let sentAt = Date(timeIntervalSince1970: 1_795_348_800)

  static func answer(_ body: String, serverAhead: TimeInterval? = nil, attempts: Int = 1) -> Self {
    .success(
      AWSAnswer(
        body: Array(body.utf8), requestID: "request-1", sentAt: sentAt,
        serverDate: serverAhead.map { sentAt.addingTimeInterval($0) }, attempts: attempts))
  }

  static func fault(_ code: String, status: Int = 400, attempts: Int = 1) -> Self {
    .failure(
      .service(
        ServiceFault(
          code: code, message: "in AWS's words", type: "Sender", status: status,
          requestID: "request-1", attempts: attempts)))
  }
}

/// Answers as RDS writes them.
enum AnswerXML {
  static func page(_ tasks: [String], marker: String? = nil) -> String {
    let list = tasks.map { "<ExportTask>\($0)</ExportTask>" }.joined(separator: "\n      ")
    return document(
      "DescribeExportTasks",
      "\(marker.map { "<Marker>\($0)</Marker>" } ?? "")<ExportTasks>\(list)</ExportTasks>")
  }

  static func document(_ action: String, _ result: String) -> String {
    """
    <\(action)Response xmlns="http://rds.amazonaws.com/doc/2014-10-31/">
      <\(action)Result>\(result)</\(action)Result>
      <ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata>
    </\(action)Response>
    """
  }

  static func task(_ identifier: String, status: String = "STARTING", _ more: String = "") -> String
  {
    "<ExportTaskIdentifier>\(identifier)</ExportTaskIdentifier><Status>\(status)</Status>\(more)"
  }

  static let full = """
    <ExportTaskIdentifier>orders-1122</ExportTaskIdentifier>
    <SourceArn>arn:aws:rds:eu-west-1:123456789012:snapshot:orders-prod</SourceArn>
    <ExportOnly><member>orders.public.items</member><member>orders.audit</member></ExportOnly>
    <SnapshotTime>2020-03-02T18:20:42.896Z</SnapshotTime>
    <TaskStartTime>2020-03-02T18:57:56.896Z</TaskStartTime>
    <TaskEndTime>2020-03-02T19:10:31Z</TaskEndTime>
    <S3Bucket>lake-raw-of-the-company</S3Bucket>
    <S3Prefix>rds/orders/nightly/exports</S3Prefix>
    <IamRoleArn>arn:aws:iam::123456789012:role/service-role/export</IamRoleArn>
    <KmsKeyId>arn:aws:kms:eu-west-1:123456789012:key/abcd0000-7fca-4128-82f2-aabbccddeeff</KmsKeyId>
    <Status>COMPLETE</Status>
    <PercentProgress>100</PercentProgress>
    <TotalExtractedDataInGB>263</TotalExtractedDataInGB>
    <FailureCause>none &amp; nothing</FailureCause>
    <WarningMessage>{"skippedTables":[]}</WarningMessage>
    <SourceType>SNAPSHOT</SourceType>
    """
}
