import RDSExports
import Tracking

/// Exports that are started together, one after the other.
struct StartBatch: Hashable, Sendable {
  struct Entry: Hashable, Sendable {
    /// The export that it repeats.
    var original: TaskID
    var request: StartExportTaskRequest
    /// Its site as the question showed it.
    var shown: Site
    /// What is otherwise than in the original, in words.
    var differences: [String]
    /// What is known to stand in its way.
    var objections: [String]
    var outcome = Outcome.waiting
  }

  enum Outcome: Hashable, Sendable {
    case waiting
    case sent(ticket: Int)
    case started
    /// AWS refused it, or it was not sent.
    case refused(because: String)
  }

  var entries: [Entry]

  var isOpen: Bool {
    entries.contains {
      switch $0.outcome {
      case .waiting, .sent: true
      case .started, .refused: false
      }
    }
  }

  /// How many have come to which end.
  var words: String {
    let started = entries.count { $0.outcome == .started }
    let refused = entries.count { if case .refused = $0.outcome { true } else { false } }
    var parts = ["\(grouped(started)) of \(grouped(entries.count)) started"]
    if refused > 0 { parts.append("\(grouped(refused)) not") }
    return parts.joined(separator: ", ")
  }
}
