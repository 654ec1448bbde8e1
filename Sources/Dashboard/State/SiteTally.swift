import FoundationEssentials
import Tracking

/// What is counted of one site's tasks that have not ended.
struct SiteTally: Sendable {
  let site: SiteID
  /// Of the site's snapshot; nil before it was looked at.
  private var version: Int?
  /// All of these are by this machine's wall clock: when it was made, when the next task will have
  /// stalled or be slow, and when the next forecast will be another.
  private var at = Date.distantPast
  private(set) var nextTurn: Date?
  private(set) var nextEnd: Date?
  /// How many of each phase there are more than AWS says, or fewer; nil where it is as AWS says.
  private(set) var moved: Counts?
  /// The last of the forecasts, by the server's clock.
  private(set) var lastEnd: Date?
  /// How many may take longer than their forecast, or have none.
  private(set) var unsure = 0
  /// How many have to end until all is through.
  private(set) var waitedFor = 0
  private(set) var lookedAt = 0

  /// Nothing yet.
  init(of site: SiteID) { self.site = site }

  init(of open: OpenSite, in state: State, at second: Date) {
    site = open.id
    at = second
    version = open.version
    guard let snapshot = state.snapshot(of: site) else { return }
    let ahead = open.serverAhead
    let now = second.addingTimeInterval(ahead)
    let known = open.known(at: now)
    for slot in snapshot.tasks.open {
      let task = snapshot.tasks[slot]
      let phase = Phase(of: task, at: known)
      lookedAt += 1
      if PhaseSet.timed.contains(phase) {
        moved = moved ?? Counts()
        moved?[task.phase] -= 1
        moved?[phase] += 1
      }
      // What is being canceled is not waited for.
      guard phase.isActive, phase != .canceling, task.isListed else { continue }
      waitedFor += 1
      note(task.forecast(at: now, known: known), at: now, ahead)
    }
    guard known == now else { return }
    nextTurn = snapshot.tasks.nextTurn(after: now)?.addingTimeInterval(-ahead)
  }

  private mutating func note(_ forecast: Forecast?, at now: Date, _ ahead: TimeInterval) {
    guard let forecast, forecast.end > now else {
      unsure += 1
      return
    }
    if forecast.isAtLeast { unsure += 1 }
    // What begins at any time moves on with the clock, and is shown in minutes.
    let second = forecast.end.timeIntervalSinceReferenceDate.truncatingRemainder(dividingBy: 60)
    let until = forecast.isAtLeast ? now.addingTimeInterval(60 - second) : forecast.end
    let turn = min(until, forecast.holdsUntil ?? until).addingTimeInterval(-ahead)
    nextEnd = min(nextEnd ?? turn, turn)
    lastEnd = max(lastEnd ?? forecast.end, forecast.end)
  }

  /// Whether it is what would be counted now.
  func holds(for open: OpenSite, at second: Date) -> Bool {
    guard open.version == version, second >= at else { return false }
    if let nextTurn, nextTurn <= second { return false }
    if let nextEnd, nextEnd <= second { return false }
    return true
  }
}
