import FoundationEssentials
import Ground
import Journal
import Planning
import Tracking
import Words

/// Follows an export through the queue until it has been started or can't be any more. It starts
/// nothing itself.
struct QueueFollow: Sendable {
  /// How its time in the queue ended.
  enum End: Hashable, Sendable {
    case started
    /// A person has to decide: why, in a line.
    case held(String)
    case removed
    /// It still waited when the time was up.
    case timeout
  }

  /// How it stands, as far as this machine knows.
  struct News: Hashable, Sendable {
    var end: End?
    var why: String?
    /// Who starts it, now or soon; nil for nobody.
    var runner: QueueRunnerName?
  }

  let store: QueueStore
  let id: Int
  let site: Site
  /// The rest between two looks.
  let interval: Duration
  let timekeeper: any Timekeeper
  /// Called after each look, with what has changed. What it throws ends this.
  let tell: @Sendable (News?) throws -> Void

  /// - Parameter limit: Nil for as long as it takes.
  /// - Throws: `QueueProblem` where there is no queue any more.
  func run(limit: Duration?) async throws -> End {
    guard let limit else { return try await follow() }
    do {
      return try await timekeeper.limited(to: limit) { [self] in try await follow() }
    } catch is TimeLimitReached {
      try tell(News(end: .timeout))
      return .timeout
    }
  }

  private func follow() async throws -> End {
    var told: News?
    while true {
      let news = try await look()
      try tell(news == told ? nil : news)
      told = news
      if let end = news.end { return end }
      try await timekeeper.sleep(for: interval)
    }
  }

  private func look() async throws -> News {
    guard let entry = try await store.entries().first(where: { $0.id == id }) else {
      return News(end: .removed)
    }
    switch entry.state {
    case .started: return News(end: .started)
    case .held: return News(end: .held(entry.holdWords ?? "held"))
    case .waiting, .sending: break
    }
    let runner = try await store.starter(at: site)
    // An old one says nothing of what it waits for now.
    let now = timekeeper.wall
    let setback = entry.setback.flatMap {
      $0.restsUntil > now ? Format.line($0.words, limit: 300) : nil
    }
    return News(why: setback ?? (entry.isSending ? "AWS is being asked" : nil), runner: runner)
  }
}

extension QueueFollow.End {
  /// For programs.
  var name: String {
    switch self {
    case .started: "started"
    case .held: "held"
    case .removed: "removed"
    case .timeout: "timeout"
    }
  }

  /// The exit status of a command that waits for the export; 0 where the wait goes on.
  var status: Int32 {
    switch self {
    case .started: 0
    case .held: 1
    case .removed: 2
    case .timeout: 124
    }
  }
}

extension QueueFollow.News {
  /// In a line, without the export's name.
  var words: String {
    switch end {
    case .started: return "the queue has started it"
    case .held(let why): return "held in the queue: \(why)"
    case .removed: return "removed from the queue"
    case .timeout: return "waits in the queue: the time is up, it stays there"
    case nil: break
    }
    let reason = why.map { ": \($0)" } ?? ""
    let starter = runner.map { "to be started by \($0.words)" } ?? "which nobody runs"
    return "waits in the queue, \(starter)\(reason)"
  }

  func text(of identifier: String, at date: Date) -> String {
    "\(date.utcSecond) \(Format.line(identifier)): \(words)\n"
  }

  /// As the events of `wait`.
  func json(of identifier: String, number: Int, at date: Date) -> String {
    var line = JSONLine()
    line.add("time", date.utcSecond)
    switch end {
    case nil, .started: line.add("event", end == nil ? "waits" : "queueStarted")
    case let end?:
      line.add("event", "ended")
      line.add("end", end.name)
      line.add("exitCode", Int(end.status))
    }
    line.add("words", words)
    line.add("exportTaskIdentifier", identifier)
    line.add("number", number)
    line.add("runner", runner?.kind.rawValue)
    line.add("runnerPid", runner?.pid.map(Int.init))
    line.add("isRunnerOnStandby", runner?.isStandby)
    return line.text + "\n"
  }
}
