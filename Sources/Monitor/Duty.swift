import AWSCore
import FoundationEssentials
import Ground
import RDSExports
import Tracking

/// What a poller is at its site: the one that polls, or one that stands by.
struct Duty: Sendable {
  let sites: Sites
  /// Where it is known as one of the site's contexts.
  var joined: Site?
  /// The context that polls the site; nil where this one does.
  var leader: ContextID?
  /// Whether the next has not taken over yet: until it has the rows, they stay here.
  var isHandingOver = false
  /// How the other contexts of the site reach this one.
  var call: @Sendable (Sites.Call) -> Void = { _ in }
  /// Called once the next one has the rows.
  var taken: @Sendable () -> Void = {}
  /// Of the leading lane.
  let silence = Silence()
  /// Whether its last poll failed for a reason that doesn't go away by itself.
  var hasFailed = false
  /// The keys that AWS has denied.
  var deniedKeyID: String?
  /// While it stands by: the next check of its own settings, and the one under way.
  var checkDue: Moment?
  var check: Task<Void, Never>?
  var checkAlarm: Appointment?

  init(_ sites: Sites) {
    self.sites = sites
  }

  /// How long a site may be without an answer before another takes over.
  static let patience = Duration.seconds(20)
  /// The rest between two checks of the own settings while standing by.
  static let checkRest = Duration.seconds(30)
}

extension PollerState {
  enum Joined { case leads, standsBy }

  /// Takes its place at the site, once its account is known.
  @discardableResult
  mutating func join(at now: Moment) -> Joined {
    guard let site = trail.site, site.account != nil, !trail.isUnsure else {
      return duty.leader == nil ? .leads : .standsBy
    }
    if duty.joined == site { return duty.leader == nil ? .leads : .standsBy }
    switch duty.sites.join(site, as: trail.id, context, call: duty.call) {
    case .leads:
      duty.joined = site
      return .leads
    case .standsBehind(let leader, let id):
      duty.joined = site
      standBy(behind: leader, at: now)
      trail.adopt(id)
      begin()
      troubles = [:]
      return .standsBy
    }
  }

  /// Settings lead elsewhere, or the context is watched no longer: what is known of the site goes to
  /// the next context.
  mutating func leaveSite(_ trail: SiteTrail) {
    guard let site = duty.joined else { return }
    let estate =
      duty.leader == nil && trail.site == site
      ? Estate(site: site, store: store, plan: plan, lastAnswer: lastAnswer, taken: {}) : nil
    duty.sites.leave(site, context, estate: estate)
    duty.joined = nil
    duty.leader = nil
    duty.checkDue = nil
  }

  private mutating func standBy(behind leader: ContextID, at now: Moment) {
    plan.standBy()
    visits = [:]
    restsUntil = [:]
    duty.leader = leader
    duty.silence.ends()
    duty.checkDue = now.later(by: Duty.checkRest)
  }

  mutating func noteSuccess() {
    duty.silence.ends()
    duty.hasFailed = false
    duty.deniedKeyID = nil
    if let site = duty.joined { duty.sites.answered(site) }
  }

  mutating func noteFailure(_ error: ExportTasksError, at now: Moment) {
    switch Trouble(error, since: now.wall).kind {
    case .throttled: duty.silence.ends()
    case .noCredentials, .noRegion, .expired: duty.hasFailed = true
    case .denied:
      duty.hasFailed = true
      duty.deniedKeyID = trail.keyID
    case .unreachable, .accountUnknown, .other:
      switch PollFailure(error) {
      case .setup, .resting: duty.hasFailed = true
      case .throttled, .filtersRefused, .other: break
      }
    }
  }

  /// If it fails, lets another context of the site take over.
  mutating func handOverIfFailing(at now: Moment) {
    guard duty.leader == nil, let site = duty.joined, !plan.isPaused, !duty.isHandingOver else {
      return
    }
    guard
      trail.isUnsure || duty.hasFailed
        || duty.silence.length(at: now.monotonic) >= Duty.patience
    else { return }
    let estate = Estate(
      site: site, store: store, plan: plan, lastAnswer: lastAnswer, taken: duty.taken)
    guard
      duty.sites.handOver(site, from: context, estate, at: now.monotonic, call: duty.call),
      let leader = duty.sites.leader(of: site)
    else { return }
    duty.isHandingOver = true
    standBy(behind: leader, at: now)
    begin()
    cancelUnwanted()
  }

