import FoundationEssentials
import Ground
import Tracking

extension Filter {
  /// Whether an export of the queue passes. Its texts are those of its request. It has none of what
  /// a task gets by running, so that it passes no comparison with that but `!=`.
  public func waitingTest(
    at moment: Moment, now: Date, sites: [SiteID: SiteWords] = [:], evening: TimeOfDay = .evening
  ) -> (WaitingExport) -> Bool {
    guard let expression else { return { _ in true } }
    let clock = FilterClock(now: now, local: moment.local, evening: evening)
    return FilterRun(known: [:], clock: clock, sites: sites).waitingTest(expression)
  }
}

extension FilterRun {
  typealias WaitingTest = (WaitingExport) -> Bool

  func waitingTest(_ expression: FilterExpression) -> WaitingTest {
    switch expression {
    case .wordOrStatus, .wordOrTonight: return waitingTest(expression.spelledOut)
    case .word, .text:
      let test = test(expression)
      return { test($0.described) }
    case .status(let sign, let values):
      let isIn = values.contains(.waiting) == (sign != .notEqual)
      return { _ in isIn }
    case .number(_, let sign, _), .time(_, let sign, _):
      let isOther = sign == .notEqual
      return { _ in isOther }
    case .elapsedThanUsual: return { _ in false }
    case .not(let inner):
      let test = waitingTest(inner)
      return { !test($0) }
    case .and(let parts):
      let tests = parts.map(waitingTest)
      return { export in tests.allSatisfy { $0(export) } }
    case .or(let parts):
      let tests = parts.map(waitingTest)
      return { export in tests.contains { $0(export) } }
    }
  }
}
