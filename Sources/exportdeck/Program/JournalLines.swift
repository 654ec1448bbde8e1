import FoundationEssentials
import Ground
import RDSExports
import Tracking
import Words

/// Events as the command `journal` prints them.
struct JournalLines {
  /// How a task ended that somebody started or canceled here.
  private struct End {
    var status: String
    var at: Date
  }

  private struct Subject: Hashable {
    var site: Site
    var task: String
  }

  private let events: [Event]
  private let isShown: (Event.Kind) -> Bool
  private let ends: [Subject: [End]]

  /// - Parameters:
  ///   - events: In the order of time.
  ///   - isShown: Whether events of a kind are printed.
  init(_ events: [Event], isShown: @escaping (Event.Kind) -> Bool) {
    self.events = events
    self.isShown = isShown
    var ends: [Subject: [End]] = [:]
    for event in events {
      guard let task = event.task, case .turned(_, let to) = event.kind,
        ExportTaskStatus(to).isFinal
      else { continue }
      ends[Subject(site: event.site, task: task), default: []].append(
        End(status: to, at: event.at))
    }
    self.ends = ends
  }

  /// `2026-11-29 02:14:03Z  123456789012 eu-west-1  nightly-orders  start sent  by …`, with two
  /// blanks between the columns.
  var table: String {
    shown.map { event in
      var columns = [
        event.at.utcSecond, "\(event.site.account ?? "-") \(event.site.region)",
        event.task.map { Format.line($0) } ?? "-", event.words,
      ]
      if let details = event.action?.words { columns.append(details) }
      if let end = end(of: event) { columns.append("ended \(end.status) at \(end.at.utcSecond)") }
      return columns.joined(separator: "  ") + "\n"
    }.joined()
  }

  /// An object a line.
  var json: String {
    shown.map { event in
      var line = JSONLine()
      line.add("time", event.at.utcSecond)
      line.add("account", event.site.account)
      line.add("region", event.site.region)
      line.add("endpoint", event.site.endpoint)
      line.add("exportTaskIdentifier", event.task)
      line.add("event", event.kind.name)
      line.add("words", event.words)
      if let action = event.action { add(action, to: &line) }
      if let end = end(of: event) {
        var ended = JSONLine()
        ended.add("status", end.status)
        ended.add("time", end.at.utcSecond)
        line.add("ended", ended)
      }
      return line.text + "\n"
    }.joined()
  }

  private var shown: [Event] { events.filter { isShown($0.kind) } }

  private func add(_ action: ActionRecord, to line: inout JSONLine) {
    line.add("means", action.means?.rawValue)
    line.add("caller", action.caller)
    line.add("requestID", action.requestID)
    line.add("percentProgress", action.percent)
    line.add("totalExtractedDataInGB", action.gigabytes)
    guard let parameters = action.parameters else { return }
    var object = JSONLine()
    for (name, value) in parameters.named where name != "ExportOnly" { object.add(name, value) }
    object.add("ExportOnly", parameters.exportOnly)
    line.add("parameters", object)
  }

  /// How the task ended after an action that AWS took.
  private func end(of event: Event) -> End? {
    switch event.kind {
    case .startAccepted, .cancelAccepted:
      event.task.flatMap { ends[Subject(site: event.site, task: $0)] }?.first { $0.at >= event.at }
    default: nil
    }
  }
}

extension Event.Kind {
  /// The kind by one word, for programs.
  fileprivate var name: String {
    switch self {
    case .appeared: "appeared"
    case .turned: "turned"
    case .noLongerListed: "noLongerListed"
    case .reached: "reached"
    case .movedOn: "movedOn"
    case .fellBack: "fellBack"
    case .startSent: "startSent"
    case .cancelSent: "cancelSent"
    case .startAccepted: "startAccepted"
    case .cancelAccepted: "cancelAccepted"
    case .startRefused: "startRefused"
    case .cancelRefused: "cancelRefused"
    case .queue(let step): step.name
    case .troubleBegan: "troubleBegan"
    case .troubleEnded: "troubleEnded"
    case .alerted: "alerted"
    case .siteLeft: "siteLeft"
    }
  }
}

extension QueueStep {
  fileprivate var name: String {
    switch self {
    case .added: "queueAdded"
    case .held: "queueHeld"
    case .released: "queueReleased"
    case .moved: "queueMoved"
    case .removed: "queueRemoved"
    case .putBack: "queuePutBack"
    case .found: "queueFound"
    case .notFound: "queueNotFound"
    case .clash: "queueClash"
    }
  }
}
