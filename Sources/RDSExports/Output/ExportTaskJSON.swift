import AWSCore
import FoundationEssentials
import Ground

/// Export tasks as `aws rds describe-export-tasks --output json` prints them, times in ISO 8601
/// (the AWS CLI's `cli_timestamp_format = iso8601`).
///
/// Members come in the order of the API's model, absent ones are left out. One thing differs, in
/// spelling only: what a terminal obeys and what nobody sees (see `UntrustedText`) is written as
/// `\uXXXX`, because the text comes from outside and the output may be a terminal.
///
/// A document is written part by part:
///
///     var document = ExportTaskJSON()
///     let text = document.add(page1.tasks) + document.add(page2.tasks) + document.end()
public struct ExportTaskJSON: Sendable {
  private var isEmpty = true

  public init() {}

  /// The part of the document that further tasks are.
  public mutating func add(_ tasks: EncodedExportTasks) -> [UInt8] {
    Array(add(tasks.bytes[...]))
  }

  /// The same for the bytes of encoded tasks, or a part of them: only where they begin matters.
  public mutating func add(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard isEmpty, !bytes.isEmpty else { return bytes }
    isEmpty = false
    return Self.beginning + bytes.dropFirst()  // The comma.
  }

  /// The last part, ended by a newline.
  public func end() -> [UInt8] {
    isEmpty ? Self.beginning + Array("]\n}\n".utf8) : Array("\n    ]\n}\n".utf8)
  }

  private static let beginning = Array("{\n    \"ExportTasks\": [".utf8)

  /// The whole answer, ended by a newline.
  public static func document(_ tasks: some Sequence<ExportTask>) -> [UInt8] {
    var document = ExportTaskJSON()
    return document.add(EncodedExportTasks(tasks)) + document.end()
  }

  /// One task by itself, without a newline at the end.
  public static func text(_ task: ExportTask) -> String {
    var writer = JSONWriter()
    write(task, to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// One task on one line, without a newline at the end.
  public static func line(_ task: ExportTask) -> String {
    String(decoding: line(of: Array(text(task).utf8)[...]), as: UTF8.self)
  }

  /// One text as JSON writes it, with what a terminal obeys as `\uXXXX`.
  public static func quoted(_ text: String) -> String {
    var writer = JSONWriter()
    writer.string(text)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// What is spread over lines, on one. No string holds a line break that isn't escaped.
  static func line(of bytes: ArraySlice<UInt8>) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(bytes.count)
    var isIndent = false
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\n"):
        isIndent = true
        if line.last == UInt8(ascii: ",") { line.append(UInt8(ascii: " ")) }
      case UInt8(ascii: " ") where isIndent: break
      default:
        isIndent = false
        line.append(byte)
      }
    }
    return line
  }

  static func write(_ task: ExportTask, to writer: inout JSONWriter) {
    writer.element()
    writer.open("{")
    for member in ExportTaskMember.allCases { write(member, of: task, to: &writer) }
    writer.close("}")
  }

  private static func write(
    _ member: ExportTaskMember, of task: ExportTask, to writer: inout JSONWriter
  ) {
    let name = member.name
    switch member {
    case .exportTaskIdentifier:
      let identifier = task.exportTaskIdentifier
      writer.write(identifier.isEmpty ? nil : identifier, at: name)
    case .sourceArn: writer.write(task.sourceArn, at: name)
    case .exportOnly: writer.write(task.exportOnly, at: name)
    case .snapshotTime: writer.write(task.snapshotTime, at: name)
    case .taskStartTime: writer.write(task.taskStartTime, at: name)
    case .taskEndTime: writer.write(task.taskEndTime, at: name)
    case .s3Bucket: writer.write(task.s3Bucket, at: name)
    case .s3Prefix: writer.write(task.s3Prefix, at: name)
    case .iamRoleArn: writer.write(task.iamRoleArn, at: name)
    case .kmsKeyId: writer.write(task.kmsKeyId, at: name)
    case .status: writer.write(task.status?.word, at: name)
    case .percentProgress: writer.write(task.percentProgress, at: name)
    case .totalExtractedDataInGB: writer.write(task.totalExtractedDataInGB, at: name)
    case .failureCause: writer.write(task.failureCause, at: name)
    case .warningMessage: writer.write(task.warningMessage, at: name)
    case .sourceType: writer.write(task.sourceType?.word, at: name)
    }
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ value: String?, at name: StaticString) {
    guard var value else { return }
    value.withUTF8 { member(name, $0) }
  }

  fileprivate mutating func write(_ value: Int?, at name: StaticString) {
    guard let value else { return }
    key(name)
    raw("\(value)")
  }

  fileprivate mutating func write(_ date: Date?, at name: StaticString) {
    guard let date else { return }
    key(name)
    time(CivilTime(date))
  }

  fileprivate mutating func write(_ values: [String]?, at name: StaticString) {
    guard let values else { return }
    key(name)
    open("[")
    for value in values {
      element()
      string(value)
    }
    close("]")
  }
}
