import Foundation
import RDSExports
import Support

@testable import Planning

/// A year of one series, and what only its maker knows of it.
struct YearOfExpectedRuns {
  enum Habit: CaseIterable {
    case nightly, workdays, aroundMidnight, byUTC, sundays, twiceADay, everyOtherDay, monthly
    /// Exports that somebody starts whenever it pleases.
    case adHoc

    /// Whether a time of it comes round often enough for a year to tell.
    var isRule: Bool { self != .adHoc }
  }

  struct Night {
    /// When it usually begins.
    var start: Date
    /// Nothing for one that did not run; more than one where the first failed.
    var tasks: [ExportTask]
    /// It takes three times as long.
    var isStuck: Bool
    /// It fails, and nobody tries again.
    var isFailed: Bool
  }

  let name: String
  let habit: Habit
  private(set) var nights: [Night] = []
  /// How long a night of it takes, in seconds.
  let median: TimeInterval

  /// - Parameter noise: The σ of the lognormal distribution of durations.
  init(_ habit: Habit, noise: Double, _ random: inout SeededGenerator) {
    self.habit = habit
    name = "\(habit)"
    median = .random(in: 3600...10_800, using: &random)
    let growth = Double.random(in: 0...0.002, using: &random)
    let hour = habit == .aroundMidnight ? 23.95 : Double.random(in: 0.5...4, using: &random)
    let renamed = random.chance(0.5) ? Int.random(in: 120...250, using: &random) : .max
    for number in 0..<365 {
      for start in Self.starts(habit, number, hour, &random) {
        // Christmas, and the nights that somebody forgot.
        let isHoliday = habit.isRule && habit != .monthly && (number == 358 || number == 121)
        guard !isHoliday, !(habit.isRule && random.chance(0.02)) else {
          nights.append(Night(start: start, tasks: [], isStuck: false, isFailed: false))
          continue
        }
        let isStuck = random.chance(0.015)
        let took =
          median * exp(growth * Double(number)) * exp(noise * random.normal()) * (isStuck ? 3 : 1)
        let begun = start + .random(in: -600...600, using: &random)
        let name = number >= renamed ? "new-\(habit)" : "\(habit)"
        let source = "\(habit)-db"
        guard random.chance(0.03) else {
          let task = run(name, at: begun, minutes: took / 60, source: source)
          nights.append(Night(start: start, tasks: [task], isStuck: isStuck, isFailed: false))
          continue
        }
        let failed = run(name, at: begun, minutes: took / 180, .failed, source: source)
        guard random.chance(0.7) else {
          nights.append(Night(start: start, tasks: [failed], isStuck: false, isFailed: true))
          continue
        }
        let again = run(name, at: begun + took / 3 + 900, minutes: took / 60, source: source)
        nights.append(
          Night(start: start, tasks: [failed, again], isStuck: isStuck, isFailed: false))
      }
    }
  }

  private static func starts(
    _ habit: Habit, _ number: Int, _ hour: Double, _ random: inout SeededGenerator
  ) -> [Date] {
    let start = day(1, 1 + number, at: hour)
    let weekday = DayTimes.weekday(paris.dayNumber(of: start) ?? 0)
    switch habit {
    case .nightly, .aroundMidnight: return [start]
    case .workdays: return weekday < 5 ? [start] : []
    case .byUTC: return [day(1, 1, at: hour) + 86_400 * Double(number)]
    case .sundays: return weekday == 6 ? [start] : []
    case .twiceADay: return [start, day(1, 1 + number, at: hour + 12)]
    case .everyOtherDay: return number.isMultiple(of: 2) ? [start] : []
    case .monthly: return (1...12).contains { day($0, 1, at: hour) == start } ? [start] : []
    case .adHoc:
      return random.chance(0.25)
        ? [day(1, 1 + number, at: .random(in: 0...23, using: &random))] : []
    }
  }
}

extension SeededGenerator {
  /// A number of the standard normal distribution (Box and Muller).
  fileprivate mutating func normal() -> Double {
    let radius = (-2 * log(Double.random(in: 1e-12..<1, using: &self))).squareRoot()
    return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &self))
  }
}
