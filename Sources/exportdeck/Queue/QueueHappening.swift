import Ground
import Planning
import Tracking
import Words

/// Something that a runner of the queue did or found out.
enum QueueHappening: Hashable, Sendable {
  /// This program starts the entries of a site from now on.
  case leads(Site)
  /// Another one does.
  case standsBy(Site, QueueRunnerName?)
  case started(QueueEntry)
  /// It was put back, and is tried again.
  case putBack(QueueEntry)
  /// A person has to look at it.
  case held(QueueEntry)
  /// Something is wrong that keeps entries from being started.
  case trouble(String)
  case troubleOver

  /// In one line.
  var words: String {
    switch self {
    case .leads(let site): "runs the queue of \(site.words)"
    case .standsBy(let site, let other):
      "stands by: the queue of \(site.words) is run by \(other?.words ?? "another program")"
    case .started(let entry): "started \(Self.name(entry))"
    case .putBack(let entry):
      "put back \(Self.name(entry)): \(Format.line(entry.setback?.words ?? ""))"
    case .held(let entry): "holds \(Self.name(entry)): \(entry.holdWords ?? "")"
    case .trouble(let words): Format.line(words, limit: 300)
    case .troubleOver: "all is well again"
    }
  }

  private static func name(_ entry: QueueEntry) -> String {
    Format.line(entry.request.exportTaskIdentifier)
  }
}
