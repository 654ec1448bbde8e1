import FoundationEssentials
import Ground

/// From where and when a site's runs are looked at.
public struct Outlook: Hashable, Sendable {
  /// The server's clock.
  public var now: Date
  /// Up to when the site is known, by the same clock.
  public var known: Date
  /// Whether all of the site's tasks up to then are known: without that, nobody can say that one
  /// is missing.
  public var isComplete: Bool
  public var local: LocalTime

  public init(now: Date, known: Date, isComplete: Bool, local: LocalTime) {
    self.now = now
    self.known = min(known, now)
    self.isComplete = isComplete
    self.local = local
  }

  /// Whether it is known that nothing has happened up to a moment.
  func isKnown(upTo date: Date) -> Bool { isComplete && known >= date }
}
