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
  /// Somebody has seen the alert.
  func acknowledge(_ key: AlertKey) async
  /// The alerts of a site that somebody has seen, here or on another dashboard.
  func acknowledged(_ site: Site) async -> Set<AlertKey>
}
