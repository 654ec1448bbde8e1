import FoundationEssentials
import Ground
import Tracking

/// The expected runs of one site: of each series that runs as a rule, or has to, how it stands.
///
/// It is kept by changes: a poll costs as much as what it brings and what still runs, however many
/// series there are.
struct Board: Sendable {
  let site: SiteID
  /// What the contexts of the site are called.
  let names: Set<String>
  private(set) var rows: [ExpectedRun] = []
  /// Rows of expectations that nothing of the site fits.
  private(set) var unmatched: [ExpectedRun] = []
  /// Whether the whole list of tasks was read once: before that there are no rows.
  private(set) var isKnown = false
  /// When a row changes though nothing is heard, by the server's clock; nil where none does.
  private(set) var due: Date?

  private let expectations: [ExpectedSeries]
  /// Which of them something fits.
  private var matched: Set<Int> = []
  private var tasks = TrackedTasks()
  private var outlook: Outlook?
  private var units: [UnitKey: Unit] = [:]
  /// What each series belongs to.
  private var unitOfSeries: [UnitKey] = []

  /// What makes a row, or a few: series that may take over from one another.
  private enum UnitKey: Hashable {
    /// All series of one source.
    case source(Int)
    /// All series that are called the same and fit an expectation.
    case pattern(String)
    /// An expectation that nothing fits.
    case unmatched(Int)
  }

  private struct Unit: Sendable {
    var series: [Int] = []
    var expectation: ExpectedSeries?
    var lines: [Line] = []
    /// What the lines were learned from.
    var learnedFrom: Int?
    var rows: [ExpectedRun] = []
    /// Whether a row would be another if more were known.
    var isProvisional = false
    var due: Date?

    var newest: Date { lines.lazy.compactMap { $0.attempts.last?.began }.max() ?? .distantPast }
  }

  /// - Parameter expectations: All that were set, for whichever site.
  init(site: SiteID, _ expectations: [ExpectedSeries], names: Set<String>) {
    self.site = site
    self.names = names
    self.expectations = expectations.filter { $0.isExpected(in: names) }
  }

  /// Takes in the newest tasks of the site, which were known up to these changes.
  /// - Returns: Whether a row has changed.
  mutating func take(_ tasks: TrackedTasks, _ changes: Changes, _ outlook: Outlook) -> Bool {
    let known = self.tasks.count
    self.tasks = tasks
    guard isKnown || outlook.isComplete else { return false }
    let isOther = isOther(outlook)
    self.outlook = outlook
    guard isKnown, !changes.isWhole, !isOther, changes.added == known..<tasks.count else {
      return begin()
    }
    var touched = Set(changes.slots.map { unitOfSeries[tasks.seriesNumber(ofSlot: $0)] })
    for slot in changes.added { touched.insert(place(slot)) }
    for slot in tasks.open { touched.insert(unitOfSeries[tasks.seriesNumber(ofSlot: slot)]) }
    return judge(touched)
  }

  /// Takes in the passing of time.
  /// - Returns: Whether a row has changed.
  mutating func look(_ outlook: Outlook) -> Bool {
    guard isKnown else { return false }
    let isOther = isOther(outlook)
    self.outlook = outlook
    return isOther ? begin() : judge([])
  }

  /// Whether something fits an expectation here.
  func hasMatch(of expectation: ExpectedSeries) -> Bool {
    matched.contains { expectations[$0] == expectation }
  }

  private func isOther(_ outlook: Outlook) -> Bool {
    self.outlook.map { $0.local != outlook.local || $0.isComplete != outlook.isComplete } ?? true
  }

  // MARK: Series

  /// Looks at all tasks.
  private mutating func begin() -> Bool {
    isKnown = true
    (units, unitOfSeries, matched) = ([:], [], [])
    for number in 0..<tasks.seriesCount { placeSeries(number) }
    for (index, expectation) in expectations.enumerated() where !matched.contains(index) {
      units[.unmatched(index)] = Unit(expectation: expectation)
    }
    return judge(Set(units.keys))
  }

