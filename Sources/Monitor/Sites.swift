import FoundationEssentials
import Ground
import Synchronization
import Tracking

/// The sites that a program's contexts lead to. It numbers them, each number once, and keeps the
/// contexts of one site apart: one of them leads, which polls and has the tasks, and the others
/// stand by.
///
/// The first to find a site leads. Another takes over
/// * at once when the leader can't ask any more by itself: its credentials, region or configuration
///   are gone, its login has expired, AWS denies it, it leads elsewhere, or it is watched no longer;
/// * when the leader has asked for 20 seconds and had no answer: its helper or its network hangs, or
///   fails.
///
/// Throttling is no reason: AWS throttles the account. Nobody takes over while everything is
/// paused, and the one before doesn't come back by itself.
public final class Sites: Sendable {
  private struct State {
    var lastID = 0
    var lastVersion = 0
    var groups: [Site: Group] = [:]
  }

  fileprivate struct Group {
    let id: SiteID
    var leader: ContextID
    /// In the order in which they came.
    var others: [Other] = []
    /// Those that have failed since the site last answered, and when the last of them did.
    var failed: Set<ContextID> = []
    var failedAt: Duration?
  }

  fileprivate struct Other {
    let context: ContextID
    /// Whether it could take over, as far as it knows.
    var isReady: Bool
    let call: @Sendable (Call) -> Void
  }

  /// What a context that stands by is told.
  enum Call: Sendable {
    case takeOver(Estate)
    /// Another leads now, or nobody.
    case leaderChanged
  }

  /// What a context is at a site.
  enum Place: Sendable, Equatable {
    case leads
    case standsBehind(ContextID, at: SiteID)
  }

  /// Once all have failed, the round begins anew after this rest.
  private static let restOfRound = Duration.seconds(60)

  private let state = Mutex(State())

  public init() {}

  func nextID() -> SiteID {
    state.withLock { state in
      state.lastID += 1
      return SiteID(state.lastID)
    }
  }

  /// For the next snapshot, of whichever context.
  func nextVersion() -> Int {
    state.withLock { state in
      state.lastVersion += 1
      return state.lastVersion
    }
  }

  /// The context that polls a site; nil where none does.
  func leader(of site: Site) -> ContextID? { state.withLock { $0.groups[site]?.leader } }

  /// Whether a context is among those of a site.
  func knows(_ context: ContextID, at site: Site) -> Bool {
    state.withLock { state in
      guard let group = state.groups[site] else { return false }
      return group.leader == context || group.others.contains { $0.context == context }
    }
  }

  /// Whether another context polls a site in the same place, whatever its account.
  func isLed(beside site: Site, notBy context: ContextID) -> Bool {
    state.withLock { state in
      state.groups.contains { $0.key.isBeside(site) && $0.value.leader != context }
    }
  }

  /// A context leads to a site whose account is known.
  /// - Parameters:
  ///   - id: The number of the site, if this context is the first there.
  ///   - call: How to reach it while it stands by.
  func join(
    _ site: Site, as id: SiteID, _ context: ContextID, call: @escaping @Sendable (Call) -> Void
  ) -> Place {
    state.withLock { state in
      guard var group = state.groups[site] else {
        state.groups[site] = Group(id: id, leader: context)
        return .leads
      }
      guard group.leader != context else { return .leads }
      if !group.others.contains(where: { $0.context == context }) {
        group.others.append(Other(context: context, isReady: true, call: call))
        state.groups[site] = group
      }
      return .standsBehind(group.leader, at: group.id)
    }
  }

  /// A context doesn't lead to a site any more. Another takes over what it knows, even one that
  /// could not ask when it last tried: nothing is lost, and it says what is wrong with it.
  /// - Parameter estate: What it knows of it, for the next; nil where it knows nothing.
  func leave(_ site: Site, _ context: ContextID, estate: Estate?) {
    let calls = state.withLock { state -> [() -> Void] in
      guard var group = state.groups[site] else { return [] }
      group.others.removeAll { $0.context == context }
      guard group.leader == context else {
        state.groups[site] = group
        return []
      }
      guard let estate, let heir = group.others.first(where: \.isReady) ?? group.others.first else {
        state.groups[site] = nil
        return group.others.map { other in { other.call(.leaderChanged) } }
      }
      defer { state.groups[site] = group }
      return group.succeed(to: heir, estate)
    }
    for call in calls { call() }
  }

  /// The leader fails: one that stands by takes over, if there is one that hasn't just failed.
  /// - Returns: Whether one does; then this context stands by.
  func handOver(
    _ site: Site, from context: ContextID, _ estate: Estate, at now: Duration,
    call: @escaping @Sendable (Call) -> Void
  ) -> Bool {
    let calls = state.withLock { state -> [() -> Void]? in
      guard var group = state.groups[site], group.leader == context else { return nil }
      if let failedAt = group.failedAt, now - failedAt >= Self.restOfRound { group.failed = [] }
      let failed = group.failed
      guard
        let heir = group.others.first(where: { $0.isReady && !failed.contains($0.context) })
      else { return nil }
      group.failed.insert(context)
      group.failedAt = now
      let calls = group.succeed(to: heir, estate)
      group.others.append(Other(context: context, isReady: false, call: call))
      state.groups[site] = group
      return calls
    }
    for call in calls ?? [] { call() }
    return calls != nil
  }

  /// The site has answered its leader.
  func answered(_ site: Site) {
    state.withLock { state in
      if state.groups[site]?.failed.isEmpty == false { state.groups[site]?.failed = [] }
    }
  }

  /// What a context that stands by found out about itself.
  func note(_ context: ContextID, isReady: Bool, at site: Site) {
    state.withLock { state in
      guard let index = state.groups[site]?.others.firstIndex(where: { $0.context == context })
      else { return }
      state.groups[site]?.others[index].isReady = isReady
    }
  }
}

extension Sites.Group {
  /// - Returns: What is to be told to whom.
  fileprivate mutating func succeed(to heir: Sites.Other, _ estate: Estate) -> [() -> Void] {
    leader = heir.context
    others.removeAll { $0.context == heir.context }
    return [{ heir.call(.takeOver(estate)) }]
      + others.map { other in { other.call(.leaderChanged) } }
  }
}

/// What one context of a site leaves to the next.
struct Estate: Sendable {
  let site: Site
  /// The site's tasks.
  let store: Store
  let plan: PollPlan
  let lastAnswer: Date?
  /// Called once it was taken, and the tasks are delivered by the next.
  let taken: @Sendable () -> Void
}
