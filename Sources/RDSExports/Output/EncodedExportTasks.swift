/// Export tasks as elements of the list that `ExportTaskJSON` writes. What waits to be printed is kept so,
/// in a fraction of the memory.
public struct EncodedExportTasks: Sendable {
  /// Something that the text of a task lacks.
  public struct Gap: Sendable, Hashable {
    /// Which of the records it is.
    public var record: Int
    public var exportTaskIdentifier: String
    public var gap: ExportTaskGap
  }

  /// One task among the bytes.
  public struct Record: Sendable, Hashable {
    /// The same for two records of one task; nil where the task has no identifier. See
    /// `ExportTask.identity(of:)`.
    public var identity: Int?
    /// In bytes.
    public var length: Int

    public init(identity: Int?, length: Int) {
      self.identity = identity
      self.length = length
    }
  }

  public var count: Int { records.count }
  /// In the order of the bytes.
  public private(set) var records: [Record] = []
  /// In the order of the tasks; empty for nearly every page.
  public private(set) var gaps: [Gap] = []
  private var writer: JSONWriter

  public init(_ tasks: some Sequence<ExportTask>) {
    self.init(room: 0)
    for task in tasks { add(task) }
  }

  /// - Parameter room: How many bytes to expect.
  init(room: Int) {
    writer = JSONWriter(within: 2, room: room)
  }

  /// Each task after a comma.
  public var bytes: [UInt8] { writer.bytes }

  /// Each task as one line of JSON, without a newline, in the order of `records`.
  public var lines: [[UInt8]] {
    var start = 0
    return records.map { record in
      defer { start += record.length }
      // The comma.
      return ExportTaskJSON.line(of: bytes[(start + 1)..<(start + record.length)])
    }
  }

  mutating func add(_ task: ExportTask) {
    let start = writer.bytes.count
    ExportTaskJSON.write(task, to: &writer)
    gaps += task.gaps.map {
      Gap(record: records.count, exportTaskIdentifier: task.exportTaskIdentifier, gap: $0)
    }
    records.append(Record(identity: task.recordIdentity, length: writer.bytes.count - start))
  }

  /// Adds a task that has no gaps.
  /// - Parameter write: Writes its members in their order, and gives its identity; where it can't,
  ///   nothing is added.
  /// - Returns: Whether it could.
  mutating func add(_ write: (inout JSONWriter, inout Int?) -> Bool) -> Bool {
    let mark = writer.mark
    let start = writer.bytes.count
    var identity: Int?
    writer.element()
    writer.open("{")
    guard write(&writer, &identity) else {
      writer.takeBack(to: mark)
      return false
    }
    writer.close("}")
    records.append(Record(identity: identity, length: writer.bytes.count - start))
    return true
  }
}

extension ExportTask {
  /// A number of 64 bits that is the same for equal identifiers, for as long as the process runs:
  /// the number of another identifier is the same only once in more lists than anyone reads.
  static func identity(of identifier: UnsafeBufferPointer<UInt8>) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(identifier))
    return hasher.finalize()
  }

  /// Nil where there is no identifier.
  public var recordIdentity: Int? {
    var identifier = exportTaskIdentifier
    return identifier.isEmpty ? nil : identifier.withUTF8 { Self.identity(of: $0) }
  }
}

/// One page of `DescribeExportTasks`, to be printed.
public struct EncodedExportTaskPage: Sendable {
  public var tasks: EncodedExportTasks
  /// Where the next page begins; nil on the last one.
  public var marker: String?
}
