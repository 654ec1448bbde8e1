import Tracking

/// The tasks of which something has changed since somebody last looked: they are marked until the
/// next move, or for a minute.
struct ChangeMarks: Hashable, Sendable {
  /// How long a change stays marked if nobody moves.
  static let lasting: Duration = .seconds(60)

  /// Until when each is marked (monotonic).
  private var ends: [TaskID: Duration] = [:]

  /// When the next mark goes away; nil where there is none.
  var next: Duration? { ends.values.min() }

  func contains(_ id: TaskID) -> Bool { !ends.isEmpty && ends[id] != nil }

  /// - Parameter now: Monotonic.
  mutating func add(_ changes: Changes, of site: SiteID, at now: Duration) {
    // With the first rows of a site everything is new, and so nothing is.
    if changes.isWhole { return }
    for event in changes.events where event.kind.isWorthAMark {
      guard let task = event.task else { continue }
      ends[TaskID(site: site, identifier: task)] = now + Self.lasting
    }
  }

  mutating func expire(at now: Duration) {
    if let next, next <= now { ends = ends.filter { $0.value > now } }
  }

  mutating func clear() { if !ends.isEmpty { ends = [:] } }

  mutating func forget(_ site: SiteID) { ends = ends.filter { $0.key.site != site } }
}

extension Event.Kind {
  /// Progress is what a task is expected to make: if that were marked, every row that runs would be.
  fileprivate var isWorthAMark: Bool {
    switch self {
    case .appeared, .turned, .noLongerListed, .movedOn, .fellBack: true
    case .reached, .startSent, .cancelSent, .startAccepted, .cancelAccepted, .startRefused,
      .cancelRefused, .queue, .troubleBegan, .troubleEnded, .siteLeft, .alerted:
      false
    }
  }
}
