import RDSExports
import Tracking

extension TrackedTask {
  /// What went wrong with the export, for somebody who doesn't see the screen: what, where, AWS's
  /// words, what they mean and what to check. Nil where nothing went wrong.
  /// - Parameter utcOffset: Of the times in it, in seconds.
  public func failureText(at site: Site?, utcOffset: Int, zone: String) -> String? {
    let outcome: String
    let cause: String?
    switch phase {
    case .failed: (outcome, cause) = ("failed", failureCause)
    case .warning: (outcome, cause) = ("is complete with warnings", task.warningMessage)
    case .starting, .running, .stalled, .slow, .canceling, .waiting, .complete, .canceled, .unknown:
      return nil
    }
    var place = [site.map { "in \($0.words)" }, sourceArn.map { "of \($0)" }].compactMap(\.self)
    if let end = task.taskEndTime {
      place.append("at \(Format.dateTime(end, utcOffset: utcOffset)) \(zone)")
    }
    var sentences = ["Export \(identifier) \(outcome), \(place.joined(separator: ", "))."]
    sentences.append(cause.map { "AWS says: \($0)" } ?? "AWS gives no cause.")
    if let explanation {
      sentences.append(explanation.headline)
      sentences += explanation.checks.enumerated().map { "\($0.offset + 1). \($0.element)" }
    }
    return sentences.map { Format.line($0, limit: 4096) }.joined(separator: "\n")
  }
}
