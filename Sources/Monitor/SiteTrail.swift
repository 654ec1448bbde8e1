import RDSExports
import Tracking

/// Which site a context's answers come from. Settings and credentials are looked up again before
/// every round of polls, so it can be another site each time: then the rows of the one before must
/// go.
struct SiteTrail: Sendable {
  private(set) var id: SiteID
  /// Nil until there was a first client.
  private(set) var site: Site?
  /// The keys of the last visit that was known to be at this site; nil before any visit.
  private(set) var keyID: String?
  /// Whether the last visit used keys that may belong to another account.
  private(set) var isUnsure = false
  private let sites: Sites

  enum Finding { case same, moved, unsure }

  init(_ sites: Sites) {
    self.sites = sites
    id = sites.nextID()
  }

  /// The site has a number already, which another context gave it; or gets a new one.
  mutating func adopt(_ id: SiteID) { self.id = id }

  /// Takes in a visit.
  /// - Parameters:
  ///   - answered: An account that the visit's answer named; nil where it named none.
  ///   - hasRows: Whether rows of the site are remembered.
  mutating func note(_ visit: SiteVisit, answered: String?, hasRows: Bool) -> Finding {
    var found = visit.site
    found.account = found.account ?? answered
    guard let known = site else {
      settle(on: found, visit.keyID)
      return .same
    }
    guard found.isBeside(known) else { return move(to: found, visit.keyID) }
    let areSameKeys = visit.keyID == keyID
    switch (known.account, found.account) {
    case (let before?, let now?) where before != now: return move(to: found, visit.keyID)
    case (_?, _?): break
    case (nil, _?) where !areSameKeys && hasRows: return move(to: found, visit.keyID)
    case (nil, _?): break
    case (_, nil) where areSameKeys: found.account = known.account
    case (nil, nil) where !hasRows: break
    case (_, nil):
      isUnsure = true
      return .unsure
    }
    settle(on: found, visit.keyID)
    return .same
  }

  private mutating func move(to found: Site, _ keyID: String) -> Finding {
    id = sites.nextID()
    settle(on: found, keyID)
    return .moved
  }

  private mutating func settle(on found: Site, _ keyID: String) {
    site = found
    self.keyID = keyID
    isUnsure = false
  }
}
