import FoundationEssentials
import RDSExports

/// A date or nil, in eight bytes.
struct PackedDate: Sendable {
  private let seconds: Double

  init(_ date: Date?) { seconds = date?.timeIntervalSinceReferenceDate ?? .nan }

  var date: Date? { seconds.isNaN ? nil : Date(timeIntervalSinceReferenceDate: seconds) }
}

/// A number or nil, in four bytes. One that doesn't fit is nil here and kept as a rare member.
struct PackedNumber: Sendable {
  private let value: Int32

  init(_ number: Int?) { value = number.flatMap(Self.fitting) ?? .min }

  var number: Int? { value == .min ? nil : Int(value) }

  static func fits(_ number: Int?) -> Bool { number == nil || number.flatMap(fitting) != nil }

  private static func fitting(_ number: Int) -> Int32? {
    Int32(exactly: number).flatMap { $0 == .min ? nil : $0 }
  }
}

/// What kind of thing is exported; an unknown word is kept as a rare member.
enum PackedSourceType: Sendable {
  case none, snapshot, cluster, rare

  init(_ type: ExportSourceType?) {
    switch type {
    case nil: self = .none
    case .snapshot: self = .snapshot
    case .cluster: self = .cluster
    case .unknown: self = .rare
    }
  }
}

/// Members that few tasks have.
final class RareMembers: Sendable {
  let failureCause: String?
  let warningMessage: String?
  let gaps: [ExportTaskGap]
  /// One that isn't known.
  let status: ExportTaskStatus?
  /// One that isn't known.
  let sourceType: ExportSourceType?
  /// Numbers that are too large to be packed.
  let percentProgress, totalExtractedDataInGB: Int?
  /// Of a warning that was cut.
  let warningReport: WarningReport?

  /// Nil where a task has none of it.
  init?(of task: ExportTask, warningReport: WarningReport?) {
    failureCause = task.failureCause
    self.warningReport = warningReport
    warningMessage = task.warningMessage
    gaps = task.gaps
    status = if case .unknown = task.status { task.status } else { nil }
    sourceType = if case .unknown = task.sourceType { task.sourceType } else { nil }
    percentProgress = PackedNumber.fits(task.percentProgress) ? nil : task.percentProgress
    totalExtractedDataInGB =
      PackedNumber.fits(task.totalExtractedDataInGB) ? nil : task.totalExtractedDataInGB
    if failureCause == nil, warningMessage == nil, gaps.isEmpty, status == nil, sourceType == nil,
      percentProgress == nil, totalExtractedDataInGB == nil
    {
      return nil
    }
  }
}

/// What is known of the pace of a task that has not ended: from its samples, and from earlier runs.
final class Evidence: Sendable {
  let progress: ProgressEvidence
  let usual: Usual?

  init(_ progress: ProgressEvidence, _ usual: Usual?) {
    self.progress = progress
    self.usual = usual
  }
}
