import FoundationEssentials
import RDSExports

/// What is known of one task over time. Immutable: a new observation makes a new one, and snapshots
/// share those that did not change.
public final class TrackedTask: Sendable {
  public let id: TaskID
  public let task: ExportTask
  /// When this was true, by the server's clock.
  public let observedAt: Date
  public let progress: ProgressEvidence
  /// What the API says it is doing; `Phase(of:at:)` knows of stalls too.
  public let phase: Phase
  /// False once a complete sweep, begun later, did not find it any more.
  public let isListed: Bool

  public init(
    id: TaskID, task: ExportTask, observedAt: Date, progress: ProgressEvidence = .none,
    isListed: Bool = true
  ) {
    self.id = id
    self.task = task
    self.observedAt = observedAt
    self.progress = progress
    phase = Phase(of: task)
    self.isListed = isListed
  }
}

/// What the remembered samples of a task say of its pace. All are as of the last observation; the
/// screen computes what depends on the present when it draws.
public struct ProgressEvidence: Hashable, Sendable {
  /// Percent an hour; nil before there is evidence.
  public var percentPerHour: Double?
  /// Gigabytes an hour; nil before there is evidence.
  public var gigabytesPerHour: Double?
  /// When the task is likely to end; nil before 5 samples and where nothing moves.
  public var expectedEnd: Date?
  /// When the progress last changed while IN_PROGRESS.
  public var lastMovement: Date?
  /// The longest rest that is still usual for this task; nil before there is evidence.
  public var usualRest: TimeInterval?
  /// How many samples there are.
  public var samples: Int

  public init(
    percentPerHour: Double? = nil, gigabytesPerHour: Double? = nil, expectedEnd: Date? = nil,
    lastMovement: Date? = nil, usualRest: TimeInterval? = nil, samples: Int = 0
  ) {
    self.percentPerHour = percentPerHour
    self.gigabytesPerHour = gigabytesPerHour
    self.expectedEnd = expectedEnd
    self.lastMovement = lastMovement
    self.usualRest = usualRest
    self.samples = samples
  }

  public static let none = ProgressEvidence()
}
