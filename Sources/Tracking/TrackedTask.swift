import FoundationEssentials
import RDSExports

/// What is known of one task over time. It is immutable: an observation makes a new one, and
/// snapshots share those that did not change.
///
/// An account has thousands of tasks, so they are kept small: what nearly every task has is stored
/// here in as few bytes as possible, and what few have (a failure, a warning, progress) in objects
/// of their own. Use the properties where many tasks are read: `task` makes a whole new value each
/// time, with a new string for each text.
public final class TrackedTask: Sendable {
  let texts: PackedTexts
  public let iamRoleArn: String?
  public let kmsKeyId: String?
  public let exportOnly: [String]?
  private let observed: PackedDate
  private let snapshotted: PackedDate
  private let started: PackedDate
  private let ended: PackedDate
  private let evidence: Evidence?
  private let rare: RareMembers?
  private let percent: PackedNumber
  private let gigabytes: PackedNumber
  private let site: Int32
  /// The phase by the API's answer alone; `Phase(of:at:)` knows of stalls too.
  public let phase: Phase
  private let kind: PackedSourceType
  /// False once a complete sweep that began later did not find it.
  public let isListed: Bool

  /// - Parameters:
  ///   - task: Its identifier is that of `id`.
  ///   - usual: What is usual for it; a task that has ended needs none.
  ///   - warningReport: What its warning says, where the task holds only a part of the text.
  public init(
    id: TaskID, task: ExportTask, observedAt: Date, progress: ProgressEvidence = .none,
    usual: Usual? = nil, isListed: Bool = true, warningReport: WarningReport? = nil
  ) {
    texts = PackedTexts(of: task)
    site = Int32(id.site.number)
    iamRoleArn = task.iamRoleArn
    kmsKeyId = task.kmsKeyId
    exportOnly = task.exportOnly
    observed = PackedDate(observedAt)
    snapshotted = PackedDate(task.snapshotTime)
    started = PackedDate(task.taskStartTime)
    ended = PackedDate(task.taskEndTime)
    evidence = progress == .none && usual == nil ? nil : Evidence(progress, usual)
    rare = RareMembers(of: task, warningReport: warningReport)
    percent = PackedNumber(task.percentProgress)
    gigabytes = PackedNumber(task.totalExtractedDataInGB)
    phase = Phase(of: task)
    kind = PackedSourceType(task.sourceType)
    self.isListed = isListed
  }
}

extension TrackedTask {
  public var id: TaskID { TaskID(site: siteID, identifier: identifier) }
  public var siteID: SiteID { SiteID(Int(site)) }

  public var identifier: String { texts.string(.identifier) ?? "" }
  public var sourceArn: String? { texts.string(.source) }
  /// The part of the source's ARN that names it; the whole text where that isn't an ARN.
  public var sourceName: String { texts.string(.sourceName) ?? "" }
  public var s3Bucket: String? { texts.string(.bucket) }
  public var s3Prefix: String? { texts.string(.prefix) }

  /// When this was true, by the server's clock.
  public var observedAt: Date { observed.date ?? .distantPast }

  public var progress: ProgressEvidence { evidence?.progress ?? .none }
  /// What is usual for it; nil where too little is known, and for a task that has ended.
  public var usual: Usual? { evidence?.usual }

  public var snapshotTime: Date? { snapshotted.date }
  public var taskStartTime: Date? { started.date }
  public var taskEndTime: Date? { ended.date }
  public var percentProgress: Int? { percent.number ?? rare?.percentProgress }
  public var totalExtractedDataInGB: Int? { gigabytes.number ?? rare?.totalExtractedDataInGB }
  public var failureCause: String? { rare?.failureCause }
  public var warningMessage: String? { rare?.warningMessage }
  /// The `WarningMessage`, nil where it says nothing.
  public var warning: String? { warningMessage.flatMap { $0.isEmptyWarning ? nil : $0 } }
  public var gaps: [ExportTaskGap] { rare?.gaps ?? [] }

