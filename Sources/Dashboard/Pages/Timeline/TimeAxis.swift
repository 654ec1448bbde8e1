import FoundationEssentials
import Words

/// The times that are named above the lanes.
struct TimeAxis: Hashable {
  struct Tick: Hashable {
    var column: Int
    /// `18:00`; at midnight the day that begins.
    var words: String
    var isDay: Bool
  }

  private(set) var ticks: [Tick] = []

  /// Columns from one tick to the next, at least.
  static let room = 8
  private static let steps: [TimeInterval] = [
    300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 345_600, 604_800,
  ]

  init(_ scale: TimeScale, utcOffset: Int) {
    let step =
      Self.steps.first { $0 >= scale.column * Double(Self.room) }
      ?? Self.steps[Self.steps.count - 1]
    var date = scale.window.left.rounded(.up, to: step, utcOffset: utcOffset)
    while date < scale.window.right {
      let isDay = date.rounded(.down, to: 86_400, utcOffset: utcOffset) == date
      ticks.append(
        Tick(
          column: scale.column(of: date),
          words: isDay
            ? Format.dayOfMonth(date, utcOffset: utcOffset)
            : Format.clock(date, utcOffset: utcOffset), isDay: isDay))
      date = date.addingTimeInterval(step)
    }
  }
}
