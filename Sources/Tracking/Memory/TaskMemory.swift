import FoundationEssentials
import RDSExports

/// What is known of a task that AWS doesn't tell, for a program that comes later: with it, a task's
/// ETA, stall and elapsed time are what they were.
public struct TaskMemory: Hashable, Sendable {
  public var site: Site
  public var identifier: String
  /// What tells it from another task of the same name.
  var origin: Origin
  /// When it was last seen, by the server's clock.
  public var seenAt: Date
  /// Nil once it has ended: then there is nothing to remember.
  var trace: ProgressTrace?
  /// What was the longest usual rest when the task last moved, in seconds.
  var usualRest: TimeInterval?

  /// A task's source and times, as far as they are known.
  struct Origin: Hashable, Sendable, Codable {
    var source: String?
    var snapshotTime: Date?
    var taskStartTime: Date?
  }

  /// Whether there is nothing to remember any longer.
  public var isOver: Bool { trace == nil }

  /// Since when the task is known; nil where nothing is remembered.
  public var knownSince: Date? { trace?.knownSince }

  /// What the samples told when the task last moved.
  var evidence: ProgressEvidence {
    guard var evidence = trace?.evidence else { return .none }
    if evidence.lastMovement != nil, let usualRest { evidence.usualRest = usualRest }
    return evidence
  }
}

extension TaskMemory {
  /// What is stored; the rest says where.
  private struct Content: Codable {
    var origin: Origin
    var seenAt: Date
    var trace: ProgressTrace?
    var usualRest: TimeInterval?
  }

  /// Nil where the text is none that a memory was written as.
  public init?(site: Site, identifier: String, text: String) {
    guard let content = try? JSONDecoder().decode(Content.self, from: Data(text.utf8)) else {
      return nil
    }
    self.init(
      site: site, identifier: identifier, origin: content.origin, seenAt: content.seenAt,
      trace: content.trace, usualRest: content.usualRest)
  }

  /// The same text for the same task, and another for another of its name.
  public var originText: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return (try? encoder.encode(origin)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// As it is stored.
  public var text: String {
    let content = Content(
      origin: origin, seenAt: seenAt, trace: trace, usualRest: usualRest)
    return (try? JSONEncoder().encode(content)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}

extension TaskMemory {
  /// Whether it is what was known of this task, and not of another one of its name.
  /// - Parameter beginsNow: Whether the task was started here just now.
  func isPast(of task: ExportTask, beginsNow: Bool) -> Bool {
    !beginsNow
      && origin.isSame(
        as: Origin(
          source: task.sourceArn, snapshotTime: task.snapshotTime,
          taskStartTime: task.taskStartTime))
  }
}

extension TaskMemory.Origin {
  init(_ task: TrackedTask) {
    self.init(
      source: task.sourceArn, snapshotTime: task.snapshotTime, taskStartTime: task.taskStartTime)
  }

  /// Whether a task that is seen later can be the same one. A start time comes with IN_PROGRESS and
  /// stays as it is.
  func isSame(as later: TaskMemory.Origin) -> Bool {
    source == later.source && snapshotTime == later.snapshotTime
      && (taskStartTime == nil || taskStartTime == later.taskStartTime)
  }
}
