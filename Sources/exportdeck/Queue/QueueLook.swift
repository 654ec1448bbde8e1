import AWSCore
import FoundationEssentials
import Ground
import Journal
import Monitor
import Planning
import RDSExports
import Synchronization
import Tracking
import Words

/// A look at the queue by a command, and at what runs where its exports wait for a slot.
struct QueueLook: Sendable {
  private let store: QueueStore
  private let ways: QueueWays
  private let scope: SlotScope
  private let timekeeper: any Timekeeper
  private let journal: Journal

  /// Longer than this nobody waits for what is usual.
  private static let patience = Duration.seconds(20)

  init(_ surroundings: Surroundings, _ configuration: Configuration, store: QueueStore) {
    self.store = store
    ways = QueueWays(configuration, surroundings)
    scope = configuration.queueSlots.value
    timekeeper = surroundings.timekeeper
    journal = Journal(
      .ofUser(surroundings.environment, size: configuration.memorySize.value),
      timekeeper: surroundings.timekeeper,
      mask: SecretMask(environment: surroundings.environment).masked, tell: { _ in })
  }

  /// - Parameters:
  ///   - asksAWS: Whether AWS is asked what runs.
  ///   - remark: Told why likely starts can't be known.
  /// - Throws: `QueueProblem` where there is no queue.
  func listing(asking asksAWS: Bool, remark: (String) -> Void) async throws -> QueueListing {
    var report = QueueReport(entries: try await store.entries())
    report.runners = try await store.runners(of: report.openSites)
    report.standbys = try await store.standbys(for: report.openSites)
    let sites = Set(report.open.filter { !$0.isHeld }.map(\.site))
    let seen = SeenSites()
    if asksAWS, !sites.isEmpty {
      do {
        try await timekeeper.limited(to: Self.patience) { [self] in await ask(sites, seen) }
      } catch {
        seen.note("AWS took longer than \(Format.duration(Self.patience.seconds)) to answer")
      }
    }
    await journal.end()
    for problem in seen.problems { remark("likely starts may be missing: \(problem)") }
    let now = timekeeper.wall
    let outlook = QueueOutlook(
      of: report.entries, in: seen.snapshots(at: now), scope: scope, at: now)
    return QueueListing(report, outlook, at: ThisProcess.momentNow)
  }

  /// Asks what runs at these sites, and at those that share their slots, and reads what ran before.
  private func ask(_ sites: Set<Site>, _ seen: SeenSites) async {
    let survey = await ways.survey(by: timekeeper)
    for site in sites where !survey.reached.contains(where: { $0.visit.site == site }) {
      seen.note(survey.obstacle(to: site))
    }
    var asked: Set<Site> = []
    await withTaskGroup { group in
      for reached in survey.reached {
        let visit = reached.visit
        guard sites.contains(where: { scope.joins($0, visit.site) }),
          asked.insert(visit.site).inserted
        else { continue }
        group.addTask { await look(by: visit, seen) }
      }
    }
  }

  private func look(by visit: SiteVisit, _ seen: SeenSites) async {
    let active = DescribeExportTasksRequest(
      filters: [.status([.starting, .inProgress, .canceling])])
    do throws(ExportTasksError) {
      // What runs first: the rest may be long.
      for (request, source) in [(active, Store.Source.fastLane), (.init(), .sweep)] {
        for try await page in visit.client.exportTaskPages(
          matching: request, timekeeper: timekeeper)
        {
          seen.take(page, of: visit.site, from: source, at: timekeeper.wall)
        }
        if source == .fastLane {
          seen.noteAnswer(of: visit.site, await journal.load(visit.site), at: timekeeper.wall)
        }
      }
    } catch {
      seen.note(error.summary)
    }
  }
}

/// What a look has seen so far.
private final class SeenSites: Sendable {
  private struct Seen {
    var store: Store
    /// When AWS had said all that runs.
    var answeredAt: Date?
  }

  private struct State {
    var sites: [Site: Seen] = [:]
    var problems: [String] = []
  }

  private let state = Mutex(State())

  var problems: [String] { state.withLock { $0.problems } }

  func note(_ problem: String) { state.withLock { $0.problems.append(problem) } }

  func take(_ page: ExportTaskPage, of site: Site, from source: Store.Source, at now: Date) {
    state.withLock { state in
      var seen = state.sites[site] ?? Seen(store: Store(site: SiteID(state.sites.count)))
      seen.store.merge(page.tasks, page.observation, seenAt: now, from: source)
      state.sites[site] = seen
    }
  }

  /// - Parameter memories: What dashboards have seen of its tasks: it tells when they will end.
  func noteAnswer(of site: Site, _ memories: [TaskMemory], at now: Date) {
    state.withLock { state in
      state.sites[site]?.store.restore(memories)
      state.sites[site]?.answeredAt = now
    }
  }

  func snapshots(at now: Date) -> [Snapshot] {
    state.withLock { state in
      var snapshots: [Snapshot] = []
      for (site, var seen) in state.sites {
        let feed = Feed(lastAnswer: seen.answeredAt, serverAhead: seen.store.serverAhead)
        snapshots.append(
          seen.store.snapshot(
            of: ContextID(snapshots.count), label: ContextLabel(profile: "", region: site.region),
            site: site, version: 1, feed: feed
          ).0)
      }
      return snapshots
    }
  }
}
