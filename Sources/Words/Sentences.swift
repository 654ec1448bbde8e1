import FoundationEssentials
import RDSExports
import Tracking

extension TrackedTask {
  /// What went wrong and what to check; nil where nothing did, or where the cause isn't a known
  /// one.
  public var explanation: FailureExplanation? {
    switch phase {
    case .failed: task.failureCause.flatMap(FailureExplanation.explain(failureCause:))
    case .warning: task.warningMessage.flatMap(FailureExplanation.explain(warningMessage:))
    case .running, .starting, .stalled, .canceling, .complete, .canceled, .unknown: nil
    }
  }

  /// What the task's state means, in one sentence.
  /// - Parameter known: Up to when its site is known, by the server's clock.
  public func sentence(at known: Date) -> String {
    guard isListed else {
      return "AWS no longer lists this task: this is how it was last seen."
    }
    switch Phase(of: self, at: known) {
    case .starting:
      return "RDS restores and scales a copy first; there is no percentage until it extracts."
    case .running:
      return "The data is being extracted to Amazon S3."
    case .stalled:
      return stalledSentence(at: known)
    case .canceling:
      return "RDS is stopping the export. What has been written to the bucket stays there."
    case .canceled:
      return "Canceled. What had been written to the bucket is still there."
    case .complete:
      return "All the data that was asked for was exported."
    case .warning:
      return "Complete, but some of the data was skipped: see the warning."
    case .failed:
      return task.failureCause == nil
        ? "The export failed, and AWS gives no cause." : "The export failed: see the cause."
    case .unknown:
      return "AWS says a status that this version doesn't know."
    }
  }

  private func stalledSentence(at known: Date) -> String {
    guard let rest = progress.stalledFor(at: known) else { return "Nothing moves." }
    var sentence = "No progress for \(Format.duration(rest))"
    if let usual = progress.usualRest {
      sentence += ", where \(Format.duration(usual)) is usual"
    }
    return sentence + ". A very large table can take this long."
  }
}

extension Changes.Event {
  /// What happened, in a few words.
  public var words: String {
    switch self {
    case .appeared: "appeared"
    case .turned(let from, let to): "\(from) → \(to)"
    case .noLongerListed: "no longer listed"
    }
  }
}
