import FoundationEssentials
import Ground
import Tracking

/// What is new on a board.
enum BoardChange {
  case none
  /// These rows, in place of those of the same series.
  case rows([ExpectedRun])
  /// Rows came or went.
  case all
}

/// The expected runs of one site: of each series that runs as a rule, or has to, how it stands.
///
/// It is kept by changes: a poll costs as much as what it brings and what still runs, however many
/// series there are.
struct Board: Sendable {
  let site: SiteID
  /// What the contexts of the site are called.
  let names: Set<String>
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
  /// When a row of a unit changes though nothing is heard.
  private var dues: [UnitKey: Date] = [:]
  /// Units with a row that would be another if more were known.
  private var provisional: Set<UnitKey> = []
  /// How many units were judged for the last change.
  private(set) var judged = 0
  /// The series of each source, and the units that have any of them.
  private var seriesOfSource: [Int: [Int]] = [:]
  private var unitsOfSource: [Int: Set<UnitKey>] = [:]
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

    var newest: Date { lines.lazy.compactMap { $0.attempts.last?.began }.max() ?? .distantPast }
  }

  /// - Parameter expectations: All that were set, for whichever site.
  init(site: SiteID, _ expectations: [ExpectedSeries], names: Set<String>) {
    self.site = site
    self.names = names
    self.expectations = expectations.filter { $0.isExpected(in: names) }
  }

  /// Takes in the newest tasks of the site, which were known up to these changes.
  mutating func take(_ tasks: TrackedTasks, _ changes: Changes, _ outlook: Outlook) -> BoardChange {
    let known = self.tasks.count
    self.tasks = tasks
    guard isKnown || outlook.isComplete else { return .none }
    let before = self.outlook
    self.outlook = outlook
    guard isKnown, !changes.isWhole, before?.local == outlook.local,
      changes.added == known..<tasks.count
    else { return begin() }
    var touched: Set<UnitKey> = []
    for slot in changes.slots { touch(slot, &touched) }
    for slot in changes.added { touch(slot, &touched) }
    for slot in tasks.open { touch(slot, &touched) }
    return judge(touched, andAll: before?.isComplete != outlook.isComplete)
  }

  /// Takes in the passing of time.
  mutating func look(_ outlook: Outlook) -> BoardChange {
    guard isKnown else { return .none }
    let before = self.outlook
    self.outlook = outlook
    if before?.local != outlook.local { return begin() }
    return judge([], andAll: before?.isComplete != outlook.isComplete)
  }

  /// Whether something fits an expectation here.
  func hasMatch(of expectation: ExpectedSeries) -> Bool {
    matched.contains { expectations[$0] == expectation }
  }

  // MARK: Series

  /// Looks at all tasks.
  private mutating func begin() -> BoardChange {
    isKnown = true
    (units, dues, provisional, unitOfSeries, matched) = ([:], [:], [], [], [])
    (seriesOfSource, unitsOfSource) = ([:], [:])
    for number in 0..<tasks.seriesCount { placeSeries(number) }
    for (index, expectation) in expectations.enumerated() where !matched.contains(index) {
      units[.unmatched(index)] = Unit(expectation: expectation)
    }
    _ = judge(Set(units.keys))
    return .all
  }

  /// Notes whose rows a slot may change: what another series of its source exports may stand for a
  /// run of theirs.
  private mutating func touch(_ slot: Int, _ touched: inout Set<UnitKey>) {
    touched.insert(place(slot))
    let source = tasks.sourceNumber(ofSeries: tasks.seriesNumber(ofSlot: slot))
    touched.formUnion(unitsOfSource[source] ?? [])
  }

  /// The unit of a slot, whose series may be new.
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
    for index in fitting where matched.insert(index).inserted { drop(.unmatched(index)) }
    guard let first = fitting.first else {
      return put(number, in: .source(tasks.sourceNumber(ofSeries: number)))
    }
    put(number, in: .pattern(name.pattern))
    units[.pattern(name.pattern)]?.expectation = expectations[first]
  }

  private mutating func drop(_ key: UnitKey) {
    units[key] = nil
    dues[key] = nil
    provisional.remove(key)
  }

  private mutating func put(_ series: Int, in key: UnitKey) {
    unitOfSeries.append(key)
    let source = tasks.sourceNumber(ofSeries: series)
    seriesOfSource[source, default: []].append(series)
    unitsOfSource[source, default: []].insert(key)
    units[key, default: Unit()].series.append(series)
  }

  // MARK: Rows

  /// Judges anew the units that have news, and those whose time has come.
  private mutating func judge(_ touched: Set<UnitKey>, andAll: Bool = false) -> BoardChange {
    guard let outlook else { return .none }
    for key in touched { learn(key, outlook.local) }
    let due = dues.lazy.filter { $0.value <= outlook.now }.map(\.key)
    var (changed, hasOthers): ([ExpectedRun], Bool) = ([], false)
    let wanted = andAll ? Set(units.keys) : touched.union(provisional).union(due)
    judged = wanted.count
    for key in wanted {
      guard let unit = units[key] else { continue }
      let rows = unit.lines.map { row(of: $0, unit, outlook) }
      hasOthers = hasOthers || rows.map(\.series) != unit.rows.map(\.series)
      for (row, before) in zip(rows, unit.rows) where row != before { changed.append(row) }
      units[key]?.rows = rows
      dues[key] = rows.lazy.compactMap(\.holdsUntil).min()
      // A row that would be another if more were known.
      let isProvisional = rows.contains { $0.state == .unknown }
      if isProvisional { provisional.insert(key) } else { provisional.remove(key) }
    }
    self.due = dues.values.min()
    return hasOthers ? .all : changed.isEmpty ? .none : .rows(changed)
  }

  /// Rows of what has run.
  var rows: [ExpectedRun] { units.values.flatMap { unit in unit.rows.filter(\.hasRun) } }

  /// Rows of expectations that nothing of the site fits.
  var unmatched: [ExpectedRun] {
    units.values.flatMap { unit in unit.rows.filter { !$0.hasRun } }
  }

  private func row(of line: Line, _ unit: Unit, _ outlook: Outlook) -> ExpectedRun {
    let blank = ExpectedRun(
      site: site, series: line.name, expectation: unit.expectation,
      rhythm: line.schedule.habit?.rhythm, hasRun: !line.attempts.isEmpty, state: .unknown,
      period: .distantPast, since: .distantPast)
    let mayRetire = mayRetire(unit)
    let row = Judgement(line.schedule, line.attempts, outlook).row(blank, mayRetire: mayRetire)
    guard row.state.mayBeRepeated else { return row }
    let repeats = repeats(of: line)
    guard !repeats.isEmpty else { return row }
    let all = (line.attempts + repeats).sorted { $0.began < $1.began }
    return Judgement(line.schedule, all, outlook).row(blank, mayRetire: mayRetire)
  }

  /// What somebody has exported by hand since its last run in its place: of the same source, the same
  /// parts, to the same bucket. What runs by a habit of its own stands for nothing else.
  private func repeats(of line: Line) -> [Attempt] {
    guard let last = line.attempts.last else { return [] }
    let sources = Set(line.numbers.map(tasks.sourceNumber(ofSeries:)))
    return sources.flatMap { source -> [Attempt] in
      let lines = (unitsOfSource[source] ?? []).flatMap { units[$0]?.lines ?? [] }
      let others = Set(lines.filter { $0.schedule.habit != nil }.flatMap(\.numbers))
        .union(line.numbers)
      return (seriesOfSource[source] ?? []).filter { !others.contains($0) }
        .flatMap { tasks.runs(inSeries: $0) }.map { Attempt($0, isByHand: true) }
        .filter { $0.began > last.began && $0.exportsAlike(last) }
    }
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
        number: number, attempts: tasks.runs(inSeries: number).map(Attempt.init))
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

extension ExpectedRun.State {
  /// Whether something is wrong that a run by hand would put right.
  fileprivate var mayBeRepeated: Bool {
    switch self {
    case .missing, .late, .willBeLate, .failed: true
    case .running, .warnings, .unknown, .waiting, .done, .retired: false
    }
  }
}