  /// Another context of the site has called.
  mutating func take(_ call: Sites.Call, at now: Moment) -> Delivery {
    switch call {
    case .takeOver(let estate): return takeOver(estate, at: now)
    case .leaderChanged:
      guard let site = duty.joined, duty.leader != nil else { return .none }
      if let leader = duty.sites.leader(of: site) {
        duty.leader = leader
      } else {
        duty.isHandingOver = false
        duty.checkDue = now
      }
      return .now
    }
  }

  private mutating func takeOver(_ estate: Estate, at now: Moment) -> Delivery {
    guard duty.leader != nil, duty.joined == estate.site else {
      // It has left, and said so: nobody leads now, and the others find out.
      return .none
    }
    duty.leader = nil
    duty.checkDue = nil
    duty.check?.cancel()
    duty.check = nil
    duty.hasFailed = false
    begin(with: estate.store)
    plan.takeOver(from: estate.plan, at: now)
    lastAnswer = estate.lastAnswer
    troubles = [:]
    return .now
  }
}

/// While it stands by.
extension PollerState {
  /// A check of the own settings is over.
  mutating func checked(_ result: Result<SiteVisit, AWSError>, at now: Moment) -> Delivery {
    guard let site = duty.joined, duty.leader != nil else { return .none }
    duty.check = nil
    duty.checkDue = now.later(by: Duty.checkRest)
    switch result {
    case .failure(let error):
      duty.sites.note(context, isReady: false, at: site)
      note(.call(error), in: .fast, at: now)
      return .now
    case .success(let visit):
      return checked(visit, at: now)
    }
  }

  private mutating func checked(_ visit: SiteVisit, at now: Moment) -> Delivery {
    let before = trail
    switch trail.note(visit, answered: nil, hasRows: true) {
    case .moved:
      leaveSite(before)
      plan.lead(at: now)
      begin(at: visit, now)
      join(at: now)
    case .unsure:
      if let site = duty.joined { duty.sites.note(context, isReady: false, at: site) }
      troubles[.fast] = .unknownAccount(since: troubles[.fast], now)
    case .same:
      label = visit.label
      lastAnswer = now.wall
      let isDenied = duty.deniedKeyID == visit.keyID
      if !isDenied {
        duty.deniedKeyID = nil
        troubles = [:]
      }
      if let site = duty.joined {
        duty.sites.note(context, isReady: !isDenied, at: site)
        if !duty.sites.knows(context, at: site) { joinAnew(at: now) }
      }
    }
    return .now
  }

  /// The one that led is gone, and the rows with it.
  private mutating func joinAnew(at now: Moment) {
    duty.joined = nil
    duty.leader = nil
    duty.checkDue = nil
    trail.adopt(duty.sites.nextID())
    begin()
    troubles = [:]
    lastAnswer = nil
    plan.lead(at: now)
    join(at: now)
  }

  /// What is delivered: no rows, they are the leader's.
  func standby(version: Int) -> Snapshot {
    Snapshot(
      context: context, label: label, id: trail.id, site: trail.site, version: version,
      tasks: TrackedTasks(),
      feed: Feed(
        lastAnswer: lastAnswer, serverAhead: store.serverAhead, interval: Duty.checkRest,
        nextPoll: plan.isPaused ? nil : duty.checkDue?.monotonic, isPaused: plan.isPaused,
        hasSwept: true, isAccountUnsure: trail.isUnsure, trouble: troubles[.fast],
        waiting: waiting, standsBehind: duty.leader))
  }
}

extension Trouble {
  /// - Parameter before: The lane's trouble so far.
  static func unknownAccount(since before: Trouble?, _ now: Moment) -> Trouble {
    Trouble(
      kind: .accountUnknown,
      summary: "The credentials are others now, and their account isn't known yet.",
      advice:
        "The rows are those of the account before; start and cancel are off until it is known.",
      since: before.flatMap { $0.kind == .accountUnknown ? $0.since : nil } ?? now.wall)
  }
}
