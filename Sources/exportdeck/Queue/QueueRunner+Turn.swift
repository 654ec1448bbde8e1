import Ground
import Journal
import Planning
import RDSExports
import Tracking

/// A turn of a runner: a look at the queue, and the work at each site that is its own.
extension QueueRunner {
  /// How long the work at sites is waited for before the next turn. What takes longer goes on.
  private static let mostOfTurn = Duration.seconds(10)
  /// Before the account's slots are asked for again that another program is filling.
  private static let restWhileOthersStart = Duration.seconds(1)
  /// Programs that take turns at them need no longer.
  private static let longestWaitForSlots = Duration.seconds(10)

  /// Looks at the queue, starts what may start, and says what it has seen.
  /// - Returns: When to look again.
  func turn() async -> Duration {
    var report = QueueReport()
    do throws(QueueProblem) {
      report.entries = try await store.entries()
      let rest = try await run(&report)
      report.entries = try await store.entries()
      report.runners = try await store.runners(of: report.openSites)
      report.standbys = try await store.standbys(for: report.openSites)
      // What keeps this one from it is nobody's concern where another one does it.
      for (site, runner) in report.runners where !runner.isThis { report.obstacles[site] = nil }
      show(report)
      return rest
    } catch {
      report.problem = error.description
      show(report)
      return Self.idleRest
    }
  }

  private func run(_ report: inout QueueReport) async throws(QueueProblem) -> Duration {
    if state.withLock({ $0.isPaused }) {
      await giveWay()
      return Self.idleRest
    }
    await standBy()
    let sites = report.openSites
    for site in leads where !sites.contains(site) { await resign(site) }
    guard !sites.isEmpty || needsLook else { return Self.idleRest }
    let survey = await ways.survey(by: timekeeper)
    // It was cut short.
    if isStopping { return Self.idleRest }
    note(survey)
    await standBy()
    var rest = Self.idleRest
    var ready: [String: [Site]] = [:]
    for site in sites.sorted(by: { $0.words < $1.words }) {
      guard !survey.ways(to: site).isEmpty else {
        report.obstacles[site] = survey.obstacle(to: site)
        await resign(site)
        continue
      }
      if let words = denial(at: site) {
        report.obstacles[site] = words
        await resign(site)
        continue
      }
      guard try await lead(site) else { continue }
      if let trouble = state.withLock({ $0.troubles[site] }),
        trouble.until > timekeeper.monotonic
      {
        report.obstacles[site] = trouble.words
        rest = min(rest, trouble.until - timekeeper.monotonic)
        continue
      }
      ready[options.scope.name(ofSlotsAt: site), default: []].append(site)
    }
    let (groups, limit) = (ready, Self.mostOfTurn)
    let late = works.late
    let outcomes = await works.run(groups.keys.sorted(), within: limit, by: timekeeper) { [self] in
      await run(groups[$0] ?? [], survey)
    }
    for (name, sites) in groups {
      // What those have seen is old, and when they would look again says nothing now.
      if late.contains(name) { rest = .zero }
      for site in sites {
        guard let outcome = outcomes[name]?[site] else {
          report.obstacles[site] = "AWS, or a helper for its credentials, has not answered yet"
          rest = min(rest, options.interval)
          continue
        }
        rest = min(rest, try await take(outcome, of: site, &report))
      }
    }
    return max(rest, .seconds(1))
  }

  /// The work at sites that share their slots, one after the other.
  private func run(
    _ sites: [Site], _ survey: QueueWays.Survey
  ) async -> [Site: Result<Duration, SiteTrouble>] {
    var outcomes: [Site: Result<Duration, SiteTrouble>] = [:]
    for site in sites {
      do throws(SiteTrouble) {
        outcomes[site] = .success(try await runAlone(site, survey))
      } catch {
        outcomes[site] = .failure(error)
      }
    }
    return outcomes
  }

  /// Where regions share their slots, another program may be starting exports in another region: what
  /// each counts must not change under the other.
  private func runAlone(
    _ site: Site, _ survey: QueueWays.Survey
  ) async throws(SiteTrouble) -> Duration {
    guard options.scope == .account else { return try await run(site, survey) }
    let other = try await ask { () throws(QueueProblem) in
      try await store.takeSlots(ofAccountAt: site, as: options.kind)
    }
    if case .taken(let name) = other { throw .othersStart(name) }
    let outcome: Result<Duration, SiteTrouble>
    do throws(SiteTrouble) {
      outcome = .success(try await run(site, survey))
    } catch {
      outcome = .failure(error)
    }
    await store.giveBackSlots(ofAccountAt: site)
    return try outcome.get()
  }

  /// - Returns: When to look again.
  private func take(
    _ outcome: Result<Duration, SiteTrouble>, of site: Site, _ report: inout QueueReport
  ) async throws(QueueProblem) -> Duration {
    let now = timekeeper.monotonic
    if case .failure(.othersStart(let name)) = outcome {
      let since = state.withLock { state in
        let since = state.waitsForSlots[site] ?? now
        state.waitsForSlots[site] = since
        return since
      }
      if now - since >= Self.longestWaitForSlots {
        report.obstacles[site] =
          "\(name?.words ?? "another program") is filling the slots of this account"
      }
      return Self.restWhileOthersStart
    }
    state.withLock { $0.waitsForSlots[site] = nil }
    switch outcome {
    case .success(let rest): return rest
    case .failure(.queue(let problem)): throw problem
    case .failure(.aws(let problem)), .failure(.denied(let problem)):
      report.obstacles[site] = problem.summary
      return await meet(problem, at: site)
    case .failure(.othersStart): return Self.restWhileOthersStart
    }
  }

  // MARK: What is seen

  private func show(_ report: QueueReport) {
    let obstacle = report.obstacles.sorted { $0.key.words < $1.key.words }.first?.value
    // A turn that was cut short has seen nothing of what stood in the way.
    if !isStopping { note(trouble: report.problem ?? obstacle) }
    let isNew = state.withLock { state in
      defer { state.posted = report }
      return state.posted != report
    }
    if isNew { post(report) }
  }

  /// Says once what is wrong, and when it no longer is.
  private func note(trouble: String?) {
    let before = state.withLock { state in
      defer { state.trouble = trouble }
      return state.trouble
    }
    guard before.map(Self.gist) != trouble.map(Self.gist) else { return }
    tell(trouble.map(QueueHappening.trouble) ?? .troubleOver)
  }

  /// The same fault has another request each time.
  private static func gist(_ trouble: String) -> Substring {
    trouble.firstRange(of: " (request ").map { trouble[..<$0.lowerBound] } ?? trouble[...]
  }
}
