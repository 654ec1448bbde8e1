import FoundationEssentials

/// What survives the end of the program, and is shared by the dashboards of one machine.
///
/// Nothing here fails: where it can't be kept, it is as if there had been nothing. Nothing of a
/// site whose account isn't known is given or asked for.
public protocol Remembering: Sendable {
  /// What is remembered of a site's tasks.
  func load(_ site: Site) async -> [TaskMemory]
  /// What happened at a site, oldest first.
  func events(_ site: Site) async -> [Event]
  /// Takes it to be written soon, and returns at once.
  func write(_ memories: [TaskMemory], _ events: [Event])

  /// Whether the caller is the first to claim an alert: it alone tells it outside of the screen.
  func claim(_ key: AlertKey) async -> Bool
  /// Gives back what was claimed and could not be told.
  func release(_ key: AlertKey) async
  /// Takes it to be written at once that these alerts were told on a screen, and returns.
  func note(_ keys: [AlertKey])
  /// Takes it to be written at once that somebody has seen these alerts, and returns.
  func acknowledge(_ keys: [AlertKey])
  /// The alerts of a site, of all dashboards.
  func alerts(_ site: Site) async -> RememberedAlerts
}
