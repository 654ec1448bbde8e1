import RDSExports
import Synchronization
import Tracking

/// Numbers for sites, each used once.
public final class SiteNumbers: Sendable {
  private let last = Atomic<Int>(0)

  public init() {}

  func next() -> SiteID { SiteID(last.add(1, ordering: .relaxed).newValue) }
}

/// Which site a context's answers are of. Settings and credentials are looked up anew before every
/// poll, so that it can be another one each time: then the rows of the one before are nobody's.
struct SiteTrail: Sendable {
  private(set) var id: SiteID
  /// Nil until a first client was made.
  private(set) var site: Site?
  /// The keys that are known to be of this site, those of the last visit first.
  private(set) var keyID: String?
  /// The last visit was with keys that may be of another account.
  private(set) var isUnsure = false
  private let numbers: SiteNumbers

  enum Finding { case same, moved, unsure }

  init(_ numbers: SiteNumbers) {
    self.numbers = numbers
    id = numbers.next()
  }

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
    id = numbers.next()
    settle(on: found, keyID)
    return .moved
  }

  private mutating func settle(on found: Site, _ keyID: String) {
    site = found
    self.keyID = keyID
    isUnsure = false
  }
}
