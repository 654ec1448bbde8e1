import FoundationEssentials
import Ground
import Tracking

/// The expected runs of all sites that are watched.
public struct ExpectedRuns: Sendable {
  /// All rows, what is in trouble first. Rows of one site are told apart by their series.
  public private(set) var rows: [ExpectedRun] = []
  /// Goes up whenever a row changes.
  public private(set) var revision = 0
  /// The rows by their site and series, and by the task that they are about.
  private var places: [Key: Int] = [:]
  private var tasks: [TaskID: Int] = [:]
  /// Whether two rows have the same name: snapshots of two accounts may.
  private var hasTwins = false
  private let expectations: [ExpectedSeries]
  private(set) var boards: [SiteID: Board] = [:]

  private struct Key: Hashable {
    var site: SiteID
    var series: SeriesName
  }

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
    let change = kept.take(tasks, changes, outlook)
    boards[site] = kept
    apply(kept.isKnown == wasKnown ? change : .all)
  }

  /// Takes in the passing of time.
  /// - Parameter outlook: Of a site.
  public mutating func look(_ outlook: (SiteID) -> Outlook) {
    for (site, at) in dues {
      let outlook = outlook(site)
      guard at <= outlook.now, let change = boards[site]?.look(outlook) else { continue }
      apply(change)
    }
  }

  /// Forgets a site that is watched no longer.
  public mutating func forget(_ site: SiteID) {
    if boards.removeValue(forKey: site) != nil { gather() }
  }

  /// The row that is about a task; nil where none is.
  public func run(of task: TaskID) -> ExpectedRun? { tasks[task].map { rows[$0] } }

  /// Whether the whole list of a site's tasks was read once: before that it has no rows.
  public func isKnown(_ site: SiteID) -> Bool { boards[site]?.isKnown ?? false }

  /// When a row of a site changes though nothing is heard, by its server's clock.
  public var dues: [(site: SiteID, at: Date)] {
    boards.compactMap { site, board in board.due.map { (site, $0) } }
  }

  private mutating func apply(_ change: BoardChange) {
    switch change {
    case .none: break
    case .all: gather()
    case .rows(let changed):
      for row in changed {
        // What keeps its place costs nothing more.
        guard let place = places[Key(site: row.site, series: row.series)],
          !hasTwins, !rows[place].isBefore(row), !row.isBefore(rows[place])
        else { return gather() }
        if let task = rows[place].task { tasks[task] = nil }
        rows[place] = row
        note(row, at: place)
      }
      revision += 1
    }
  }

  private mutating func note(_ row: ExpectedRun, at place: Int) {
    places[Key(site: row.site, series: row.series)] = place
    if let task = row.task { tasks[task] = place }
  }

  private mutating func gather() {
    rows = (boards.values.flatMap(\.rows) + unmatched).sorted { $0.isBefore($1) }
    (places, tasks) = ([:], [:])
    for (index, row) in rows.enumerated() { note(row, at: index) }
    hasTwins = places.count < rows.count
    revision += 1
  }

  /// An expectation of no context in particular has to be met at one of the sites: where it is not,
  /// it is one row, and nobody can tell before all of them are known.
  private var unmatched: [ExpectedRun] {
    var rows: [ExpectedRun] = []
    var told: Set<ExpectedSeries> = []
    let isUnsure = boards.values.contains { !$0.isKnown }
    for board in boards.values.sorted(by: { $0.site < $1.site }) {
      for row in board.unmatched {
        guard let expectation = row.expectation else { continue }
        guard expectation.contexts.isEmpty else {
          rows.append(row)
          continue
        }
        guard told.insert(expectation).inserted,
          !boards.values.contains(where: { $0.hasMatch(of: expectation) })
        else { continue }
        var row = row
        if isUnsure { row.state = .unknown }
        rows.append(row)
      }
    }
    return rows
  }
}
