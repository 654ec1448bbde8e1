import Ground
import Journal
import Planning
import RDSExports
import Tracking

/// Which sites a runner has, and which it leaves alone for a while.
extension QueueRunner {
  /// How long a site is left to others where AWS lets this program start nothing: each try can set
  /// off an alarm.
  private static let restAfterDenial = Duration.seconds(300)
  /// How long, where it may be mended meanwhile by a login or a network that comes back.
  private static let restAfterTrouble = Duration.seconds(60)
  /// After so many failures in a row a site is left to another program, if there is one.
  private static let mostTroubles = 3
  /// Before contexts that led nowhere are looked at again while nothing waits.
  private static let restOfLook = Duration.seconds(300)

  var leads: [Site] { state.withLock { $0.leads.filter(\.value).map(\.key) } }

  func lead(_ site: Site) async throws(QueueProblem) -> Bool {
    let isLeading = try await store.lead(site, as: options.kind)
    let before = state.withLock { state in
      // What it met there before says nothing once another has had it.
      if !isLeading { state.troubles[site] = nil }
      return state.leads.updateValue(isLeading, forKey: site)
    }
    if before != isLeading {
      let other = isLeading ? nil : try await store.runners(of: [site])[site]
      tell(isLeading ? .leads(site) : .standsBy(site, other))
    }
    return isLeading
  }

  /// Whether it has to be looked where the contexts lead, although nothing waits: only then can it be
  /// said to other programs.
  var needsLook: Bool {
    let (ids, now) = (ways.ids, timekeeper.monotonic)
    return state.withLock { state in
      let served = state.served
      return served.contexts != ids || served.isPartial && now - served.at >= Self.restOfLook
    }
  }

  func note(_ survey: QueueWays.Survey) {
    let served = Served(
      sites: survey.served, contexts: survey.contexts, isPartial: !survey.failures.isEmpty,
      at: timekeeper.monotonic)
    state.withLock { $0.served = served }
  }

  /// Says to other programs where this one would start what comes to wait. That they don't hear of it
  /// keeps nothing from being started.
  func standBy() async {
    let now = timekeeper.monotonic
    let sites = state.withLock { state in
      state.served.sites.filter { state.denials[$0].map { $0.until <= now } ?? true }
    }
    if sites.isEmpty {
      try? await store.leaveStandby()
    } else {
      try? await store.standBy(as: options.kind, for: sites)
    }
  }

  /// Lets others have every site, each as soon as nothing is under way there.
  func giveWay() async {
    for site in leads { await resign(site) }
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

  /// Rests after a failure, or lets others have the site: where AWS lets this program start nothing,
  /// and where it fails again and again and another program may fare better.
  /// - Returns: When to look again.
  func meet(_ problem: ExportTasksError, at site: Site) async -> Duration {
    if !problem.isOfIdentity {
      let (rest, count) = restAfterTrouble(at: site, problem.summary)
      let others = count >= Self.mostTroubles ? try? await store.standbys(for: [site]) : nil
      guard others?[site] != nil else { return rest }
    }
    let rest = problem.isDenied ? Self.restAfterDenial : Self.restAfterTrouble
    let until = timekeeper.monotonic + rest
    state.withLock { state in
      state.denials[site] = (until, problem.summary)
      // It is tried as soon as it is this program's again, and not kept meanwhile.
      state.troubles[site] = nil
    }
    await standBy()
    await resign(site)
    return Self.idleRest
  }

  /// What is under way there ends first: until then nobody else may begin.
  func resign(_ site: Site) async {
    if works.isAtWork(options.scope.name(ofSlotsAt: site)) { return }
    state.withLock { $0.leads[site] = nil }
    // Also where it doesn't know that it has it: a disk that stalls takes a lock late.
    await store.resign(site)
  }

  /// Twice as long each time, five minutes at most.
  private func restAfterTrouble(
    at site: Site, _ words: String
  ) -> (rest: Duration, failures: Int) {
    state.withLock { state in
      let count = (state.troubles[site]?.count ?? 0) + 1
      let rest = min(.seconds(300), options.interval * (1 << min(count - 1, 8)))
      state.troubles[site] = (count, timekeeper.monotonic + rest, words)
      return (rest, count)
    }
  }
}
