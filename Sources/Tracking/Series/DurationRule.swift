import FoundationEssentials

/// A way to say beforehand how long a run will take. Which one is right differs from series to
/// series, so each is tried on the runs that are known, as if they were still to come.
enum DurationRule: CaseIterable, Hashable, Sendable {
  /// The median of the last runs. It is the one to go by unless another is clearly better.
  case steady
  /// The median of few runs, for what has changed lately.
  case recent
  /// The median of the runs a whole number of weeks before: a weekend's data is not a workday's.
  case weekly
  /// By how long a gigabyte usually takes, and the size of the last runs: for data that grows.
  case bySize
  /// By how long a gigabyte usually takes, and the size of the runs whole weeks before.
  case bySizeWeekly

  static let longMemory = 15
  private static let shortMemory = 5
  private static let weeks = 8
  /// How many runs a rule is tried on, and on how many at least.
  private static let trials = 20
  private static let fewestTrials = 4
  /// A rule that doesn't err by so much less than the steady one may only have been lucky.
  private static let clearlyBetter = 0.85
  /// An error of more than this is as bad as any.
  private static let worstError = 2.0
  /// The API rounds sizes to gigabytes, which are no measure of what has few.
  private static let leastGigabytes = 8

  /// The rule that did best, and how far the runs were from what it said of them, as parts of that,
  /// in ascending order.
  static func best(for runs: [Usual.Run]) -> (rule: DurationRule, ratios: [Double]) {
    let tried = Swift.max(Usual.fewestRuns, runs.count - trials)
    var best = (rule: DurationRule.steady, ratios: ratios(.steady, runs, from: tried))
    let wanted = best.ratios.count
    guard wanted >= fewestTrials else {
      return (.steady, ratiosToMiddle(of: runs))
    }
    var least = error(best.ratios) * clearlyBetter
    for rule in allCases where rule != .steady {
      let ratios = ratios(rule, runs, from: tried)
      guard ratios.count >= fewestTrials, ratios.count * 2 >= wanted else { continue }
      let error = error(ratios)
      if error < least { (best, least) = ((rule, ratios), error) }
    }
    return (best.rule, best.ratios.sorted())
  }

  private static func ratios(_ rule: DurationRule, _ runs: [Usual.Run], from first: Int) -> [Double]
  {
    guard first < runs.count else { return [] }
    return (first..<runs.count).compactMap { index in
      rule.duration(after: runs[..<index], startingAt: runs[index].start)
        .map { runs[index].duration / $0 }
    }
  }

  /// With too few runs to try anything on.
  private static func ratiosToMiddle(of runs: [Usual.Run]) -> [Double] {
    let middle = Spread.median(runs.map(\.duration)) ?? 1
    return runs.map { $0.duration / middle }.sorted()
  }

  private static func error(_ ratios: [Double]) -> Double {
    let errors = ratios.map { min(max($0, 1 / max($0, 0.001)) - 1, worstError) }
    return errors.reduce(0, +) / Double(max(1, errors.count))
  }

  /// How long a run would take, in seconds; nil where the rule can't tell.
  /// - Parameter runs: Those before it, by start.
  func duration(after runs: ArraySlice<Usual.Run>, startingAt start: Date) -> TimeInterval? {
    switch self {
    case .steady: Self.median(runs.suffix(Self.longMemory))
    case .recent: Self.median(runs.suffix(Self.shortMemory))
    case .weekly:
      Self.median(Self.weeksBefore(start, runs)) ?? Self.median(runs.suffix(Self.longMemory))
    case .bySize: Self.bySize(of: runs.suffix(3), runs)
    case .bySizeWeekly: Self.bySize(of: Self.weeksBefore(start, runs), runs)
    }
  }

  private static func median(_ runs: some Collection<Usual.Run>) -> TimeInterval? {
    runs.count < Usual.fewestRuns ? nil : Spread.median(runs.map(\.duration))
  }

  private static func bySize(
    of likely: ArraySlice<Usual.Run>, _ runs: ArraySlice<Usual.Run>
  ) -> TimeInterval? {
    let measured = runs.suffix(longMemory)
    guard measured.count >= Usual.fewestRuns, likely.count >= Usual.fewestRuns else { return nil }
    var rates: [Double] = []
    for run in measured {
      guard let gigabytes = run.gigabytes, gigabytes >= leastGigabytes else { return nil }
      rates.append(run.duration / Double(gigabytes))
    }
    let sizes = likely.compactMap { $0.gigabytes.map(Double.init) }
    guard let rate = Spread.median(rates), let size = Spread.median(sizes) else { return nil }
    return rate * size
  }

  /// The last runs that began about a whole number of weeks before.
  private static func weeksBefore(
    _ start: Date, _ runs: ArraySlice<Usual.Run>
  ) -> ArraySlice<Usual.Run> {
    let week = 7 * 86_400.0
    var found: [Usual.Run] = []
    for run in runs.reversed() where found.count < weeks {
      let past = start.timeIntervalSince(run.start)
      let apart = abs(past - (past / week).rounded() * week)
      if apart <= 6 * 3600 { found.append(run) }
    }
    return found.count < Usual.fewestRuns ? [] : found.reversed()[...]
  }
}
