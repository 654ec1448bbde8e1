import FoundationEssentials

/// What an alert is about, the same in every dashboard that sees it happen.
public struct AlertKey: Hashable, Sendable {
  public var site: Site
  public var subject: String
  public var kind: String
  /// When it happened, by the server's clock.
  public var at: Date

  public init(site: Site, subject: String, kind: String, at: Date) {
    self.site = site
    self.subject = subject
    self.kind = kind
    self.at = at
  }
}
