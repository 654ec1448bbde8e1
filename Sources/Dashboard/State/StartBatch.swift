import Planning
import RDSExports
import Tracking

/// Exports that are started together, one after the other; then the rest is queued.
struct StartBatch: Hashable, Sendable {
  struct Entry: Hashable, Sendable {
    /// The export that it repeats.
    var original: TaskID
    var request: StartExportTaskRequest
    /// Its site as the question showed it.
    var shown: Site
    /// What is otherwise than in the original.
    var differences: [FieldDifference]
    var outcome = Outcome.waiting
  }

  enum Outcome: Hashable, Sendable {
    /// It is sent once the one before it is answered.
    case waiting
    case sent(ticket: Int)
    case started
    /// It is queued once all the others are answered.
    case toBeQueued
    case queueing(ticket: Int)
    case queued(number: Int)
    /// AWS or the queue refused it, or it could not be sent any more.
    case refused(because: String)
    /// It was never to be sent.
    case leftOut(because: String)
  }

  var entries: [Entry]
  /// The yes that it was confirmed with; nil until then.
  var agreed: Agreement?
  /// Whether what AWS has no slot for waits in the queue.
  var queuesTheRest = false

  /// How many are to be started or queued.
  var wanted: Int {
    entries.count { if case .leftOut = $0.outcome { false } else { true } }
  }

  /// Whether anything is still to be sent, or to be answered.
  var isOpen: Bool {
    entries.contains {
      switch $0.outcome {
      case .waiting, .sent, .toBeQueued, .queueing: true
      case .started, .queued, .refused, .leftOut: false
      }
    }
  }

  /// How many would be lost with the program.
  var unsent: Int {
    entries.count { $0.outcome == .waiting || $0.outcome == .toBeQueued }
  }

  /// Whether an answer of the queue is to come.
  var isQueueing: Bool {
    entries.contains { if case .queueing = $0.outcome { true } else { false } }
  }

  /// Whether something went otherwise than it was agreed to.
  var hasRefusals: Bool {
    entries.contains { if case .refused = $0.outcome { true } else { false } }
  }

  /// How many have come to which end: `2 of 4 started, 1 queued, 1 refused`.
  var words: String {
    func count(_ isOne: (Outcome) -> Bool) -> Int { entries.count { isOne($0.outcome) } }
    let others = [
      (count { if case .queued = $0 { true } else { false } }, "queued"),
      (count { if case .refused = $0 { true } else { false } }, "refused"),
      (count { if case .leftOut = $0 { true } else { false } }, "left out"),
    ]
    return
      (["\(grouped(count { $0 == .started })) of \(grouped(entries.count)) started"]
      + others.filter { $0.0 > 0 }.map { "\(grouped($0.0)) \($0.1)" }).joined(separator: ", ")
  }
}
