import FoundationEssentials

/// What is remembered of a site's alerts.
public struct RememberedAlerts: Hashable, Sendable {
  /// When a dashboard last wrote down anything of the site before this program began, by the
  /// server's clock; nil where none ever did.
  public var lastSeen: Date?
  /// Those that were told on a screen or outside of one, whoever did.
  public var told: Set<AlertKey>
  /// Those of them that a program told outside of its screen.
  public var claimed: Set<AlertKey>
  /// Those that a person has seen.
  public var acknowledged: Set<AlertKey>

  /// Those that were told and that nobody has seen.
  public var open: Set<AlertKey>

  public init(
    lastSeen: Date? = nil, told: Set<AlertKey> = [], claimed: Set<AlertKey> = [],
    acknowledged: Set<AlertKey> = []
  ) {
    self.lastSeen = lastSeen
    self.told = told
    self.claimed = claimed
    self.acknowledged = acknowledged
    open = told.subtracting(acknowledged)
  }
}
