/// What answers: an account in a region behind an endpoint. A context is how it is asked.
///
/// Two sites are the same only if every part is the same.
public struct Site: Hashable, Sendable {
  /// `https://host[:port][/path]`
  public var endpoint: String
  public var region: String
  /// As in ARNs: `aws`, `aws-cn`, …
  public var partition: String
  /// Twelve digits; nil until it is known.
  public var account: String?

  public init(endpoint: String, region: String, partition: String, account: String? = nil) {
    self.endpoint = endpoint
    self.region = region
    self.partition = partition
    self.account = account
  }

  /// Whether both are in the same place, whatever is known of their accounts.
  public func isBeside(_ other: Site) -> Bool {
    endpoint == other.endpoint && region == other.region && partition == other.partition
  }
}

/// A site by a small number, with a `Store` of its own. A number is never used again for another
/// site, so that nothing meant for one site can reach another.
public struct SiteID: Hashable, Sendable, Comparable {
  public let number: Int
  public init(_ number: Int) { self.number = number }
  public static func < (lhs: SiteID, rhs: SiteID) -> Bool { lhs.number < rhs.number }
}

/// The identity of a task. Selection, marks and pending actions go by it, never by a row.
public struct TaskID: Hashable, Sendable {
  public let site: SiteID
  public let identifier: String

  public init(site: SiteID, identifier: String) {
    self.site = site
    self.identifier = identifier
  }
}

extension Site {
  /// Two sites in words that a person can tell apart: `account 123456789012 in eu-west-1`, with the
  /// endpoint where that is the difference.
  public static func words(_ one: Site, _ other: Site) -> (String, String) {
    let areAlike = one.account == other.account && one.region == other.region
    return (one.words(withEndpoint: areAlike), other.words(withEndpoint: areAlike))
  }

  /// One site in words: `account 123456789012 in eu-west-1`.
  public var words: String { words(withEndpoint: false) }

  private func words(withEndpoint: Bool) -> String {
    let name = account.map { "account \($0)" } ?? "an account that isn't known yet"
    return "\(name) in \(region)" + (withEndpoint ? " at \(endpoint)" : "")
  }
}
