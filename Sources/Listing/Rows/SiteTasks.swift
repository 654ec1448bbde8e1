import Tracking

/// The newest tasks of a site, and what is new of them.
public struct SiteTasks: Sendable {
  public var site: SiteID
  public var tasks: TrackedTasks
  public var changes: Changes

  public init(of site: SiteID, _ tasks: TrackedTasks, _ changes: Changes) {
    self.site = site
    self.tasks = tasks
    self.changes = changes
  }
}
