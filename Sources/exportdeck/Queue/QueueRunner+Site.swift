import AWSCore
import FoundationEssentials
import Glibc
import Ground
import Journal
import Planning
import RDSExports
import Tracking

/// What a runner of the queue does at a site that is its own.
extension QueueRunner {
  /// What keeps a site's entries from being started.
  enum SiteTrouble: Error {
    case queue(QueueProblem)
    case aws(ExportTasksError)
    /// None of this program's identities may start anything there, or see what runs.
    case denied(ExportTasksError)
    /// Another program is filling the slots that this site shares.
    case othersStart(QueueRunnerName?)
  }

  /// - Returns: When to look again.
  func run(_ site: Site, _ survey: QueueWays.Survey) async throws(SiteTrouble) -> Duration {
    let ways = survey.ways(to: site)
    try await settle(site, ways)
    for _ in 0..<Self.mostSends {
      let entries = try await entries(sharingSlotsOf: site)
      let now = timekeeper.wall
      guard entries.contains(where: { $0.site == site && $0.isDue(at: now) }) else {
        return Self.rest(until: entries.compactMap(\.schedule?.start), from: now)
      }
      let use = TakenSlots(
        slots: options.slots, running: try await running(sharingSlotsOf: site, survey))
      let verdicts = QueuePolicy.verdicts(entries, use, at: timekeeper.wall)
      for entry in entries where entry.site == site && verdicts[entry.id] == .miss {
        if let held = try await ask({ () throws(QueueProblem) in try await store.miss(entry.id) }) {
          note(held.heldStep, of: held)
          tell(.held(held))
        }
      }
      let next = entries.first { $0.site == site && verdicts[$0.id] == .start }
      guard let next, !isStopping else { break }
      try await start(next, ways)
    }
    state.withLock { $0.troubles[site] = nil }
    return options.interval
  }

  private static func rest(until starts: [Date], from now: Date) -> Duration {
    let next = starts.filter { $0 > now }.min()
    return min(idleRest, next.map { .seconds($0.timeIntervalSince(now)) } ?? idleRest)
  }

  /// Finds out what became of entries that were being sent when a program ended or an answer was
  /// lost.
  private func settle(_ site: Site, _ ways: [QueueWays.Reached]) async throws(SiteTrouble) {
    let now = timekeeper.wall
    for entry in try await entries(sharingSlotsOf: site)
    where entry.site == site && entry.isSending
      && !(entry.setback.map { $0.restsUntil > now } ?? false)
    {
      let identifier = entry.request.exportTaskIdentifier
      let answer: Result<ExportTask?, ExportTasksError>
      do throws(ExportTasksError) {
        answer = .success(try await exportTask(named: identifier, at: site, by: ways))
      } catch {
        answer = .failure(error)
      }
      let settled = try await ask { () throws(QueueProblem) in
        try await store.end(entry.id) { entry, now in
          switch answer {
          case .success(let task): entry.settle(task, at: now)
          case .failure(let error): entry.leaveUnsettled(error, at: now)
          }
        }
      }
      if let settled {
        note(settled.stepAfterSettling, of: settled)
        told(settled)
      }
      if case .failure(let error) = answer, error.isOfIdentity { throw .denied(error) }
    }
  }

  /// By the first of the ways that may ask.
  private func exportTask(
    named identifier: String, at site: Site, by ways: [QueueWays.Reached]
  ) async throws(ExportTasksError) -> ExportTask? {
    try await QueueWays.first(of: ways) { reached throws(ExportTasksError) in
      let client = try await QueueWays.visit(by: reached.way, to: site).client
      return try await client.exportTask(named: identifier)
    }
  }

