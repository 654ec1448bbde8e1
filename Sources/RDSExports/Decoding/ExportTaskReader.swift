import AWSCore
import Ground

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
    var tasks: [ExportTask] = []
    tasks.reserveCapacity(100)
    let marker = try Self.eachTask(in: body) { element, reader throws(XMLError) in
      tasks.append(try task(element, from: &reader))
    }
    return (tasks, marker)
  }

  /// Comes to each task of a page of `DescribeExportTasks`.
  /// - Returns: The marker of the next page.
  static func eachTask(
    in body: [UInt8], _ read: (XMLElement, inout XMLReader) throws(XMLError) -> Void
  ) throws(XMLError) -> String? {
    var reader = try XMLReader(mending: body)
    let result = try reader.result(of: "DescribeExportTasks")
    var count = 0
    var marker: String?
    while let child = try reader.nextChild(of: result) {
      if reader.isNamed(child, "ExportTasks") {
        while let element = try reader.nextChild(of: child) {
          if reader.isNamed(element, "ExportTask") {
            guard count < PageWalk.mostEntries else {
              throw XMLError(
                .tooMany(element: "ExportTask", limit: PageWalk.mostEntries), at: reader.position)
            }
            try read(element, &reader)
            count += 1
          }
        }
      } else if reader.isNamed(child, "Marker") {
        marker = try reader.text(of: child)
      }
    }
    try reader.finish()
    return marker?.isEmpty == true ? nil : marker
  }

  /// The answer of `StartExportTask` or `CancelExportTask`, whose result is the task itself.
  mutating func task(_ body: [UInt8], of action: String) throws(XMLError) -> ExportTask {
    var reader = try XMLReader(mending: body)
    let result = try reader.result(of: action)
    let task = try task(result, from: &reader)
    try reader.finish()
    return task
  }

  mutating func task(
    _ element: XMLElement, from reader: inout XMLReader
  ) throws(XMLError) -> ExportTask {
    var task = ExportTask(exportTaskIdentifier: "")
    var next = 0
    while true {
      let vocabulary = ExportTaskMember.vocabulary
      if let plain = reader.nextPlainChild(of: element, in: vocabulary, startingAt: next) {
        next = plain.index + 1
        guard let member = ExportTaskMember(rawValue: plain.index) else { continue }
        reader.withBytes(plain.text) { set(member, to: $0, in: &task) }
        continue
      }
      guard let child = try reader.nextChild(of: element) else { return task }
      guard let index = reader.index(of: child, in: vocabulary, startingAt: next),
        let member = ExportTaskMember(rawValue: index)
      else { continue }
      next = index + 1
      if member == .exportOnly {
        task.exportOnly = try internedList(child, from: &reader)
      } else {
        try reader.withText(of: child) { set(member, to: $0, in: &task) }
      }
    }
  }

  private mutating func set(
    _ member: ExportTaskMember, to text: UnsafeBufferPointer<UInt8>, in task: inout ExportTask
  ) {
    switch member {
    case .exportTaskIdentifier: task.exportTaskIdentifier = String(decoding: text, as: UTF8.self)
    case .sourceArn: task.sourceArn = interner.string(text)
    case .exportOnly: task.exportOnly = []  // Text is no element of a list.
    case .snapshotTime: task.snapshotTime = task.note(ScalarReading(date: text), of: member)
    case .taskStartTime: task.taskStartTime = task.note(ScalarReading(date: text), of: member)
    case .taskEndTime: task.taskEndTime = task.note(ScalarReading(date: text), of: member)
    case .s3Bucket: task.s3Bucket = interner.string(text)
    case .s3Prefix: task.s3Prefix = interner.string(text)
    case .iamRoleArn: task.iamRoleArn = interner.string(text)
    case .kmsKeyId: task.kmsKeyId = interner.string(text)
    case .status: task.status = ExportTaskStatus(String(decoding: text, as: UTF8.self))
    case .percentProgress:
      task.percentProgress = task.note(ScalarReading(integer: text), of: member)
    case .totalExtractedDataInGB:
      task.totalExtractedDataInGB = task.note(ScalarReading(integer: text), of: member)
    case .failureCause: task.failureCause = interner.string(text)
    case .warningMessage: task.warningMessage = interner.string(text)
    case .sourceType: task.sourceType = ExportSourceType(String(decoding: text, as: UTF8.self))
    }
  }

  private mutating func internedList(
    _ element: XMLElement, from reader: inout XMLReader
  ) throws(XMLError) -> [String] {
    var texts: [String] = []
    while true {
      if let plain = reader.nextPlainChild(of: element, in: ExportTaskMember.listVocabulary) {
        texts.append(reader.withBytes(plain.text) { interner.string($0) })
      } else if let child = try reader.nextChild(of: element) {
        guard reader.isNamed(child, "member") else { continue }
        texts.append(try reader.withText(of: child) { interner.string($0) })
      } else {
        return texts
      }
    }
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
  static let exportOnlyVocabulary = XMLVocabulary([exportOnly.name])
  /// Of what a list is made.
  static let listVocabulary = XMLVocabulary(["member"])
}

extension ExportTaskMember: CustomStringConvertible {
  /// The name in answers.
  public var description: String { "\(name)" }
}
