import FoundationEssentials
import RDSExports
import Tracking

extension TrackedTask {
  /// What went wrong and what to check; nil where nothing did, or where the cause isn't a known
  /// one.
  public var explanation: FailureExplanation? {
    switch phase {
    case .failed:
      failureCause.flatMap {
        FailureExplanation.explain(
          failureCause: $0, role: iamRoleArn, bucket: s3Bucket, key: kmsKeyId)
      }
    case .warning: warningReport.flatMap(FailureExplanation.explain)
    case .running, .starting, .stalled, .slow, .canceling, .waiting, .complete, .canceled, .unknown:
      nil
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
    case .slow:
      return slowSentence(at: known)
    case .waiting:
      return "It waits for its turn in the queue."
    case .canceling:
      return "RDS is stopping the export. What has been written to the bucket stays there."
    case .canceled:
      return "Canceled. What had been written to the bucket is still there."
    case .complete:
      return "All the data that was asked for was exported."
    case .warning:
      return "Complete, but some of the data may be missing: see the warning."
    case .failed:
      return task.failureCause == nil
        ? "The export failed, and AWS gives no cause." : "The export failed: see the cause."
    case .unknown:
      return "AWS says a status that this version doesn't know."
    }
  }

  private func slowSentence(at known: Date) -> String {
    guard let usual else { return "It takes longer than usual." }
    let time = Format.duration(usual.duration)
    let runs =
      "as \(usual.runs) earlier runs of \(usual.isOfSource ? "its source" : "its series") say"
    guard let elapsed = elapsed(at: known)?.seconds, elapsed > usual.duration else {
      return "At its pace it will take much longer than the usual \(time), \(runs)."
    }
    return "It has taken \(Format.duration(elapsed)) so far, much longer than the usual \(time), "
      + "\(runs)."
  }

  private func stalledSentence(at known: Date) -> String {
    guard let rest = progress.stalledFor(at: known) else { return "Nothing moves." }
    let time = Format.duration(rest)
    switch phase {
    case .starting:
      return
        "STARTING for \(time): over an hour is worth a look. A very large database can take this "
        + "long; an export whose role or key lacks a permission has been seen to hang here."
    case .canceling:
      return "RDS has been stopping the export for \(time): over an hour is worth a look."
    default:
      let judgement =
        (progress.usualRest ?? 0) < ProgressEvidence.longestWithoutPace
        ? ", much longer than its pace so far suggests" : ": over an hour is worth a look"
      return "No progress for \(time)\(judgement). A very large table can take this long."
    }
  }
}

/// What is known of a task's past without having been told as an event.
extension TrackedTask {
  /// - Parameter known: Up to when its site is known, by the server's clock.
  /// - Returns: In no particular order.
  public func history(at known: Date) -> [(at: Date, words: String)] {
    var history: [(Date, String)] = []
    if let start = taskStartTime { history.append((start, "started, says AWS")) }
    if let end = taskEndTime { history.append((end, "ended, says AWS")) }
    guard PhaseSet.active.contains(phase) else { return history }
    if let since = progress.knownSince, !progress.isBeginningKnown {
      history.append((since, "first seen by exportdeck"))
    }
    if let look = progress.firstLook {
      history.append((look.at, "\(look.percent) % when first seen in progress"))
    }
    guard let movement = progress.lastMovement else { return history }
    if Phase(of: self, at: known) == .stalled {
      let place = phase == .running ? "\(percentProgress ?? 0) %" : status?.word ?? phase.word
      history.append((movement, "stalled at \(place) since then"))
    } else if progress.samples > 1 {
      history.append((movement, "\(percentProgress ?? 0) %, the last progress"))
    }
    return history
  }
}
