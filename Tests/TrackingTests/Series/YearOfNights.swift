import Foundation
import RDSExports
import Support

@testable import Tracking

extension SeededGenerator {
  /// A number of the standard normal distribution (Box and Muller).
  mutating func normal() -> Double {
    let radius = (-2 * log(Double.random(in: 1e-12..<1, using: &self))).squareRoot()
    return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &self))
  }
}

/// A year of one database's nightly exports, with what only their maker knows of them.
struct YearOfNights {
  struct Night {
    var task: ExportTask
    /// The median of the distribution that its duration was drawn from, in seconds.
    var median: TimeInterval
    var duration: TimeInterval
    /// Whether something was wrong, so that it took three times as long.
    var isStuck: Bool
  }

  /// What its nights have of a rhythm.
  enum Habit: CaseIterable {
    case alike, largeSundays, smallWeekends, largeMonthEnds
  }

  private(set) var nights: [Night] = []

  /// - Parameters:
  ///   - noise: The σ of the lognormal distribution of durations.
  ///   - number: Which database. Each third one is given other names in summer.
  init(_ habit: Habit, number: Int, noise: Double, _ random: inout SeededGenerator) {
    let start = Date(timeIntervalSince1970: 1_763_514_000)
    let gigabytes = exp(Double.random(in: 2...6.5, using: &random))
    let overhead = Double.random(in: 300...900, using: &random)
    let rate = Double.random(in: 6...20, using: &random)
    let growth = Double.random(in: 0...0.003, using: &random)
    let doubles = random.chance(0.2) ? Int.random(in: 100...300, using: &random) : .max
    for day in 0..<365 where !random.chance(0.03) {
      let factor = Self.factor(habit, day) * (day >= doubles ? 1.6 : 1)
      let usualSize = gigabytes * exp(growth * Double(day)) * factor
      let median = overhead + rate * usualSize
      let isStuck = random.chance(0.01)
      let duration = median * exp(noise * random.normal()) * (isStuck ? 3 : 1)
      let began = start + 86_400 * Double(day) + .random(in: 0...600, using: &random)
      let name =
        number.isMultiple(of: 3) && day > 180 ? "night-of-db\(number)" : "nightly-db\(number)"
      let failed = random.chance(0.03)
      var task = export(
        "\(name)-\(20_251_119 + day)", failed ? .failed : .complete, percent: failed ? 40 : 100,
        gigabytes: Int(usualSize * exp(0.05 * random.normal())), started: began)
      task.sourceArn =
        "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:db-\(number)-\(20_251_119 + day)"
      task.snapshotTime = began - 900
      task.taskEndTime = began + (failed ? duration * 0.4 : duration)
      nights.append(Night(task: task, median: median, duration: duration, isStuck: isStuck))
    }
  }

  private static func factor(_ habit: Habit, _ day: Int) -> Double {
    switch habit {
    case .alike: 1
    case .largeSundays: day % 7 == 6 ? 2.5 : 1
    case .smallWeekends: day % 7 >= 5 ? 0.4 : 1
    case .largeMonthEnds: day % 30 == 29 ? 1.8 : 1
    }
  }
}
