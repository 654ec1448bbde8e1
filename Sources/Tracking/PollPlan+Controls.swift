import FoundationEssentials
import Ground

extension PollPlan {
  /// A sweep that was interrupted for longer starts over: its markers may have expired.
  private static let longestInterruption: Duration = .seconds(60)
  /// A refresh does not repeat a sweep that ended more recently than this.
  private static let freshSweep: Duration = .seconds(60)
  private static let shortestInterval: Duration = .seconds(1)

  /// Polls the fast lane now, and sweeps too if the last sweep is not fresh. Filters that were
  /// ignored get another chance. While paused, this is one round, and the pause continues.
  public mutating func refresh(at now: Moment) {
    filters = FilterTrust()
    remeasureRests()
    dropUnderWay(at: now)
    resumeSweep(at: now)
    askAt(now, .fast)
    byHand = isPaused ? [.fast] : []
    guard !isSweepFresh(at: now) else { return }
    askAt(now, .sweep)
    if isPaused { byHand.insert(.sweep) }
  }

  /// Pauses, so that nothing is due, or goes on, beginning with the leading lane.
  public mutating func setPaused(_ paused: Bool, at now: Moment) {
    guard paused != isPaused else { return }
    isPaused = paused
    byHand = []
    if paused {
      dropUnderWay(at: now)
      if sweepRound.begun != nil { sweepInterrupted = now }
    } else {
      resumeSweep(at: now)
      askAt(now, leadingLane)
    }
  }

  /// Sets the rest between polls while something runs, at least a second. A rest that is under way
  /// is measured again.
  public mutating func setInterval(_ interval: Duration) {
    policy.activeInterval = max(interval, Self.shortestInterval)
    remeasureRests()
  }

  /// Takes in which tasks are active now, as the store knows them.
  public mutating func activeTasksChanged(to active: [ActiveTask]) {
    let before = somethingRuns
    // A task that can't be found any more must not keep the fast lane fast.
    somethingRuns = active.contains { !filters.missing.contains($0.identifier) }
    if somethingRuns != before { remeasureRests() }
  }

  /// Another site answers now, and is asked from the beginning. A pause continues, except for the
  /// one round that was asked for.
  public mutating func restart(at now: Moment) {
    guard stage == .running else { return }
    generation += 1
    filters = FilterTrust()
    slowdown = 1
    somethingRuns = false
    lastSweep = nil
    sweepInterrupted = nil
    lastFastAnswer = nil
    mustSweepAgain = false
    for lane in PollLane.allCases { self[lane] = LaneState() }
    restartFastRound()
    restartSweep()
    if isPaused, !byHand.isEmpty { byHand = Set(PollLane.allCases) }
    for lane in PollLane.allCases { askAt(now, lane) }
  }

  /// Ends everything for good.
  public mutating func stop() {
    generation += 1
    stage = .stopped
    for lane in PollLane.allCases { self[lane].underWay = nil }
  }

  /// This machine's clock was set back. What is under way was sent by the old time, so it is asked
  /// for again.
  public mutating func clockWasSetBack(at now: Moment) {
    dropUnderWay(at: now)
    restartSweep()
    sweepInterrupted = nil
  }

  private func isSweepFresh(at now: Moment) -> Bool {
    guard sweepRound.begun == nil, let lastSweep else { return false }
    return !lastSweep.endedAt.later(by: Self.freshSweep).hasCome(at: now)
  }

  private mutating func resumeSweep(at now: Moment) {
    if let sweepInterrupted,
      sweepInterrupted.later(by: Self.longestInterruption).hasCome(at: now)
    {
      restartSweep()
    }
    sweepInterrupted = nil
  }

  /// Cancels what is under way, and makes it due again at once.
  private mutating func dropUnderWay(at now: Moment) {
    generation += 1
    for lane in PollLane.allCases where self[lane].underWay != nil {
      self[lane].underWay = nil
      askAt(now, lane)
    }
    restartFastRound()
  }
}
