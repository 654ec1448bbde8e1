import FoundationEssentials
import RDSExports
import Tracking

extension Facts {
  /// What went wrong, where anything did and it is one of the known families.
  func explanation(of export: ExportTask, _ phase: Phase) -> FailureExplanation? {
    switch phase {
    case .failed: export.failureCause.flatMap(FailureExplanation.explain(failureCause:))
    case .warning: export.warningMessage.flatMap(FailureExplanation.explain(warningMessage:))
    case .running, .starting, .stalled, .canceling, .complete, .canceled, .unknown: nil
    }
  }

  /// What a task's state means, in one sentence.
  func sentence(for task: TrackedTask, _ phase: Phase) -> String {
    guard task.isListed else {
      return "AWS no longer lists this task: this is how it was last seen."
    }
    switch phase {
    case .starting:
      return "RDS restores and scales a copy first; there is no percentage until it extracts."
    case .running:
      return "The data is being extracted to Amazon S3."
    case .stalled:
      return stalledSentence(task)
    case .canceling:
      return "RDS is stopping the export. What has been written to the bucket stays there."
    case .canceled:
      return "Canceled. What had been written to the bucket is still there."
    case .complete:
      return "All the data that was asked for was exported."
    case .warning:
      return "Complete, but some of the data was skipped: see the warning."
    case .failed:
      return task.task.failureCause == nil
        ? "The export failed, and AWS gives no cause." : "The export failed: see the cause."
    case .unknown:
      return "AWS says a status that this version doesn't know."
    }
  }

  private func stalledSentence(_ task: TrackedTask) -> String {
    let now = knownNow(task.id.site)
    guard let rest = task.progress.stalledFor(at: now) else { return "Nothing moves." }
    var sentence = "No progress for \(Format.duration(rest))"
    if let usual = task.progress.usualRest {
      sentence += ", where \(Format.duration(usual)) is usual"
    }
    return sentence + ". A very large table can take this long."
  }
}
