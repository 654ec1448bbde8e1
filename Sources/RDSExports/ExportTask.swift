import FoundationEssentials

/// An export of a DB snapshot or DB cluster to Amazon S3, as the API describes it.
///
/// Every member is optional in the API; an absent one is nil here. Source: the RDS API's data type
/// `ExportTask`, version 2014-10-31 with the changes of 2022-10-25.
public struct ExportTask: Sendable, Hashable {
  /// Unique in the account and region, for ever. Empty only where the server left it out.
  public var exportTaskIdentifier: String
  public var sourceArn: String?
  public var exportOnly: [String]?
  /// When the snapshot was created.
  public var snapshotTime: Date?
  /// Absent while STARTING.
  public var taskStartTime: Date?
  /// Absent until the task has ended.
  public var taskEndTime: Date?
  public var s3Bucket: String?
  public var s3Prefix: String?
  public var iamRoleArn: String?
  public var kmsKeyId: String?
  public var status: ExportTaskStatus?
  /// 0…100; means nothing while STARTING.
  public var percentProgress: Int?
  /// Whole gigabytes: 0 for anything below one.
  public var totalExtractedDataInGB: Int?
  public var failureCause: String?
  /// Often a JSON document in a string.
  public var warningMessage: String?
  public var sourceType: ExportSourceType?
  /// What the answer held that the members don't; empty for nearly every task.
  public var gaps: [ExportTaskGap] = []

  public init(exportTaskIdentifier: String) {
    self.exportTaskIdentifier = exportTaskIdentifier
  }
}

/// The state of an export task; a word that the API may add later is kept as it came.
///
/// Compared regardless of case: AWS answers in upper case and filters in lower case.
public enum ExportTaskStatus: Sendable, Hashable {
  case starting, inProgress, complete, failed, canceling, canceled
  /// A status that this version doesn't know, as it came.
  case unknown(String)

  public init(_ word: String) {
    if let status = Self.known.first(where: { $0.word == word }) {
      self = status
      return
    }
    switch word.lowercased() {
    case "starting": self = .starting
    case "in_progress": self = .inProgress
    case "complete": self = .complete
    case "failed": self = .failed
    case "canceling": self = .canceling
    case "canceled": self = .canceled
    default: self = .unknown(word)
    }
  }

  /// Most tasks' first: a word that is spelled as answers spell it is known by its bytes.
  private static let known: [ExportTaskStatus] = [
    .complete, .failed, .canceled, .inProgress, .starting, .canceling,
  ]

  /// The word as the API's answers spell it.
  public var word: String {
    switch self {
    case .starting: "STARTING"
    case .inProgress: "IN_PROGRESS"
    case .complete: "COMPLETE"
    case .failed: "FAILED"
    case .canceling: "CANCELING"
    case .canceled: "CANCELED"
    case .unknown(let word): word
    }
  }

  /// Whether the task will never change again.
  public var isFinal: Bool {
    switch self {
    case .complete, .failed, .canceled: true
    case .starting, .inProgress, .canceling, .unknown: false
    }
  }

  /// Whether the status is one that the fast lane asks for; an unknown one is neither active nor
  /// final.
  public var isActive: Bool {
    switch self {
    case .starting, .inProgress, .canceling: true
    case .complete, .failed, .canceled, .unknown: false
    }
  }
}

/// What kind of thing is exported.
public enum ExportSourceType: Sendable, Hashable {
  case snapshot, cluster
  case unknown(String)

  public init(_ word: String) {
    switch word {
    case "SNAPSHOT": self = .snapshot
    case "CLUSTER": self = .cluster
    case let other where other.uppercased() == "SNAPSHOT": self = .snapshot
    case let other where other.uppercased() == "CLUSTER": self = .cluster
    default: self = .unknown(word)
    }
  }

  public var word: String {
    switch self {
    case .snapshot: "SNAPSHOT"
    case .cluster: "CLUSTER"
    case .unknown(let word): word
    }
  }
}