  /// Sends one entry, which is noted on the disk before.
  private func start(_ entry: QueueEntry, _ ways: [QueueWays.Reached]) async throws(SiteTrouble) {
    let sender = "\(options.kind.rawValue), pid \(getpid())"
    let claimed = try await ask { () throws(QueueProblem) in
      try await store.begin(entry.id, by: sender)
    }
    guard let claimed else { return }
    let sentAt = Observation(sentAt: timekeeper.wall)
    // Before the answer: whoever is killed meanwhile leaves a trace of what it did.
    remember([claimed.sentEvent(at: timekeeper.wall)])
    let (answer, caller) = await send(claimed.request, by: ways, to: entry.site)
    let ended: Result<QueueEntry?, SiteTrouble>
    do throws(SiteTrouble) {
      ended = .success(
        try await ask { () throws(QueueProblem) in
          try await store.end(entry.id) { entry, now in
            switch answer {
            case .success: entry.succeed(at: now)
            case .failure(let error): entry.fail(error, at: now)
            }
          }
        })
    } catch {
      // What AWS has answered is told and written down all the same.
      ended = .failure(error)
    }
    if case .success(let started) = answer {
      for reached in ways { reached.way.absorb(started.task, entry.site, sentAt) }
    }
    let answeredAt = timekeeper.wall
    remember([claimed.answeredEvent(answer, caller: await caller?.value, at: answeredAt)])
    if let ended = try ended.get() {
      note(ended.stepAfterSend, of: ended)
      told(ended)
    }
    if case .failure(let error) = answer, error.isOfIdentity { throw .denied(error) }
  }

  /// By the first of the ways that may. One that may not has started nothing.
  /// - Returns: The answer, and who AWS says the caller is: nobody waits for that before the answer
  ///   is on the disk.
  private func send(
    _ request: StartExportTaskRequest, by ways: [QueueWays.Reached], to site: Site
  ) async -> (Result<ExportActionAnswer, ExportTasksError>, caller: Task<String?, Never>?) {
    for (index, reached) in ways.enumerated() {
      var caller: Task<String?, Never>?
      do throws(ExportTasksError) {
        let visit = try await QueueWays.visit(by: reached.way, to: site)
        caller = Task.detached(executorPreference: BackgroundQueue.shared) { [timekeeper] in
          try? await timekeeper.limited(to: Self.callerPatience) { await visit.caller() }
        }
        return (.success(try await visit.client.carryOut(.start(request))), caller)
      } catch {
        if !error.isOfIdentity || error.mayHaveStarted || index == ways.count - 1 {
          return (.failure(error), caller)
        }
      }
    }
    return (.failure(.otherSite(asked: site.words, now: "another place")), nil)
  }

  /// Longer than this nobody waits to learn who the caller is.
  private static let callerPatience = Duration.seconds(3)

  private func note(_ step: QueueStep?, of entry: QueueEntry) {
    guard let step else { return }
    remember([entry.event(step, by: .queue, at: timekeeper.wall)])
  }

  private func told(_ entry: QueueEntry) {
    switch entry.state {
    case .started: tell(.started(entry))
    case .held: tell(.held(entry))
    case .waiting, .sending: if entry.setback != nil { tell(.putBack(entry)) }
    }
  }

  // MARK: What is known

  private func entries(sharingSlotsOf site: Site) async throws(SiteTrouble) -> [QueueEntry] {
    let scope = options.scope
    return try await ask { () throws(QueueProblem) in
      try await store.entries().filter { scope.joins($0.site, site) }
    }
  }

  /// What runs at AWS now.
  private func running(
    sharingSlotsOf site: Site, _ survey: QueueWays.Survey
  ) async throws(SiteTrouble) -> [RunningExport] {
    do throws(ExportTasksError) {
      return try await survey.running(sharingSlotsOf: site, in: options.scope, by: timekeeper)
    } catch {
      throw error.isOfIdentity ? .denied(error) : .aws(error)
    }
  }

  func ask<Value: Sendable>(
    _ body: () async throws(QueueProblem) -> Value
  ) async throws(SiteTrouble) -> Value {
    do throws(QueueProblem) { return try await body() } catch { throw .queue(error) }
  }
}

extension QueueEntry {
  /// Whether something is to be done about it now, if AWS lets it.
  fileprivate func isDue(at now: Date) -> Bool {
    isWaiting && schedule.map { $0.start <= now } ?? true
  }
}

extension ExportTasksClient {
  /// The task of an identifier; nil where AWS says that there is none.
  fileprivate func exportTask(named identifier: String) async throws(ExportTasksError)
    -> ExportTask?
  {
    do throws(ExportTasksError) {
      let page = try await describeExportTasks(.init(exportTaskIdentifier: identifier))
      return page.tasks.first { $0.exportTaskIdentifier == identifier }
    } catch {
      if case .modelled(.exportTaskNotFound, _) = error { return nil }
      throw error
    }
  }
}
