import FoundationEssentials
import Ground
import Listing
import RDSExports
import Simulator
import Synchronization
import Tracking

/// What the demo remembers: what somebody has seen who has been watching since the evening. It is
/// worked out when it is asked for, in the background, by the rules that hold for every store.
final class DemoMemory: Remembering {
  private let memory: any Remembering
  private let simulator: SimulatorServer
  private let start: Date
  private let watched = Mutex<[Site: Task<Void, Never>]>([:])

  /// How long the watching has lasted, in seconds.
  private static let watch: TimeInterval = 6 * 3600
  /// Looks are this far apart; towards the end they are as close as polls are.
  private static let rest: TimeInterval = 30
  private static let (closeRest, close): (TimeInterval, TimeInterval) = (5, 20 * 60)

  /// - Parameters:
  ///   - memory: Where it is kept.
  ///   - start: When the demo began.
  init(_ memory: any Remembering, _ simulator: SimulatorServer, start: Date) {
    self.memory = memory
    self.simulator = simulator
    self.start = start
  }

  func load(_ site: Site) async -> [TaskMemory] {
    await haveWatched(site)
    return await memory.load(site)
  }

  func events(_ site: Site) async -> [Event] {
    await haveWatched(site)
    return await memory.events(site)
  }

  func write(_ memories: [TaskMemory], _ events: [Event]) { memory.write(memories, events) }

  func claim(_ key: AlertKey) async -> Bool { await memory.claim(key) }

  func release(_ key: AlertKey) async { await memory.release(key) }

  func acknowledge(_ keys: [AlertKey]) { memory.acknowledge(keys) }

  func note(_ keys: [AlertKey]) { memory.note(keys) }

  func alerts(_ site: Site) async -> RememberedAlerts {
    await haveWatched(site)
    return await memory.alerts(site)
  }

  /// Once for each site, whoever asks first.
  private func haveWatched(_ site: Site) async {
    let watching = watched.withLock { watched in
      if let begun = watched[site] { return begun }
      let begun = Task.detached(executorPreference: BackgroundQueue.shared) { [self] in
        let seen = Self.seen(at: site, of: simulator, until: start)
        memory.write(seen.memories, seen.events)
        memory.note(seen.told)
      }
      watched[site] = begun
      return begun
    }
    await watching.value
  }

  /// What a dashboard would have noted.
  static func seen(
    at site: Site, of simulator: SimulatorServer, until start: Date
  ) -> (memories: [TaskMemory], events: [Event], told: [AlertKey]) {
    guard let account = site.account else { return ([], [], []) }
    var store = Store(site: SiteID(0))
    var looks = [start.addingTimeInterval(-watch)]
    store.endSweep(begunAt: looks[0])
    while let last = looks.last, last < start {
      let isClose = start.timeIntervalSince(last) <= close
      looks.append(min(start, last.addingTimeInterval(isClose ? closeRest : rest)))
    }
    for (look, tasks) in zip(looks, simulator.seen(in: account, site.region, at: looks))
    where !tasks.isEmpty {
      store.merge(tasks, Observation(sentAt: look), seenAt: look, from: .fastLane)
    }
    let (snapshot, changes) = store.snapshot(
      of: ContextID(0), label: ContextLabel(profile: "", region: site.region), site: site,
      version: 1, feed: Feed())
    // Nobody has acknowledged them.
    let told = snapshot.tasks.filter { $0.phase == .failed }.compactMap { task in
      task.taskEndTime.map { ended in
        AlertKey(
          site: site, subject: task.identifier, kind: AlertKind.failed.rawValue, at: ended)
      }
    }
    return (store.takeMemories(of: site), changes.events, told)
  }
}
