import AWSCore
import Dashboard
import Ground
import Monitor
import Synchronization
import Tracking

/// Makes a lane for each context that is watched. What the lanes have in common is the program's:
/// credentials, sites, the clock.
final class ContextLanes: Sendable {
  private let configuration: Configuration
  private let surroundings: Surroundings
  private let policy: PollingPolicy
  private let isDemo: Bool
  private let mailbox: Mailbox
  private let memory: (any Remembering)?
  private let sites = Sites()
  let limit: RequestLimit
  private let profileQueue: BlockingQueue
  /// Those that were made and are still watched, so that none is made twice.
  private let made = Mutex<[Made]>([])
  private let nextNumber = Atomic<Int>(0)

  private struct Made {
    var watched: Watched
    var way: Way
  }

  /// How AWS is asked.
  private struct Way: Hashable {
    var profile: String
    var region: String?
    var endpoint: String?
  }

  init(
    _ configuration: Configuration, surroundings: Surroundings, policy: PollingPolicy,
    isDemo: Bool, mailbox: Mailbox, memory: (any Remembering)? = nil
  ) {
    self.configuration = configuration
    self.surroundings = surroundings
    self.policy = policy
    self.isDemo = isDemo
    self.mailbox = mailbox
    limit = RequestLimit(
      most: configuration.maxRequests.value, timekeeper: surroundings.timekeeper)
    self.memory = memory
    profileQueue = BlockingQueue(
      label: "exportdeck.profiles", timekeeper: surroundings.timekeeper)
  }

  /// A lane for each context of the configuration, in its order.
  func configured() -> [(watched: Watched, lane: EffectRunner.Lane)] {
    configuration.contexts.map(add)
  }

  /// A lane for a context that is named while the program runs.
  /// - Returns: No lane where such a context is there already.
  func lane(for request: WatchRequest) -> (watched: Watched, lane: EffectRunner.Lane?) {
    let context = configuration.context(profile: request.profile, region: request.region)
    let way = way(of: configuration.overrides(of: context))
    if let known = made.withLock({ $0.first { $0.way == way } }) { return (known.watched, nil) }
    let (watched, lane) = add(context)
    return (watched, lane)
  }

  /// A context that is watched no longer can be named again.
  func forget(_ context: ContextID) {
    made.withLock { $0.removeAll { $0.watched.id == context } }
  }

  /// The profiles of AWS's files, each with its own region where it has one.
  /// - Throws: `AWSError.configuration` for a file that can't be read, or whose disk doesn't answer.
  func profiles() async throws(AWSError) -> [WatchRequest] {
    var surroundings = surroundings
    surroundings.fileQueue = profileQueue
    let files = ProfileFiles(surroundings)
    let set = try await surroundings.lookingAtFiles { () async throws(AWSError) in
      try files.load()
    }
    return set.profileNames.map { name in
      WatchRequest(profile: name, region: set.profile(named: name)?.value("region"))
    }
  }

  private func add(
    _ context: ConfiguredContext
  ) -> (watched: Watched, lane: EffectRunner.Lane) {
    let overrides = configuration.overrides(of: context)
    let live = LiveContext(
      surroundings, overrides: overrides, isSimulated: isDemo, name: context.name)
    let watched = Watched(
      id: ContextID(nextNumber.add(1, ordering: .relaxed).oldValue), label: live.firstLabel,
      isProduction: configuration.value(of: \.production, in: context).value,
      isReadOnly: configuration.value(of: \.readOnly, in: context).value,
      theme: configuration.ownTheme(of: context))
    made.withLock { $0.append(Made(watched: watched, way: way(of: overrides))) }
    let visit: @Sendable () async throws(AWSError) -> SiteVisit = {
      () async throws(AWSError) in try await live.visit()
    }
    let mailbox = mailbox
    let poller = Poller(
      context: watched.id, label: watched.label, policy: policy, sites: sites,
      limit: limit, timekeeper: surroundings.timekeeper, random: surroundings.random,
      memory: memory, visit: visit, deliver: { mailbox.post($0, $1) })
    let lane = EffectRunner.Lane(
      poller: poller, visit: visit,
      visitLooking: { () async throws(AWSError) in try await live.visitLooking() },
      isReadOnly: watched.isReadOnly, isProduction: watched.isProduction)
    return (watched, lane)
  }

  private func way(of overrides: SettingsOverrides) -> Way {
    let profile = AWSSettings.profileName(
      environment: surroundings.environment, overrides: overrides)
    return Way(
      profile: profile.name, region: overrides.region, endpoint: overrides.endpointURL)
  }
}

extension Configuration {
  /// The theme for rows of a context: its own, or the one for production where nobody chose
  /// another; nil for the theme of the whole screen.
  func ownTheme(of context: ConfiguredContext) -> String? {
    let own = value(of: \.theme, in: context)
    if own.origin == .builtIn {
      return value(of: \.production, in: context).value ? "production" : nil
    }
    return own.value == self.theme.value ? nil : own.value
  }
}
