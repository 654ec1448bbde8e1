import FoundationEssentials
import Ground
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

  /// - Parameter local: What the clocks show: they may be set to another offset within the window.
  init(_ scale: TimeScale, _ local: LocalTime) {
    let step =
      Self.steps.first { $0 >= scale.column * Double(Self.room) }
      ?? Self.steps[Self.steps.count - 1]
    var date = Self.next(step, from: scale.window.left, local)
    while date < scale.window.right {
      let column = scale.column(of: date)
      // When the clocks are set back, one time comes twice.
      if ticks.last.map({ column - $0.column >= Self.room }) ?? true {
        let isDay = local.day(after: date) == date
        let offset = local.utcOffset(at: date)
        ticks.append(
          Tick(
            column: column,
            words: isDay
              ? Format.dayOfMonth(date, utcOffset: offset) : Format.clock(date, utcOffset: offset),
            isDay: isDay))
      }
      date = Self.next(step, from: date.addingTimeInterval(1), local)
    }
  }

  /// The first moment from a date on at which the clocks show a multiple of a step.
  private static func next(_ step: TimeInterval, from date: Date, _ local: LocalTime) -> Date {
    let offset = local.utcOffset(at: date)
    let next = date.rounded(.up, to: step, utcOffset: offset)
    let later = local.utcOffset(at: next)
    if later == offset { return next }
    // Between the two the clocks are set: what they show then may be a multiple earlier.
    let early = date.rounded(.up, to: step, utcOffset: later)
    return local.utcOffset(at: early) == later ? early : self.next(step, from: next, local)
  }
}
