import RDSExports
import Tracking

/// What is known of the exports of a place, as far as a new one depends on them.
public struct KnownExports: Hashable, Sendable {
  /// An export that has not ended.
  public struct Running: Hashable, Sendable {
    public var exportTaskIdentifier: String
    public var sourceArn: String?

    public init(exportTaskIdentifier: String, sourceArn: String?) {
      self.exportTaskIdentifier = exportTaskIdentifier
      self.sourceArn = sourceArn
    }
  }

  /// How many exports AWS lets an account run at once.
  public static let standardSlots = 5

  /// The status of the export that has the identifier already; nil where none is known.
  public var namesake: ExportTaskStatus?
  public var running: [Running]
  /// How many may run at once.
  public var slots: Int
  /// Whether an export that isn't known can't have the identifier.
  public var isIdentifierKnown: Bool
  /// Whether no export can be running that isn't known.
  public var isRunningKnown: Bool
  /// The number in the local queue of the export that waits there under this identifier.
  public var queuedAs: Int?

  public init(
    namesake: ExportTaskStatus? = nil, running: [Running] = [],
    slots: Int = KnownExports.standardSlots, isIdentifierKnown: Bool = true,
    isRunningKnown: Bool = true, queuedAs: Int? = nil
  ) {
    self.namesake = namesake
    self.running = running
    self.slots = slots
    self.isIdentifierKnown = isIdentifierKnown
    self.isRunningKnown = isRunningKnown
    self.queuedAs = queuedAs
  }

  /// What a watched site's tasks say about an identifier.
  /// - Parameter feed: Whether everything has been read by now.
  public init(
    beside identifier: String, in tasks: TrackedTasks, feed: Feed,
    slots: Int = KnownExports.standardSlots
  ) {
    let namesake = tasks.slot(of: identifier).map { tasks[$0] }
    self.init(
      namesake: namesake.map { $0.status ?? .unknown("") },
      running: tasks.open.lazy.map { tasks[$0] }.filter { $0.phase.isActive && $0.isListed }.map {
        Running(exportTaskIdentifier: $0.identifier, sourceArn: $0.sourceArn)
      },
      slots: slots, isIdentifierKnown: feed.hasSwept, isRunningKnown: feed.lastAnswer != nil)
  }
}
