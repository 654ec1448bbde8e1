import FoundationEssentials
import Ground
import RDSExports

extension PollPlan {
  /// Takes in an answer, if it is still wanted.
  /// - Parameter active: The active tasks as the store knows them with this answer merged.
  public mutating func answered(
    _ poll: Poll, with page: ExportTaskPage, active: [ActiveTask], at now: Moment,
    random: Double
  ) -> PollAdvance {
    guard wants(poll) else { return .goesOn }
    self[poll.lane].underWay = nil
    self[poll.lane].failures = 0
    self[poll.lane].hasAnswered = true
    if poll.question == .active { noteFastAnswer(to: poll, at: now) }
    var rest: Duration = .zero
    let advance =
      switch poll.question {
      case .active: heardActive(page, active: active, rest: &rest)
      case .leavers(let asked): heardLeavers(page, asked: asked)
      case .everything:
        heardEverything(page, took: now.monotonic - poll.begun.monotonic, rest: &rest)
      }
    activeTasksChanged(to: active)
    switch advance {
    case .goesOn: goOn(poll.lane, after: rest, at: now)
    case .roundOver, .sweepOver: endRound(poll.lane, at: now, random: random)
    case .markerRepeated, .tooLong: giveUpRound(poll.lane, at: now, random: random)
    }
    return advance
  }

  /// Takes in the failure of a poll, if its result is still wanted.
  /// - Parameter random: 0..<1, for jitter.
  public mutating func failed(
    _ poll: Poll, _ failure: PollFailure, at now: Moment, random: Double
  ) {
    guard wants(poll) else { return }
    self[poll.lane].underWay = nil
    if failure == .filtersRefused, poll.lane == .fast {
      filters.refused()
      endRound(.fast, at: now, random: random)
      return
    }
    // While a source rests nothing is asked, so this is not another failure.
    if case .resting = failure {
      self[poll.lane].failures = max(1, self[poll.lane].failures)
    } else {
      self[poll.lane].failures += 1
    }
    byHand.remove(poll.lane)
    if failure == .throttled { slowdown = min(slowdown * 2, PollPlan.mostSlowdown) }
    let rest = rest(
      after: failure, failures: self[poll.lane].failures, at: now, random: random)
    askAt(now.later(by: rest), poll.lane)
    switch poll.lane {
    case .fast: restartFastRound()
    // The page is asked for again. But its marker may have expired, so in the end the sweep starts
    // over.
    case .sweep where sweep.failures >= 3: restartSweep()
    case .sweep: break
    }
  }

  private mutating func heardActive(
    _ page: ExportTaskPage, active: [ActiveTask], rest: inout Duration
  ) -> PollAdvance {
    let sentAt = fastRound.sentAt ?? page.observation.sentAt
    fastRound.sentAt = sentAt
    fastRound.answered.formUnion(page.tasks.lazy.map(\.identity))
    // The list of a server that ignores the filter is long, and does not tell which tasks left.
    guard filters.heardActive(page.tasks) else { return .roundOver }
    switch fastRound.walk.took(entries: page.tasks.count, marker: page.marker) {
    case .end: break
    case .repeated(let marker): return .markerRepeated(marker)
    case .tooLong: return .tooLong(pages: fastRound.walk.pages, tasks: fastRound.walk.entries)
    case .next(let marker, let pause):
      fastRound.marker = marker
      rest = pause
      return .goesOn
    }
    fastRound.leavers = filters.leavers(
      among: active, answered: fastRound.answered, sentAt: sentAt)
    return fastRound.leavers.isEmpty || filters.areIgnored ? .roundOver : .goesOn
  }

  private mutating func heardLeavers(_ page: ExportTaskPage, asked: [String]) -> PollAdvance {
    filters.heardLeavers(page.tasks, asked: asked)
    return .roundOver
  }

  private mutating func heardEverything(
    _ page: ExportTaskPage, took duration: Duration, rest: inout Duration
  ) -> PollAdvance {
    sweepRound.busy += duration
    filters.sweepShowed(page.tasks)
    switch sweepRound.walk.took(entries: page.tasks.count, marker: page.marker) {
    case .repeated(let marker): return .markerRepeated(marker)
    case .tooLong: return .tooLong(pages: sweepRound.walk.pages, tasks: sweepRound.walk.entries)
    case .next(let marker, let pause):
      sweepRound.marker = marker
      rest = pause
      return .goesOn
    case .end:
      guard let begun = sweepRound.begun else { return .roundOver }
      return .sweepOver(begunAt: begun)
    }
  }

  private mutating func goOn(_ lane: PollLane, after pause: Duration, at now: Moment) {
    let rest: Duration = lane == .sweep && isThrottled ? .seconds(slowdown) : .zero
    askAt(now.later(by: max(rest, pause)), lane)
  }

  /// The lane rests. Throttling wears off with each round of the leading lane that went well.
  private mutating func endRound(_ lane: PollLane, at now: Moment, random: Double) {
    if lane == leadingLane { slowdown = max(1, slowdown / 2) }
    self[lane].roundsGivenUp = 0
    lane == .fast ? restartFastRound() : finishSweep(at: now)
    byHand.remove(lane)
    rest(lane, since: now, random: random)
    if lane == .sweep {
      mayHaveMissed = mustSweepAgain
      if mustSweepAgain { askAt(now, .sweep) }
      mustSweepAgain = false
    }
    if areFiltersIgnored, lane == .fast, sweep.underWay == nil { askAt(now, .sweep) }
  }

  private mutating func giveUpRound(_ lane: PollLane, at now: Moment, random: Double) {
    self[lane].failures += 1
    self[lane].roundsGivenUp += 1
    byHand.remove(lane)
    switch lane {
    case .fast:
      restartFastRound()
      let rest = rest(
        after: .other, failures: fast.roundsGivenUp, at: now, random: random)
      askAt(now.later(by: rest), .fast)
    case .sweep:
      finishSweep(at: now)
      rest(lane, since: now, random: random)
    }
  }

  mutating func restartFastRound() {
    fastRound = FastRound()
    fast.isInRound = false
  }

  mutating func restartSweep() {
    sweepRound = SweepRound()
    sweep.isInRound = false
  }

  private mutating func finishSweep(at now: Moment) {
    lastSweep = FinishedSweep(endedAt: now, took: sweepRound.busy)
    restartSweep()
  }
}
