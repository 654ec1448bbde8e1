import FoundationEssentials
import Ground
import Planning
import Tracking

extension ExpectedRun.State {
  /// The symbol, in Unicode or ASCII; one cell wide.
  public func symbol(unicode: Bool) -> String {
    switch self {
    case .missing: unicode ? "☐" : "m"
    case .failed: Phase.failed.symbol(unicode: unicode)
    // Another one than that of a run that is slow: both are counted in one line.
    case .late, .willBeLate: unicode ? "◔" : "l"
    case .running: Phase.running.symbol(unicode: unicode)
    case .warnings: Phase.warning.symbol(unicode: unicode)
    case .unknown: "?"
    case .waiting: unicode ? "·" : "."
    case .done: Phase.complete.symbol(unicode: unicode)
    case .retired: unicode ? "–" : "-"
    }
  }

  /// The word beside the symbol.
  public var word: String {
    switch self {
    case .missing: "missing"
    case .failed: "failed"
    case .late: "late"
    case .willBeLate: "will be late"
    case .running: "running"
    case .warnings: "with warnings"
    case .unknown: "not known"
    case .waiting: "waiting"
    case .done: "done"
    case .retired: "ended"
    }
  }
}

extension ExpectedRun {
  /// How often it runs and when: `daily 01:00`, `Mon–Fri by 06:00`, `every 6 h`.
  public var cadence: String {
    if let expectation { return expectation.cadence }
    return rhythm?.words ?? "–"
  }

  /// What is so, and since when, in whole sentences.
  public func sentence(_ local: LocalTime) -> String {
    let clock = { Format.dateTime($0, utcOffset: local.utcOffset(at: $0)) }
    let by = deadline.map { "it had to be through by \(clock($0))" } ?? "nothing is due"
    let times = missed > 1 ? ", for the \(Self.ordinal(missed)) time in a row" : ""
    switch state {
    case .missing:
      return hasRun
        ? "Nothing has begun\(times): \(by)."
        : "Nothing that is known fits `\(Format.line(series.pattern))`: \(by)."
    case .failed:
      let what = phase == .canceled ? "Its run was canceled" : "Its run failed"
      return "\(what) at \(clock(since)), and no other has begun."
    case .late:
      return task == nil
        ? "Nothing has begun\(times), and it should have by \(clock(since))."
        : "It still runs: \(by)."
    case .willBeLate:
      if task == nil {
        return "Nothing has begun, and what takes as long as usual would end late: \(by)."
      }
      return forecast.map { "It is likely to run until \(clock($0.end)): \(by)." }
        ?? "It will be late: \(by)."
    case .running:
      let end = forecast.map { ", likely until \(clock($0.end))" } ?? ""
      return "It runs since \(clock(since))\(end)."
    case .warnings:
      return "It was through at \(clock(since)), but some data was skipped."
    case .done:
      return "It was through at \(clock(since))\(wasLate ? ", which is late" : "")."
    case .waiting:
      let begins = start.map { "It usually begins at \(clock($0))" } ?? "It has not begun"
      return "\(begins)\(deadline.map { ", and has to be through by \(clock($0))" } ?? "")."
    case .unknown:
      return "Whether it has run isn't known: the exports aren't known up to now."
    case .retired:
      return "It has not run since \(clock(since)), and nobody waits for it any more."
    }
  }

  private static func ordinal(_ number: Int) -> String {
    let ending =
      switch (number % 100, number % 10) {
      case (11...13, _): "th"
      case (_, 1): "st"
      case (_, 2): "nd"
      case (_, 3): "rd"
      default: "th"
      }
    return "\(number)\(ending)"
  }
}

extension ExpectedSeries {
  /// `daily by 06:00`, `every 12 h by 06:00`.
  public var cadence: String {
    switch every {
    case .hours(let hours): "every \(hours) h by \(by)"
    case .days(1): "\(Rhythm.words(of: weekdays)) by \(by)"
    case .days(let days): "every \(days) d by \(by)"
    }
  }
}

extension Rhythm {
  /// `daily 01:00`, `Mon–Fri 01:00`, `daily 02:00, 14:00`, `4 × a day`, `every 6 h`, `monthly`.
  public var words: String {
    switch self {
    case .times(let turns):
      let days = turns.first.map { Self.words(of: $0.weekdays) } ?? ""
      let isAlike = turns.allSatisfy { $0.weekdays == turns.first?.weekdays }
      guard isAlike, turns.count <= 3 else { return "\(turns.count) × a day" }
      return "\(days) \(turns.compactMap { $0.time?.description }.joined(separator: ", "))"
    case .every(let gap):
      let hours = Int((gap / 3600).rounded())
      switch hours {
      case ..<1: return "every \(Format.duration(gap))"
      case ..<36: return "every \(hours) h"
      case 27 * 24...32 * 24: return "monthly"
      default: return "every \(Int((gap / 86_400).rounded())) d"
      }
    }
  }

  /// `daily`, `Mon–Fri`, `Sat, Sun`.
  static func words(of weekdays: Set<Int>) -> String {
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    let days = weekdays.filter(names.indices.contains).sorted()
    guard days.count < 7 else { return "daily" }
    if days.count > 2, let first = days.first, let last = days.last, last - first == days.count - 1
    {
      return "\(names[first])–\(names[last])"
    }
    return days.map { names[$0] }.joined(separator: ", ")
  }
}