  /// The unit of a slot that is new.
  private mutating func place(_ slot: Int) -> UnitKey {
    let number = tasks.seriesNumber(ofSlot: slot)
    while unitOfSeries.count <= number { placeSeries(unitOfSeries.count) }
    return unitOfSeries[number]
  }

  private mutating func placeSeries(_ number: Int) {
    guard !expectations.isEmpty else {
      return put(number, in: .source(tasks.sourceNumber(ofSeries: number)))
    }
    let name = tasks.seriesName(number)
    let newest = tasks.runs(inSeries: number).last?.identifier
    let fitting = expectations.indices.filter { expectations[$0].fits(name, newest: newest) }
    for index in fitting where matched.insert(index).inserted { units[.unmatched(index)] = nil }
    guard let first = fitting.first else {
      return put(number, in: .source(tasks.sourceNumber(ofSeries: number)))
    }
    put(number, in: .pattern(name.pattern))
    units[.pattern(name.pattern)]?.expectation = expectations[first]
  }

  private mutating func put(_ series: Int, in key: UnitKey) {
    unitOfSeries.append(key)
    units[key, default: Unit()].series.append(series)
  }

  // MARK: Rows

  /// Judges these units anew, and those whose time has come.
  private mutating func judge(_ touched: Set<UnitKey>) -> Bool {
    guard let outlook else { return false }
    for key in touched { learn(key, outlook.local) }
    var hasChanged = false
    for (key, unit) in units {
      let isDue = unit.due.map { $0 <= outlook.now } ?? false
      guard touched.contains(key) || isDue || unit.isProvisional else { continue }
      let rows = unit.lines.map { row(of: $0, unit, outlook) }
      hasChanged = hasChanged || rows != unit.rows
      units[key]?.rows = rows
      units[key]?.isProvisional = rows.contains { $0.state == .unknown }
      units[key]?.due = rows.lazy.compactMap(\.holdsUntil).min()
    }
    // An expectation may have found what fits it, and its row is gone.
    let count = units.values.reduce(0) { $0 + $1.rows.count }
    guard hasChanged || count != rows.count + unmatched.count else { return false }
    due = units.values.lazy.compactMap(\.due).min()
    let all = units.values.flatMap(\.rows)
    rows = all.filter(\.hasRun)
    unmatched = all.filter { !$0.hasRun }
    return true
  }

  private func row(of line: Line, _ unit: Unit, _ outlook: Outlook) -> ExpectedRun {
    let blank = ExpectedRun(
      site: site, series: line.name, expectation: unit.expectation,
      rhythm: line.schedule.habit?.rhythm, hasRun: !line.attempts.isEmpty, state: .unknown,
      period: .distantPast, since: .distantPast)
    return Judgement(line.schedule, line.attempts, outlook)
      .row(blank, mayRetire: mayRetire(unit))
  }

  /// What a user expects is given up only where something newer fits, too.
  private func mayRetire(_ unit: Unit) -> Bool {
    guard let expectation = unit.expectation else { return true }
    let newest = unit.newest
    return units.values.contains { $0.expectation == expectation && $0.newest > newest }
  }

  /// Brings a unit's runs up to date, and learns from them where some are new or over.
  private mutating func learn(_ key: UnitKey, _ local: LocalTime) {
    guard let unit = units[key] else { return }
    let series = unit.series.map { number in
      Line.Series(
        number: number, attempts: tasks.runs(inSeries: number).compactMap(Attempt.init))
    }
    var hasher = Hasher()
    for attempt in series.lazy.flatMap(\.attempts) {
      hasher.combine(attempt.task.phase)
      hasher.combine(attempt.began)
    }
    let learnedFrom = hasher.finalize()
    if unit.learnedFrom == learnedFrom {
      // What runs has moved on all the same.
      let newest = Dictionary(uniqueKeysWithValues: series.map { ($0.number, $0.attempts) })
      for index in unit.lines.indices { units[key]?.lines[index].renew(newest) }
      return
    }
    units[key]?.learnedFrom = learnedFrom
    units[key]?.lines =
      unit.expectation.map { expectation in
        [Line(series, as: expectation, tasks, local)]
      } ?? Line.learned(series, tasks, local)
  }
}
