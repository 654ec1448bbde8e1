import FoundationEssentials
import Ground
import Tracking

/// The expected runs of all sites that are watched.
public struct ExpectedRuns: Sendable {
  /// All rows, what is in trouble first. Rows of one site are told apart by their series.
  public private(set) var rows: [ExpectedRun] = []
  /// Goes up whenever a row changes.
  public private(set) var revision = 0
  private let expectations: [ExpectedSeries]
  private var boards: [SiteID: Board] = [:]

  public init(_ expectations: [ExpectedSeries] = []) { self.expectations = expectations }

  /// Takes in the newest tasks of a site.
  /// - Parameters:
  ///   - changes: What is new since the tasks that were taken in before.
  ///   - names: What the contexts of the site are called.
  public mutating func take(
    _ tasks: TrackedTasks, _ changes: Changes, of site: SiteID, names: Set<String>,
    _ outlook: Outlook
  ) {
    var board = boards.removeValue(forKey: site)
    if board?.names != names { board = nil }
    var changes = changes
    if board == nil { changes.isWhole = true }
    var kept = board ?? Board(site: site, expectations, names: names)
    let wasKnown = board?.isKnown
    let hasChanged = kept.take(tasks, changes, outlook)
    boards[site] = kept
    if hasChanged || kept.isKnown != wasKnown { gather() }
  }

  /// Takes in the passing of time.
  /// - Parameter outlook: Of a site.
  public mutating func look(_ outlook: (SiteID) -> Outlook) {
    var hasChanged = false
    for site in boards.keys {
      if boards[site]?.look(outlook(site)) == true { hasChanged = true }
    }
    if hasChanged { gather() }
  }

  /// Forgets all other sites.
  public mutating func keep(only sites: some Sequence<SiteID>) {
    let kept = Set(sites)
    guard boards.keys.contains(where: { !kept.contains($0) }) else { return }
    boards = boards.filter { kept.contains($0.key) }
    gather()
  }

  /// The sites whose whole list of tasks was read once: the others have no rows.
  public var knownSites: Set<SiteID> { Set(boards.lazy.filter { $1.isKnown }.map(\.key)) }

  /// When a row of a site changes though nothing is heard, by its server's clock.
  public var dues: [(site: SiteID, at: Date)] {
    boards.compactMap { site, board in board.due.map { (site, $0) } }
  }

  /// How many rows are in a state.
  public func count(_ state: ExpectedRun.State) -> Int { rows.count { $0.state == state } }

  private mutating func gather() {
    rows = (boards.values.flatMap(\.rows) + unmatched).sorted { $0.isBefore($1) }
    revision += 1
  }

  /// An expectation of no context in particular has to be met at one of the sites: where it is not,
  /// it is one row, and nobody can tell before all of them are known.
  private var unmatched: [ExpectedRun] {
    var rows: [ExpectedRun] = []
    var told: Set<ExpectedSeries> = []
    for board in boards.values.sorted(by: { $0.site < $1.site }) {
      for row in board.unmatched {
        guard let expectation = row.expectation else { continue }
        guard expectation.contexts.isEmpty else {
          rows.append(row)
          continue
        }
        let isMet = boards.values.contains { $0.hasMatch(of: expectation) }
        guard !isMet, told.insert(expectation).inserted else { continue }
        var row = row
        if boards.values.contains(where: { !$0.isKnown }) { row.state = .unknown }
        rows.append(row)
      }
    }
    return rows
  }
}
