import FoundationEssentials
import Ground
import RDSExports
import Tracking

/// One evaluation of a filter: turns expressions into tests that remember their answers.
struct FilterRun {
  typealias Test = (TrackedTask) -> Bool

  /// By the server's clock.
  var now: Date { clock.now }
  /// Up to when sites are known that are not known up to now.
  let known: [SiteID: Date]
  let clock: FilterClock
  /// What the sites are called.
  let sites: [SiteID: SiteWords]

  func test(_ expression: FilterExpression) -> Test {
    switch expression {
    case .word(let word):
      return word.isEmpty ? { _ in true } : self.word(word)
    case .wordOrStatus, .wordOrTonight: return test(expression.spelledOut)
    case .text(let field, let sign, let values):
      let test = TextTest(field, sign, values, sites: sites)
      return sign == .notEqual ? { !test.matches($0) } : { test.matches($0) }
    case .status(let sign, let values):
      let phases = FilterStatus.phases(.equal, values)
      let isWanted = sign != .notEqual
      guard !known.isEmpty else {
        return { [now] task in task.isIn(phases, at: now) == isWanted }
      }
      return { [now, known] task in
        task.isIn(phases, at: known[task.siteID] ?? now) == isWanted
      }
    case .number(let field, let sign, let values):
      return number(field, sign, values)
    case .elapsedThanUsual(let sign):
      return { [now] task in
        guard let usual = task.usual?.duration, let elapsed = task.elapsed(at: now)?.seconds else {
          return false
        }
        return sign.holds(elapsed, usual)
      }
    case .time(let field, let sign, let values):
      return time(field, sign, values)
    case .not(let inner):
      let test = test(inner)
      return { !test($0) }
    case .and(let parts):
      let tests = parts.map(test)
      return { task in tests.allSatisfy { $0(task) } }
    case .or(let parts):
      let tests = parts.map(test)
      return { task in tests.contains { $0(task) } }
    }
  }

  private func word(_ word: String) -> Test {
    let value = FilterText.literal(word)
    // No ASCII word matches across the NULs between a task's texts, so all of them can be searched
    // as one text.
    if !value.isARN, word.utf8.allSatisfy({ (1..<0x80).contains($0) }) {
      let needle = Needle(word)
      return { $0.has(.allForWord, where: needle.isIn) }
    }
    let tests = [FilterTextField.identifier, .bucket, .prefix, .source]
      .map { TextTest($0, .contains, [value], sites: [:]) }
    return { task in tests.contains { $0.matches(task) } }
  }

  /// A task without the field passes only `!=`.
  private func number(_ field: FilterNumberField, _ sign: FilterOperator, _ values: [Double])
    -> Test
  {
    if sign == .notEqual {
      let equal = number(field, .equal, values)
      return { !equal($0) }
    }
    return { [now] task in
      guard let number = field.value(of: task, at: now) else { return false }
      return values.contains { sign.holds(number, $0) }
    }
  }

  private func time(_ field: FilterTimeField, _ sign: FilterOperator, _ values: [FilterTime])
    -> Test
  {
    if sign == .notEqual {
      let equal = time(field, .equal, values)
      return { !equal($0) }
    }
    let value = field.value(at: now, known: known)
    if case .span(let seconds)? = values.first {
      return { [now] task in
        guard let date = value(task) else { return false }
        let distance = date.timeIntervalSince(now)
        return sign.holds(field.isAhead ? distance : -distance, seconds)
      }
    }
    let spans = values.compactMap { clock.span(of: $0, isAhead: field.isAhead) }
    return { task in
      guard let date = value(task) else { return false }
      return spans.contains { span in
        switch sign {
        case .equal, .notEqual, .contains: span.contains(date)
        case .greater: date >= span.upperBound
        case .greaterOrEqual: date >= span.lowerBound
        case .less: date < span.lowerBound
        case .lessOrEqual: date < span.upperBound
        }
      }
    }
  }
}

extension FilterStatus {
  /// The phases that a comparison lets through.
  static func phases(_ sign: FilterOperator, _ values: [FilterStatus]) -> PhaseSet {
    let phases = values.reduce(into: PhaseSet()) { $0.formUnion($1.phases) }
    return sign == .notEqual ? PhaseSet.all.subtracting(phases) : phases
  }

  /// The phases that a word stands for.
  var phases: PhaseSet {
    switch self {
    case .starting: PhaseSet(.starting)
    case .running: PhaseSet(.running)
    case .canceling: PhaseSet(.canceling)
    case .complete: PhaseSet(.complete, .warning)
    case .failed: PhaseSet(.failed)
    case .canceled: PhaseSet(.canceled)
    case .unknown: PhaseSet(.unknown)
    case .active: .active
    case .ended: .ended
    case .stalled: PhaseSet(.stalled)
    case .slow: PhaseSet(.slow)
    case .warnings: PhaseSet(.warning)
    case .waiting: PhaseSet(.waiting)
    }
  }
}

extension FilterNumberField {
  func value(of tracked: TrackedTask, at now: Date) -> Double? {
    switch self {
    case .progress:
      return tracked.status == .starting ? nil : tracked.percentProgress.map(Double.init)
    case .data: return tracked.totalExtractedDataInGB.map(Double.init)
    case .age:
      if let start = tracked.taskStartTime { return now.timeIntervalSince(start) }
      return tracked.elapsed(at: now)?.seconds ?? (tracked.status == .starting ? 0 : nil)
    case .elapsed: return tracked.elapsed(at: now)?.seconds
    }
  }
}

extension FilterTimeField {
  /// Finds a task's time; nil where it has none.
  /// - Parameters:
  ///   - now: The server's clock.
  ///   - known: Up to when sites are known that are not known up to now.
  func value(at now: Date, known: [SiteID: Date]) -> (TrackedTask) -> Date? {
    switch self {
    case .started: \.began
    case .ended: \.taskEndTime
    case .eta:
      { task in
        // What the list's column shows.
        let forecast = task.forecast(at: now, known: known[task.siteID] ?? now)
        return forecast.flatMap { $0.end > now ? $0.end : nil }
      }
    }
  }
}
