import AWSCore

/// Decodes answers straight from their bytes: no tree, and shared storage for what repeats.
///
/// As boto3 does, an absent member is nil and an empty one is empty, and what isn't known is passed
/// over. A number or a time that is there and empty counts as absent.
///
/// Where boto3 gives the whole list up (a number or a time that is none, a character that XML
/// forbids, bytes that are no UTF-8), the rest is read: such a number or time is nil and noted as a
/// gap, such a character is U+FFFD. What is no XML, or was cut short, is an error.
struct ExportTaskReader: Sendable {
  private var interner = TextInterner()

  /// A page of `DescribeExportTasks`.
  mutating func page(
    _ body: [UInt8]
  ) throws(XMLError) -> (tasks: [ExportTask], marker: String?) {
    var reader = try XMLReader(mending: body)
    let result = try reader.result(of: "DescribeExportTasks")
    var tasks: [ExportTask] = []
    var marker: String?
    while let child = try reader.nextChild(of: result) {
      if reader.isNamed(child, "ExportTasks") {
        tasks.reserveCapacity(100)
        while let element = try reader.nextChild(of: child) {
          if reader.isNamed(element, "ExportTask") {
            guard tasks.count < PageWalk.mostTasks else {
              throw XMLError(
                .tooMany(element: "ExportTask", limit: PageWalk.mostTasks), at: reader.position)
            }
            tasks.append(try task(element, from: &reader))
          }
        }
      } else if reader.isNamed(child, "Marker") {
        marker = try reader.text(of: child)
      }
    }
    try reader.finish()
    return (tasks, marker?.isEmpty == true ? nil : marker)
  }

  /// The answer of `StartExportTask` or `CancelExportTask`, whose result is the task itself.
  mutating func task(_ body: [UInt8], of action: String) throws(XMLError) -> ExportTask {
    var reader = try XMLReader(mending: body)
    let result = try reader.result(of: action)
    let task = try task(result, from: &reader)
    try reader.finish()
    return task
  }

  private mutating func task(
    _ element: XMLElement, from reader: inout XMLReader
  ) throws(XMLError) -> ExportTask {
    var task = ExportTask(exportTaskIdentifier: "")
    var next = 0
    while let child = try reader.nextChild(of: element) {
      guard let index = reader.index(of: child, in: ExportTaskMember.vocabulary, startingAt: next),
        let member = ExportTaskMember(rawValue: index)
      else { continue }
      next = index + 1
      try read(member, of: child, into: &task, from: &reader)
    }
    return task
  }

  private mutating func read(
    _ member: ExportTaskMember, of element: XMLElement, into task: inout ExportTask,
    from reader: inout XMLReader
  ) throws(XMLError) {
    switch member {
    case .exportTaskIdentifier: task.exportTaskIdentifier = try reader.text(of: element)
    case .sourceArn: task.sourceArn = try interned(element, from: &reader)
    case .exportOnly: task.exportOnly = try internedList(element, from: &reader)
    case .snapshotTime:
      task.snapshotTime = task.note(try reader.dateReading(of: element), of: member)
    case .taskStartTime:
      task.taskStartTime = task.note(try reader.dateReading(of: element), of: member)
    case .taskEndTime:
      task.taskEndTime = task.note(try reader.dateReading(of: element), of: member)
    case .s3Bucket: task.s3Bucket = try interned(element, from: &reader)
    case .s3Prefix: task.s3Prefix = try interned(element, from: &reader)
    case .iamRoleArn: task.iamRoleArn = try interned(element, from: &reader)
    case .kmsKeyId: task.kmsKeyId = try interned(element, from: &reader)
    case .status: task.status = ExportTaskStatus(try reader.text(of: element))
    case .percentProgress:
      task.percentProgress = task.note(try reader.integerReading(of: element), of: member)
    case .totalExtractedDataInGB:
      task.totalExtractedDataInGB = task.note(try reader.integerReading(of: element), of: member)
    case .failureCause: task.failureCause = try interned(element, from: &reader)
    case .warningMessage: task.warningMessage = try interned(element, from: &reader)
    case .sourceType: task.sourceType = ExportSourceType(try reader.text(of: element))
    }
  }

  private mutating func interned(
    _ element: XMLElement, from reader: inout XMLReader
  ) throws(XMLError) -> String {
    try reader.withText(of: element) { interner.string($0) }
  }

  private mutating func internedList(
    _ element: XMLElement, from reader: inout XMLReader
  ) throws(XMLError) -> [String] {
    var texts: [String] = []
    while let child = try reader.nextChild(of: element) {
      if reader.isNamed(child, "member") { texts.append(try interned(child, from: &reader)) }
    }
    return texts
  }
}

extension ExportTask {
  /// The value of a reading; one that couldn't be read becomes a gap. Of a member that comes twice
  /// the last counts.
  fileprivate mutating func note<Value>(
    _ reading: ScalarReading<Value>, of member: ExportTaskMember
  ) -> Value? {
    if !gaps.isEmpty { gaps.removeAll { $0.member == member } }
    switch reading {
    case .absent: return nil
    case .value(let value): return value
    case .unreadable(let text):
      gaps.append(ExportTaskGap(member, .unreadable(text)))
      return nil
    }
  }
}

/// The members of `ExportTask` in the order of the API's model, which its answers and the AWS CLI's
/// output keep.
public enum ExportTaskMember: Int, CaseIterable, Sendable, Hashable {
  case exportTaskIdentifier, sourceArn, exportOnly, snapshotTime, taskStartTime, taskEndTime
  case s3Bucket, s3Prefix, iamRoleArn, kmsKeyId, status, percentProgress, totalExtractedDataInGB
  case failureCause, warningMessage, sourceType

  /// The name in answers.
  var name: StaticString {
    switch self {
    case .exportTaskIdentifier: "ExportTaskIdentifier"
    case .sourceArn: "SourceArn"
    case .exportOnly: "ExportOnly"
    case .snapshotTime: "SnapshotTime"
    case .taskStartTime: "TaskStartTime"
    case .taskEndTime: "TaskEndTime"
    case .s3Bucket: "S3Bucket"
    case .s3Prefix: "S3Prefix"
    case .iamRoleArn: "IamRoleArn"
    case .kmsKeyId: "KmsKeyId"
    case .status: "Status"
    case .percentProgress: "PercentProgress"
    case .totalExtractedDataInGB: "TotalExtractedDataInGB"
    case .failureCause: "FailureCause"
    case .warningMessage: "WarningMessage"
    case .sourceType: "SourceType"
    }
  }

  static let vocabulary = XMLVocabulary(allCases.map(\.name))
}

extension ExportTaskMember: CustomStringConvertible {
  /// The name in answers.
  public var description: String { "\(name)" }
}
