/// Export tasks as elements of the list that `ExportTaskJSON` writes. What waits to be printed is kept so,
/// in a fraction of the memory.
public struct EncodedExportTasks: Sendable {
  /// Something that the text of a task lacks.
  public struct Gap: Sendable, Hashable {
    public var exportTaskIdentifier: String
    public var gap: ExportTaskGap
  }

  public private(set) var count = 0
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
  var bytes: [UInt8] { writer.bytes }

  mutating func add(_ task: ExportTask) {
    ExportTaskJSON.write(task, to: &writer)
    gaps += task.gaps.map { Gap(exportTaskIdentifier: task.exportTaskIdentifier, gap: $0) }
    count += 1
  }

  /// Adds a task that has no gaps.
  /// - Parameter write: Writes its members in their order; where it can't, nothing is added.
  /// - Returns: Whether it could.
  mutating func add(_ write: (inout JSONWriter) -> Bool) -> Bool {
    let mark = writer.mark
    writer.element()
    writer.open("{")
    guard write(&writer) else {
      writer.takeBack(to: mark)
      return false
    }
    writer.close("}")
    count += 1
    return true
  }
}

/// One page of `DescribeExportTasks`, to be printed.
public struct EncodedExportTaskPage: Sendable {
  public var tasks: EncodedExportTasks
  /// Where the next page begins; nil on the last one.
  public var marker: String?
}