  /// What the warning says; nil where it is plain text. It reads the text anew each time, unless
  /// that was too long to be kept.
  public var warningReport: WarningReport? {
    rare?.warningReport ?? warningMessage.flatMap(WarningReport.init)
  }

  /// The report of a warning that was too long to be kept.
  var keptWarningReport: WarningReport? { rare?.warningReport }

  public var status: ExportTaskStatus? {
    switch phase {
    case .starting: .starting
    case .running, .slow, .stalled: .inProgress
    case .canceling: .canceling
    case .failed: .failed
    case .complete, .warning: .complete
    case .canceled: .canceled
    case .unknown: rare?.status
    case .waiting: nil
    }
  }

  public var sourceType: ExportSourceType? {
    switch kind {
    case .none: nil
    case .snapshot: .snapshot
    case .cluster: .cluster
    case .rare: rare?.sourceType
    }
  }

  /// The task as the API described it.
  public var task: ExportTask {
    var task = ExportTask(exportTaskIdentifier: identifier)
    task.sourceArn = sourceArn
    task.exportOnly = exportOnly
    task.snapshotTime = snapshotTime
    task.taskStartTime = taskStartTime
    task.taskEndTime = taskEndTime
    task.s3Bucket = s3Bucket
    task.s3Prefix = s3Prefix
    task.iamRoleArn = iamRoleArn
    task.kmsKeyId = kmsKeyId
    task.status = status
    task.percentProgress = percentProgress
    task.totalExtractedDataInGB = totalExtractedDataInGB
    task.failureCause = failureCause
    task.warningMessage = warningMessage
    task.sourceType = sourceType
    task.gaps = gaps
    return task
  }

  /// Whether a member is nil because what stood there couldn't be read.
  public func isUnreadable(_ member: ExportTaskMember) -> Bool {
    gaps.areUnreadable(member)
  }
}

/// What the remembered samples of a task tell of its pace, as of the last observation. What depends
/// on the present is computed when the screen is drawn.
public struct ProgressEvidence: Hashable, Sendable {
  /// Percent an hour; nil before there is evidence.
  public var percentPerHour: Double?
  /// Gigabytes an hour; nil before there is evidence.
  public var gigabytesPerHour: Double?
  /// When the task is likely to end by this alone; nil before 5 samples and where nothing moves.
  /// `TrackedTask.forecast` also knows what is usual.
  public var expectedEnd: Date?
  /// When the task last did anything that can be seen: when its progress changed, or it got into
  /// STARTING or CANCELING (or was first seen so).
  public var lastMovement: Date?
  /// The longest rest that is still usual for this task; nil where no rest can be seen.
  public var usualRest: TimeInterval?
  /// Since when the task is known to have been able to change.
  public var knownSince: Date?
  /// Whether it began then, because it was started here.
  public var isBeginningKnown = false
  /// How it was when it was first seen IN_PROGRESS, or fell back; nil before.
  public var firstLook: Look?

  public struct Look: Hashable, Sendable {
    public var at: Date
    public var percent: Int

    public init(at: Date, percent: Int) {
      self.at = at
      self.percent = percent
    }
  }
  /// How many samples there are.
  public var samples: Int
  /// How it moved, the oldest first: what a chart is made of. Of a task that has ended it is what is
  /// left.
  public var course: [ProgressSample] = []

  public init(
    percentPerHour: Double? = nil, gigabytesPerHour: Double? = nil, expectedEnd: Date? = nil,
    lastMovement: Date? = nil, usualRest: TimeInterval? = nil, samples: Int = 0,
    knownSince: Date? = nil
  ) {
    self.percentPerHour = percentPerHour
    self.gigabytesPerHour = gigabytesPerHour
    self.expectedEnd = expectedEnd
    self.lastMovement = lastMovement
    self.usualRest = usualRest
    self.samples = samples
    self.knownSince = knownSince
  }

  public static let none = ProgressEvidence()

  /// What stays of a task that has ended: how it moved, and nothing that could be foretold from it.
  static func past(_ course: [ProgressSample]) -> ProgressEvidence {
    var evidence = ProgressEvidence.none
    evidence.course = course
    return evidence
  }
}
