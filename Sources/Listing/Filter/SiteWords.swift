import Tracking

/// What a site is called, for filters: by the contexts that it is watched through, and by itself.
public struct SiteWords: Hashable, Sendable {
  /// What each context is called on the screen, and the name or profile that this was made from.
  public var contexts: [String]
  public var profiles: [String]
  public var region: String
  /// Nil until it is known.
  public var account: String?

  public init(
    contexts: [String] = [], profiles: [String] = [], region: String = "", account: String? = nil
  ) {
    self.contexts = contexts
    self.profiles = profiles
    self.region = region
    self.account = account
  }

  /// What a field is compared with.
  func texts(of field: FilterTextField) -> [String] {
    switch field {
    case .context: contexts
    case .profile: profiles
    case .region: [region]
    case .account: account.map { [$0] } ?? []
    case .identifier, .source, .bucket, .prefix, .role, .key, .type, .failure, .warning: []
    }
  }
}
