import AWSCore
import Ground

/// Starts an export, or lets it wait in the queue, and follows it to its end.
struct StartWait: Sendable {
  enum End: Sendable {
    case ended([WaitedTask])
    /// It wasn't started.
    case leftQueue(QueueFollow.End)
  }

  let run: StartRun
  let interval: Duration
  /// For all of it; nil for as long as it takes.
  let limit: Duration?
  let isJSON: Bool

  func run(
    _ surroundings: Surroundings, _ actions: CommandActions, _ telling: WaitTelling
  ) async throws -> End {
    let timekeeper = surroundings.timekeeper
    let outcome = try await run.carryOut(surroundings, actions)
    let (identifier, begun) = (outcome.identifier, timekeeper.monotonic)
    let now = timekeeper.wall
    let moment = ThisProcess.moment(timekeeper)
    switch outcome {
    case .started(let started): try Self.print(isJSON ? started.event(at: now) : started.text)
    case .queued(let queued):
      try Self.print(isJSON ? queued.event(at: now) : queued.text(at: moment))
      let end = try await follow(queued, timekeeper)
      guard end == .started else { return .leftQueue(end) }
    }
    let rest = limit.map { max(.milliseconds(1), $0 - (timekeeper.monotonic - begun)) }
    return .ended(
      try await run.follow(
        identifier, surroundings, actions, interval: interval, limit: rest, telling: telling))
  }

  private func follow(
    _ queued: QueuedExport, _ timekeeper: any Timekeeper
  ) async throws -> QueueFollow.End {
    guard let store = run.aim.store else { return .started }
    let (entry, isJSON) = (queued.entry, isJSON)
    let name = entry.request.exportTaskIdentifier
    let follow = QueueFollow(
      store: store, id: entry.id, site: entry.site, interval: interval, timekeeper: timekeeper
    ) { news in
      guard let news else { return try Printing.mustBeRead("what happens") }
      let now = timekeeper.wall
      try Self.print(
        isJSON
          ? news.json(of: name, number: entry.id, at: now) : news.text(of: name, at: now))
    }
    return try await follow.run(limit: limit)
  }

  private static func print(_ text: String) throws {
    try Printing.print(text, what: "what happens")
  }
}
