import RDSExports
import Tracking

/// A client as it was made just now, and what it speaks to.
public struct SiteVisit: Sendable {
  public var client: any ExportTasksClient
  public var label: ContextLabel
  /// Without an account where nobody knows it yet.
  public var site: Site
  /// Tells the sets of keys apart that clients sign with; no secret.
  public var keyID: String
  /// Asks for the account where it isn't known; nil where nobody tells.
  public var account: @Sendable () async -> String?
  /// Takes in what an answer said of the keys' account.
  public var learn: @Sendable (String) -> Void

  public init(
    client: any ExportTasksClient, label: ContextLabel, site: Site, keyID: String,
    account: @escaping @Sendable () async -> String? = { nil },
    learn: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.client = client
    self.label = label
    self.site = site
    self.keyID = keyID
    self.account = account
    self.learn = learn
  }

  /// The same, with an account that is asked for where it isn't known.
  public func withAccount() async -> SiteVisit {
    var visit = self
    if visit.site.account == nil { visit.site.account = await account() }
    return visit
  }
}
