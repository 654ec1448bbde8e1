import AWSCore
import Synchronization

/// The three operations on export tasks, by the RDS Query API (version 2014-10-31).
///
/// One client serves one account and region; it may be used from any number of tasks at once.
public final class RDSExportsClient: ExportTasksClient {
  private let aws: any AWSCalling
  private let reader = Mutex(ExportTaskReader())

  public init(_ aws: any AWSCalling) {
    self.aws = aws
  }

  public func describeExportTasks(
    _ request: DescribeExportTasksRequest
  ) async throws(ExportTasksError) -> ExportTaskPage {
    let answer = try await call(ExportTaskRequests.describe(request))
    let page = try decode(answer) { reader, body throws(XMLError) in try reader.page(body) }
    return ExportTaskPage(
      tasks: page.tasks, marker: page.marker, observation: Observation(of: answer))
  }

  public func describeExportTasksEncoded(
    _ request: DescribeExportTasksRequest
  ) async throws(ExportTasksError) -> EncodedExportTaskPage {
    let answer = try await call(ExportTaskRequests.describe(request))
    return try decode(answer) { reader, body throws(XMLError) in try reader.encodedPage(body) }
  }

  /// Checks the request by the API's rules, then starts the export.
  ///
  /// The API knows no idempotency token. Where the answer to an attempt was lost, the task is looked
  /// up: if it is the one that was asked for, the start succeeded.
  public func startExportTask(
    _ request: StartExportTaskRequest
  ) async throws(ExportTasksError) -> ExportTask {
    try await start(request).task
  }

  public func carryOut(
    _ action: ExportAction
  ) async throws(ExportTasksError) -> ExportActionAnswer {
    switch action {
    case .start(let request): try await start(request)
    case .cancel(let identifier): try await cancel(identifier)
    }
  }

  private func start(
    _ request: StartExportTaskRequest
  ) async throws(ExportTasksError) -> ExportActionAnswer {
    let problems = request.problems()
    guard problems.isEmpty else { throw .invalid(problems) }
    do {
      return try await perform(ExportTaskRequests.start(request))
    } catch {
      if error.mayHaveStarted, let task = await find(request.exportTaskIdentifier),
        request.mayHaveStarted(task)
      {
        return ExportActionAnswer(task: task, requestID: error.requestID)
      }
      throw error
    }
  }

  /// Cancels a task.
  ///
  /// Where the answer to an attempt was lost and the next one learns that the task can't be
  /// canceled any more, it is looked up: if it is being canceled, the cancel succeeded.
  public func cancelExportTask(
    identifier: String
  ) async throws(ExportTasksError) -> ExportTask {
    try await cancel(identifier).task
  }

  private func cancel(
    _ identifier: String
  ) async throws(ExportTasksError) -> ExportActionAnswer {
    do {
      return try await perform(ExportTaskRequests.cancel(identifier))
    } catch .modelled(.invalidExportTaskState, let fault) where fault.attempts > 1 {
      if let task = await find(identifier), task.status == .canceling || task.status == .canceled {
        return ExportActionAnswer(task: task, requestID: fault.requestID)
      }
      throw .modelled(.invalidExportTaskState, fault)
    }
  }

  private func perform(_ call: AWSCall) async throws(ExportTasksError) -> ExportActionAnswer {
    let answer = try await self.call(call)
    let task = try decode(answer) { reader, body throws(XMLError) in
      try reader.task(body, of: call.action)
    }
    return ExportActionAnswer(task: task, requestID: answer.requestID)
  }

  /// The task of an identifier; nil where there is none or it can't be told.
  private func find(_ identifier: String) async -> ExportTask? {
    do {
      let page = try await describeExportTasks(.init(exportTaskIdentifier: identifier))
      return page.tasks.first { $0.exportTaskIdentifier == identifier }
    } catch {
      return nil  // The caller has an error of its own to report, the one that led here.
    }
  }

  private func call(_ call: AWSCall) async throws(ExportTasksError) -> AWSAnswer {
    do {
      return try await aws.call(call)
    } catch {
      throw ExportTasksError(error)
    }
  }

  private func decode<Value: Sendable>(
    _ answer: AWSAnswer,
    _ body: (inout ExportTaskReader, [UInt8]) throws(XMLError) -> Value
  ) throws(ExportTasksError) -> Value {
    let result = reader.withLock { reader in
      Result { () throws(XMLError) in try body(&reader, answer.body) }
    }
    switch result {
    case .success(let value): return value
    case .failure(let error):
      throw .call(
        .unreadableAnswer(detail: error.description, requestID: answer.requestID))
    }
  }
}

extension Observation {
  init(of answer: AWSAnswer) {
    self.init(
      sentAt: answer.sentAt,
      serverAhead: answer.serverDate?.timeIntervalSince(answer.sentAt))
  }
}

extension StartExportTaskRequest {
  /// Whether a task can be what this request has just started.
  func mayHaveStarted(_ task: ExportTask) -> Bool {
    task.status?.isFinal == false && isDescribed(by: task)
  }

  /// Whether a task can have been started by this request: all that the two have in common is the
  /// same.
  ///
  /// The key isn't compared unless both are key ARNs or key IDs: an alias can stand for any key.
  public func isDescribed(by task: ExportTask) -> Bool {
    guard task.exportTaskIdentifier == exportTaskIdentifier,
      task.sourceArn == sourceArn, task.s3Bucket == s3BucketName, task.iamRoleArn == iamRoleArn
    else { return false }
    return S3PrefixForm.sent(task.s3Prefix ?? "") == S3PrefixForm.sent(s3Prefix ?? "")
      && Set(task.exportOnly ?? []) == Set(exportOnly)
      && Self.mayBeSameKey(kmsKeyId, task.kmsKeyId)
  }

  private static func mayBeSameKey(_ asked: String, _ described: String?) -> Bool {
    guard let described, let askedID = keyID(asked), let describedID = keyID(described) else {
      return true
    }
    return askedID == describedID
  }

  private static func keyID(_ key: String) -> Substring? {
    if key.contains("alias/") { return nil }
    return key.split(separator: "/").last
  }
}
