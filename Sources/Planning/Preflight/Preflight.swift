import RDSExports

/// What can be said of an export before it is asked for: a line for each thing that an export has
/// failed for, and what still has to be looked up to say it.
///
/// It asks nobody: it is made anew from what is known, whenever more is known.
public struct Preflight: Hashable, Sendable {
  /// How much AWS is asked.
  public enum Level: CaseIterable, Hashable, Sendable {
    /// Nothing: only what is known is judged.
    case off
    /// RDS and S3, but neither IAM nor KMS, where a denied question can set off an alarm.
    case basic
    case full
  }

  /// Where the export would run.
  public struct Place: Hashable, Sendable {
    /// Twelve digits; nil until it is known.
    public var account: String?
    public var region: String
    /// As in ARNs: `aws`, `aws-cn`, …
    public var partition: String

    public init(account: String?, region: String, partition: String) {
      self.account = account
      self.region = region
      self.partition = partition
    }
  }

  /// What is known of a lookup.
  public enum Answer: Hashable, Sendable {
    case notAsked
    case underWay
    /// All pages of it.
    case found([Found])
    case problem(LookupProblem)
  }

  /// In the order of the fields.
  public let lines: [PreflightLine]
  /// What has to be looked up next. Some of it follows from other answers, so there can be more
  /// once these are there.
  public let lookups: [Lookup]

  /// - Parameters:
  ///   - known: What is known of the exports at that place.
  ///   - answer: What is known of a lookup there.
  public init(
    _ request: StartExportTaskRequest, at place: Place, known: KnownExports, level: Level,
    answer: @escaping (Lookup) -> Answer
  ) {
    var inquiry = PreflightInquiry(
      request: request.asSent, place: place, known: known, level: level, answer: answer)
    inquiry.checkIdentifier()
    inquiry.checkSource()
    inquiry.checkSlots()
    inquiry.checkBucket()
    inquiry.checkPrefix(asWritten: request)
    inquiry.checkRole()
    inquiry.checkKey()
    lines = inquiry.lines
    lookups = inquiry.lookups
  }

  /// Whether anything is still being looked up, or has to be.
  public var isChecking: Bool { lines.contains { $0.outcome == .checking } }

  /// What AWS would refuse the export for, or fail it.
  public var failed: [PreflightLine] { lines.filter { $0.outcome == .fail } }

  /// Whether AWS would refuse the export, or fail it, as far as is known.
  public var hasFailed: Bool { !failed.isEmpty }

  /// The same of an export that waits in the queue: what passes by itself is waited for.
  public var failedForGood: [PreflightLine] { failed.filter { !$0.check.passesByItself } }
}
