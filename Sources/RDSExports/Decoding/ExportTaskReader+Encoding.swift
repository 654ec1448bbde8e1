import AWSCore

extension ExportTaskReader {
  /// A page of `DescribeExportTasks` as JSON.
  ///
  /// Of nearly every task the text goes from one document into the other, and no value is made of it. A
  /// task that has anything uncommon, a member out of order or a text with a reference, is read like any
  /// other and then written.
  mutating func encodedPage(_ body: [UInt8]) throws(XMLError) -> EncodedExportTaskPage {
    var tasks = EncodedExportTasks(room: body.count)
    let marker = try Self.eachTask(in: body) { element, reader throws(XMLError) in
      if !Self.copy(element, from: &reader, to: &tasks) {
        tasks.add(try task(element, from: &reader))
      }
    }
    return EncodedExportTaskPage(tasks: tasks, marker: marker)
  }

  /// - Returns: Whether it was a common task; of another nothing is read and nothing written.
  private static func copy(
    _ element: XMLElement, from reader: inout XMLReader, to tasks: inout EncodedExportTasks
  ) -> Bool {
    let before = reader
    let isCommon = tasks.add { writer, identity in
      copyMembers(of: element, from: &reader, to: &writer, &identity)
    }
    if !isCommon { reader = before }
    return isCommon
  }

  private static func copyMembers(
    of task: XMLElement, from reader: inout XMLReader, to writer: inout JSONWriter,
    _ identity: inout Int?
  ) -> Bool {
    let (vocabulary, list) = (ExportTaskMember.vocabulary, ExportTaskMember.exportOnly)
    var next = 0
    while true {
      if let plain = reader.nextPlainChild(of: task, in: vocabulary, startingAt: next) {
        guard plain.index >= next, let member = ExportTaskMember(rawValue: plain.index),
          reader.withBytes(
            plain.text,
            { text in
              if member == .exportTaskIdentifier { identity = ExportTask.identity(of: text) }
              return copy(member, text, to: &writer)
            })
        else { return false }
        next = plain.index + 1
      } else if reader.isAtEndTag() {
        return next > 0
      } else {
        guard next <= list.rawValue else { return false }
        writer.key(list.name)
        writer.open("[")
        let isList = reader.readPlainList(
          in: task, named: ExportTaskMember.exportOnlyVocabulary,
          of: ExportTaskMember.listVocabulary
        ) { text in
          writer.element()
          writer.string(text)
        }
        guard isList else { return false }
        writer.close("]")
        next = list.rawValue + 1
      }
    }
  }

  /// - Returns: Whether the text is what the member's usually is: there, and written as JSON writes it.
  private static func copy(
    _ member: ExportTaskMember, _ text: UnsafeBufferPointer<UInt8>, to writer: inout JSONWriter
  ) -> Bool {
    guard !text.isEmpty else { return false }
    switch member {
    case .exportOnly: return false
    case .snapshotTime, .taskStartTime, .taskEndTime:
      guard let time = AWSTimestamp.spelledTime(text) else { return false }
      writer.key(member.name)
      writer.time(time)
    case .percentProgress, .totalExtractedDataInGB:
      guard isPlainNumber(text) else { return false }
      writer.key(member.name)
      writer.raw(text)
    case .status:
      writer.key(member.name)
      writer.string(ExportTaskStatus(String(decoding: text, as: UTF8.self)).word)
    case .sourceType:
      writer.key(member.name)
      writer.string(ExportSourceType(String(decoding: text, as: UTF8.self)).word)
    case .exportTaskIdentifier, .sourceArn, .s3Bucket, .s3Prefix, .iamRoleArn, .kmsKeyId,
      .failureCause, .warningMessage:
      writer.member(member.name, text)
    }
    return true
  }

  /// Whether a number is written the way JSON writes it: no sign, no zero before others, not too long.
  private static func isPlainNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.count <= 18 && (text.count == 1 || text[0] != UInt8(ascii: "0"))
      && text.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
