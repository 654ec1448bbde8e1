import Ground

extension PollPlan {
  /// Another context polls the site from now on: nothing is due.
  public mutating func standBy() {
    generation += 1
    isStandingBy = true
    forgetRounds()
    filters = FilterTrust()
    slowdown = 1
    somethingRuns = false
    lastSweep = nil
    lastFastAnswer = nil
  }

  /// Goes on where another context of the same site has ended; its own pause and interval stay.
  public mutating func takeOver(from other: PollPlan, at now: Moment) {
    generation += 1
    isStandingBy = false
    forgetRounds()
    filters = other.filters
    slowdown = other.slowdown
    somethingRuns = other.somethingRuns
    lastSweep = other.lastSweep
    lastFastAnswer = other.lastFastAnswer
    askAt(now, .fast)
    let isSweepDue = areFiltersIgnored || lastSweep == nil
    askAt(isSweepDue ? now : lastSweep?.endedAt.later(by: usualRest(of: .sweep)) ?? now, .sweep)
  }

  /// Polls again, from the beginning.
  public mutating func lead(at now: Moment) {
    isStandingBy = false
    restart(at: now)
  }

  /// A poll wasn't made: it is due again at once.
  public mutating func wasNotAsked(_ poll: Poll, at now: Moment) {
    guard wants(poll) else { return }
    self[poll.lane].underWay = nil
    askAt(now, poll.lane)
    if poll.lane == .fast { restartFastRound() }
  }

  private mutating func forgetRounds() {
    byHand = []
    sweepInterrupted = nil
    mustSweepAgain = false
    for lane in PollLane.allCases { self[lane] = LaneState() }
    restartFastRound()
    restartSweep()
  }
}
