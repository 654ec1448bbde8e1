import FoundationEssentials
import Ground
import Listing
import RDSExports
import Tracking
import Words

/// How a wait is told.
protocol WaitForm: Sendable {
  /// What to print for news.
  mutating func text(for news: TaskWait.News, _ words: WaitWords) -> String
  /// What to print at the end.
  mutating func end(_ tasks: [WaitedTask], _ words: WaitWords, at date: Date) -> String
}

/// The tasks of which something is news: each once when it is first seen, when it changes, and when
/// it has ended.
private struct ToldTasks: Sendable {
  enum Step {
    case seen(TrackedTask)
    case happened(Event, TrackedTask?)
    case ended
  }

  private var seen: Set<String> = []
  private var ended: Set<String> = []

  mutating func steps(_ tasks: [WaitedTask], _ events: [Event]) -> [(WaitedTask, Step)] {
    tasks.flatMap { waited -> [(WaitedTask, Step)] in
      if ended.contains(waited.identifier) { return [] }
      let own = events.filter { $0.task == waited.identifier }
      var steps: [(WaitedTask, Step)] = []
      if let task = waited.task, seen.insert(waited.identifier).inserted, waited.end == nil {
        steps.append((waited, .seen(task)))
      } else {
        steps += own.map { (waited, .happened($0, waited.task)) }
      }
      if waited.end != nil, ended.insert(waited.identifier).inserted {
        steps.append((waited, .ended))
      }
      return steps
    }
  }
}

/// A line for each change, for logs and pipes.
struct PlainWaitForm: WaitForm {
  private var told = ToldTasks()

  mutating func text(for news: TaskWait.News, _ words: WaitWords) -> String {
    switch news {
    case .looked(let tasks, let events, let date):
      return told.steps(tasks, events).map { waited, step in
        line(waited.identifier, Self.words(waited, step, words), at: date)
      }.joined()
    // These go to standard error.
    case .failed, .answered: return ""
    }
  }

  mutating func end(_ tasks: [WaitedTask], _ words: WaitWords, at date: Date) -> String {
    text(for: .looked(tasks, [], at: date), words)
  }

  private static func words(
    _ waited: WaitedTask, _ step: ToldTasks.Step, _ words: WaitWords
  ) -> String {
    switch step {
    case .seen(let task): words.state(of: task)
    case .happened(let event, let task?) where event.kind.isMovement: words.state(of: task)
    case .happened(let event, _): event.words
    case .ended: words.end(of: waited)
    }
  }

  private func line(_ identifier: String, _ words: String, at date: Date) -> String {
    "\(date.utcSecond) \(Format.line(identifier)): \(Format.line(words))\n"
  }
}

/// An object of JSON for each change, a line each.
struct JSONWaitForm: WaitForm {
  private var told = ToldTasks()

  mutating func text(for news: TaskWait.News, _ words: WaitWords) -> String {
    switch news {
    case .looked(let tasks, let events, let date):
      return told.steps(tasks, events).map { waited, step in
        Self.line(waited, step, words, at: date)
      }.joined()
    case .failed, .answered: return ""
    }
  }

  mutating func end(_ tasks: [WaitedTask], _ words: WaitWords, at date: Date) -> String {
    text(for: .looked(tasks, [], at: date), words)
  }

  private static func line(
    _ waited: WaitedTask, _ step: ToldTasks.Step, _ words: WaitWords, at date: Date
  ) -> String {
    var line = JSONLine()
    line.add("time", date.utcSecond)
    switch step {
    case .seen(let task):
      line.add("event", "seen")
      line.add("words", words.state(of: task))
    case .happened(let event, _):
      line.add("event", "changed")
      line.add("words", event.words)
    case .ended:
      let end = waited.end ?? .missing
      line.add("event", "ended")
      line.add("end", end.rawValue)
      line.add("exitCode", Int(end.status(for: words.aim)))
      line.add("words", words.end(of: waited))
    }
    line.add("exportTaskIdentifier", waited.identifier)
    if let task = waited.task { line.add("task", json: ExportTaskJSON.line(task.task)) }
    return line.text + "\n"
  }
}

extension Event.Kind {
  /// Whether it is told by how far the task has come.
  fileprivate var isMovement: Bool {
    switch self {
    case .reached: true
    default: false
    }
  }
}

extension Date {
  /// `2026-11-29T13:28:01Z`
  var utcSecond: String { CivilTime(self).iso8601Seconds + "Z" }
}
