import FoundationEssentials
import Ground
import Tracking

/// One time that a series has to run.
struct Occurrence: Hashable, Sendable {
  /// When it usually begins; nil where that isn't known.
  var start: Date?
  /// What begins from then on belongs to it, until the next one's.
  var from: Date
  /// It is late if nothing has begun by then.
  var startBy: Date
  /// Until when it has to be through.
  var deadline: Date
  /// It is missing if nothing has begun by then.
  var missingFrom: Date
  /// What tells it from others, for everybody who knows the series: learned times differ a little
  /// between two who know other runs.
  var period: Date
}

/// When a series has to run: as a user has set it, or as it does as a rule.
enum Schedule: Sendable {
  case learned(Habit)
  case set(ExpectedSeries, Habit?)

  var habit: Habit? {
    switch self {
    case .learned(let habit): habit
    case .set(_, let habit): habit
    }
  }

  /// How far back times are listed, in days.
  private static let daysBack = 70
  private static let daysAhead = 8
  /// Where gaps are counted, at most so many.
  private static let mostGaps = 64

  /// The times around the present, in their order; the last of them is still to come.
  /// - Parameter begins: When runs have begun, the oldest first.
  func occurrences(around now: Date, begins: [Date], _ local: LocalTime) -> [Occurrence] {
    var occurrences = uncut(around: now, begins: begins, local)
    // What takes that long may still end in time, but what hasn't begun when the next one may is
    // missing.
    for index in occurrences.indices.dropLast() {
      let next = occurrences[index + 1].from
      if next < occurrences[index].missingFrom { occurrences[index].missingFrom = next }
      if next < occurrences[index].startBy { occurrences[index].startBy = next }
    }
    return occurrences
  }

  private func uncut(around now: Date, begins: [Date], _ local: LocalTime) -> [Occurrence] {
    guard let today = local.dayNumber(of: now) else { return [] }
    let earliest = begins.last.map { min($0, now) } ?? now
    let first = max(local.dayNumber(of: earliest) ?? today, today - Self.daysBack) - 8
    let days = first...max(first, today + Self.daysAhead)
    switch self {
    case .learned(let habit):
      switch habit.rhythm {
      case .times(let turns): return Self.times(turns, habit, days, local)
      case .every(let gap): return Self.gaps(gap, habit, now: now, begins)
      }
    case .set(let expectation, let habit):
      return Self.deadlines(expectation, habit, days, today: today, begins, local)
    }
  }

  // MARK: Learned

  /// What begins earlier than usual by at most this part of the time from one to the next is early;
  /// before that, it is another attempt at the one before.
  static let early = 0.25

  private static func times(
    _ turns: [Rhythm.Turn], _ habit: Habit, _ days: ClosedRange<Int>, _ local: LocalTime
  ) -> [Occurrence] {
    days.flatMap { day in
      turns.indices.compactMap { index in
        let turn = turns[index]
        let weekday = DayTimes.weekday(day)
        guard turn.weekdays.contains(weekday),
          let start = local.date(day: day, second: turn.second)
        else { return nil }
        let before = turns[(index + turns.count - 1) % turns.count].second
        let distance = turns.count == 1 ? DayTimes.day : (turn.second - before).mod(DayTimes.day)
        return Occurrence(
          start: start, from: start.addingTimeInterval(-Double(distance) * early),
          startBy: start.addingTimeInterval(habit.lateness[index]),
          deadline: start.addingTimeInterval(habit.limits[index][weekday]),
          missingFrom: start.addingTimeInterval(habit.limits[index][weekday]),
          // A minute for each turn of the day.
          period: Date(timeIntervalSince1970: Double(day * DayTimes.day + index * 60)))
      }
    }
  }

  private static func gaps(
    _ gap: TimeInterval, _ habit: Habit, now: Date, _ begins: [Date]
  ) -> [Occurrence] {
    guard let last = Gaps.withoutRepeats(begins).last else { return [] }
    let passed = max(0, now.timeIntervalSince(last) / gap)
    let count = Int(min(passed, Double(mostGaps))) + 2
    return (0..<count).map { number in
      let start = last.addingTimeInterval(gap * Double(number))
      return Occurrence(
        start: start, from: number == 0 ? start : start.addingTimeInterval(-gap * early),
        startBy: start.addingTimeInterval(habit.lateness[0]),
        deadline: start.addingTimeInterval(habit.limits[0][0]),
        missingFrom: start.addingTimeInterval(habit.limits[0][0]),
        period: last.addingTimeInterval(Double(number)))
    }
  }

  // MARK: Set

  /// What begins from so long before its deadline on counts for it: three quarters of the time from
  /// one to the next, and of a day at most. So what begins in the quarter after a deadline is late
  /// for that one, not early for the next.
  private static let share = 0.75

  private static func deadlines(
    _ expectation: ExpectedSeries, _ habit: Habit?, _ days: ClosedRange<Int>, today: Int,
    _ begins: [Date], _ local: LocalTime
  ) -> [Occurrence] {
    let by = expectation.by.hour * 3600 + expectation.by.minute * 60
    var seconds = [by]
    var window = Double(DayTimes.day) * share
    var days = days
    var isExpected: (Int) -> Bool = {
      expectation.weekdays.contains(DayTimes.weekday($0))
    }
    switch expectation.every {
    case .hours(let hours):
      let step = hours * 3600
      seconds = stride(from: by % step, to: DayTimes.day, by: step).map(\.self)
      window = Double(step) * share
      isExpected = { _ in true }
    case .days(let number) where number > 1:
      // Counted from its last run, and where there is none, from a day that is the same for all.
      let last = begins.last.flatMap { begin -> Int? in
        local.second(of: begin).map { ($0 - by + Int(window)).floored(by: DayTimes.day) }
      }
      isExpected = { ($0 - (last ?? 0)).mod(number) == 0 }
      // The last one and the next, however long that is.
      days = min(days.lowerBound, today - number - 1)...max(days.upperBound, today + number + 1)
    case .days: break
    }
    return days.lazy.filter(isExpected).flatMap { day in
      seconds.compactMap { second -> Occurrence? in
        guard let deadline = local.date(day: day, second: second) else { return nil }
        let from = deadline.addingTimeInterval(-window)
        return Occurrence(
          start: habit.flatMap { usualStart($0, from..<deadline, day, local) }, from: from,
          startBy: deadline, deadline: deadline, missingFrom: deadline, period: deadline)
      }
    }
  }

  private static func usualStart(
    _ habit: Habit, _ window: Range<Date>, _ day: Int, _ local: LocalTime
  ) -> Date? {
    guard case .times(let turns) = habit.rhythm else { return nil }
    let starts = [day - 1, day].flatMap { day in
      turns.compactMap { local.date(day: day, second: $0.second) }
    }
    return starts.last { window.contains($0) }
  }
}

extension LocalTime {
  /// The clocks' seconds since their 1970 began; nil for what is beyond any calendar.
  func second(of date: Date) -> Int? {
    let second = date.timeIntervalSince1970 + Double(utcOffset(at: date))
    return abs(second) < 1e11 ? Int(second.rounded(.down)) : nil
  }

  /// The day that the clocks show, counted from 1970.
  func dayNumber(of date: Date) -> Int? { second(of: date)?.floored(by: DayTimes.day) }

  /// When the clocks show a time of a day that is counted from 1970.
  func date(day: Int, second: Int) -> Date? {
    let utc = Date(timeIntervalSince1970: Double(day * DayTimes.day + second))
    guard let time = CivilTime(utc, utcOffset: 0) else { return nil }
    return date(time)
  }
}
