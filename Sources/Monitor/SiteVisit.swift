import RDSExports
import Tracking

/// A client that was just made, and what it talks to.
public struct SiteVisit: Sendable {
  public var client: any ExportTasksClient
  public var label: ContextLabel
  /// Its account is nil where it isn't known yet.
  public var site: Site
  /// Tells apart the sets of keys that clients sign with. It is no secret.
  public var keyID: String
  /// Asks for the account where it isn't known; nil where nobody can tell.
  public var account: @Sendable () async -> String?
  /// Asks who AWS says the caller is, once for each set of keys; nil where nobody can tell.
  public var caller: @Sendable () async -> String?
  /// Takes in the account that an answer showed the keys to belong to.
  public var learn: @Sendable (String) -> Void

  public init(
    client: any ExportTasksClient, label: ContextLabel, site: Site, keyID: String,
    account: @escaping @Sendable () async -> String? = { nil },
    caller: @escaping @Sendable () async -> String? = { nil },
    learn: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.client = client
    self.label = label
    self.site = site
    self.keyID = keyID
    self.account = account
    self.caller = caller
    self.learn = learn
  }

  /// The same visit with its account, which is asked for where it isn't known.
  public func withAccount() async -> SiteVisit {
    var visit = self
    if visit.site.account == nil { visit.site.account = await account() }
    return visit
  }
}
