/// How far a walk over the pages of a list goes, and how fast.
///
/// A list ends with a page without a marker. A server (or what stands before it) that always names a
/// next page would keep its reader busy for ever and fill its memory, so a walk has limits. RDS gives 20
/// to 100 tasks a page and no account is known with more than some ten thousand tasks; the limits lie
/// an order of magnitude beyond:
///
/// * 200,000 entries: with what is kept of as many tasks that is a few hundred megabytes, and 2,000 pages of RDS's,
///   which take it minutes.
/// * 10,000 pages: 200,000 entries by the smallest page that RDS gives.
/// * 100 thin pages in a row (fewer entries than RDS gives where more follow, mostly none): a filter may
///   leave some out, but each costs a request and brings nothing.
///
/// Thin pages are paced: the first three cost nothing more, then each rest is twice as long as the one
/// before, from 100 ms to 500 ms, so that nobody is asked more than twice a second for nothing, and 100
/// of them take 49 s.
public struct PageWalk: Sendable, Hashable {
  /// What comes after a page.
  public enum Step: Sendable, Hashable {
    /// It was the last one.
    case end
    /// The next page, after a rest.
    case next(marker: String, rest: Duration)
    /// The marker came before, so the list would go round in circles.
    case repeated(marker: String)
    /// The walk is over its limit.
    case tooLong
  }

  public static let mostEntries = 200_000
  public static let mostPages = 10_000
  public static let mostThinPages = 100
  /// RDS's smallest page.
  public static let thinPage = 20

  /// What was read so far.
  public private(set) var pages = 0
  public private(set) var entries = 0

  private let limit: Int
  private var thinInARow = 0
  /// Hashes, because a marker may be of any length.
  private var seen: Set<Int> = []

  /// - Parameters:
  ///   - marker: Where the walk begins.
  ///   - limit: The most entries.
  public init(from marker: String? = nil, limit: Int = PageWalk.mostEntries) {
    self.limit = limit
    if let marker { seen.insert(marker.hashValue) }
  }

  /// Takes note of a page.
  public mutating func took(entries count: Int, marker: String?) -> Step {
    pages += 1
    entries += count
    guard let marker else { return .end }
    guard seen.insert(marker.hashValue).inserted else { return .repeated(marker: marker) }
    thinInARow = count < Self.thinPage ? thinInARow + 1 : 0
    guard entries < limit, pages < Self.mostPages, thinInARow < Self.mostThinPages else {
      return .tooLong
    }
    return .next(marker: marker, rest: rest)
  }

  private var rest: Duration {
    thinInARow <= 3 ? .zero : .milliseconds(min(100 << min(thinInARow - 4, 8), 500))
  }
}
