import Ground
import RDSExports
import Tracking
import Words

/// What has become of a cancel that was confirmed here.
enum CancelOutcome: Hashable, Sendable {
  /// AWS hasn't answered yet.
  case sent
  /// AWS took it, and is at it.
  case canceling
  /// How the task ended after AWS took it.
  case ended(ExportTaskStatus)
  /// It was not sent, because of what had become of the task meanwhile.
  case leftOut(because: String)
  /// AWS refused it, or can't be asked.
  case refused(because: String)

  var isOpen: Bool { self == .sent || self == .canceling }
}

extension State {
  /// Follows what was canceled here to its end, and says how it ended.
  mutating func followCancels(in snapshot: Snapshot, at moment: Moment) {
    for (id, outcome) in cancelOutcomes where outcome == .canceling && id.site == snapshot.id {
      guard let task = snapshot.tasks.task(id), let status = task.status, status.isFinal else {
        continue
      }
      cancelOutcomes[id] = .ended(status)
      if (dialog as? CancelResults)?.tasks.contains(id) == true { continue }
      if status == .canceled {
        let stays = task.task.leftBehind.map { ": \($0)" } ?? ""
        notify(.success, "\(id.identifier) is canceled\(stays)", at: moment)
      } else {
        notify(
          .warning, "\(id.identifier) was \(status.word.lowercased()) before it was canceled",
          at: moment)
      }
    }
  }

  /// Forgets what has come to its end and stands on no page.
  mutating func forgetSettledCancels() {
    let shown = Set((dialog as? CancelResults)?.tasks ?? [])
    cancelOutcomes = cancelOutcomes.filter { $0.value.isOpen || shown.contains($0.key) }
  }
}
