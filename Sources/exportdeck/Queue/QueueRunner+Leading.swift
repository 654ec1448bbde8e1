import Ground
import Journal
import Planning
import Tracking

/// Which sites a runner has, and which it leaves alone for a while.
extension QueueRunner {
  /// How long a site is left to others where AWS lets this program start nothing.
  private static let restAfterDenial = Duration.seconds(300)

  var leads: [Site] { state.withLock { $0.leads.filter(\.value).map(\.key) } }

  func lead(_ site: Site) async throws(QueueProblem) -> Bool {
    let isLeading = try await store.lead(site, as: options.kind)
    let before = state.withLock { $0.leads.updateValue(isLeading, forKey: site) }
    if before != isLeading {
      let other = isLeading ? nil : try await store.runners(of: [site])[site]
      tell(isLeading ? .leads(site) : .standsBy(site, other))
    }
    return isLeading
  }

  /// Says to other programs that this one would start what comes to wait. That they don't hear of it
  /// keeps nothing from being started.
  /// - Parameters:
  ///   - unserved: Where it can't.
  ///   - sites: Where it has tried just now.
  func standBy(_ unserved: Set<Site> = [], among sites: Set<Site> = []) async {
    let all = state.withLock { state in
      state.unserved = state.unserved.subtracting(sites).union(unserved)
      return state.unserved
    }
    if ways.mayStart {
      try? await store.standBy(as: options.kind, except: all)
    } else {
      try? await store.leaveStandby()
    }
  }

  /// Lets others have every site, each as soon as nothing is under way there.
  func giveWay() async {
    for site in leads { try? await resign(site) }
    await works.idle(within: Self.patienceBeforePause, by: timekeeper)
    let isDone = works.isIdle
    if isDone {
      await store.resignAll()
      state.withLock { $0.leads = [:] }
    }
    state.withLock { $0.paused }?.give(isDone)
  }

  /// Why this program leaves a site to others; nil where it doesn't.
  func denial(at site: Site) -> String? {
    state.withLock { state in
      guard let denial = state.denials[site] else { return nil }
      if denial.until > timekeeper.monotonic { return denial.words }
      state.denials[site] = nil
      return nil
    }
  }

  /// Lets others have a site, because AWS lets this program start nothing there.
  func leaveToOthers(_ site: Site, _ words: String) {
    let until = timekeeper.monotonic + Self.restAfterDenial
    state.withLock { $0.denials[site] = (until, words) }
  }

  /// What is under way there ends first: until then nobody else may begin.
  func resign(_ site: Site) async throws(QueueProblem) {
    if works.isAtWork(options.scope.name(ofSlotsAt: site)) { return }
    guard state.withLock({ $0.leads.removeValue(forKey: site) }) == true else { return }
    try await store.resign(site)
  }

  /// Twice as long each time, five minutes at most.
  func restAfterTrouble(at site: Site, _ words: String) -> Duration {
    state.withLock { state in
      let count = (state.troubles[site]?.count ?? 0) + 1
      let rest = min(.seconds(300), options.interval * (1 << min(count - 1, 8)))
      state.troubles[site] = (count, timekeeper.monotonic + rest, words)
      return rest
    }
  }
}
