import FoundationEssentials
import Tracking

/// What is looked up again and again of a site where something has not ended: whoever goes through
/// all of them copies no snapshot.
struct OpenSite: Hashable, Sendable {
  let id: SiteID
  /// Of its snapshot.
  let version: Int
  /// How far its clock is ahead of this machine's, in seconds.
  let serverAhead: TimeInterval
  /// By its own clock; nil where it is known up to any moment.
  private let knownUntil: Date?

  init(_ snapshot: Snapshot) {
    id = snapshot.id
    version = snapshot.version
    serverAhead = snapshot.feed.serverAhead
    knownUntil = snapshot.feed.knownUntil
  }

  /// Up to when it is known.
  /// - Parameter now: By its own clock.
  func known(at now: Date) -> Date { knownUntil.map { min(now, $0) } ?? now }
}

extension Feed {
  /// Up to when a site is known, by its own clock: while no answer comes (or none is asked for, or
  /// the machine slept), a task can't be seen to stall. Nil before the first answer.
  var knownUntil: Date? {
    let isSilent = trouble != nil || isPaused
    return lastAnswer?.addingTimeInterval(serverAhead + (isSilent ? 0 : overdueAge))
  }
}
