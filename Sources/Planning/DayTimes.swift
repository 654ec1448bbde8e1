import FoundationEssentials
import Ground
import Tracking

/// The times of day at which a series runs, found in its runs.
struct DayTimes: Sendable {
  /// By the time of day.
  private(set) var turns: [Rhythm.Turn] = []
  /// How much later than usual the runs of each turn began, in seconds; negative for earlier.
  private(set) var lags: [[Double]] = []
  /// How long after its usual beginning each good run of a turn was through.
  private(set) var ends: [[(weekday: Int, after: Double)]] = []

  static let day = 86_400
  /// More times of day than this are a habit of hours.
  private static let mostTurns = 6
  /// Runs that begin further apart are of two times of day.
  private static let apart = 5400
  /// A time of day that varies by more, in half of the cases, is none.
  private static let widest = 4 * 3600
  /// A habit with more holes, or more runs beside it, is none.
  private static let mostExceptions = 0.25
  /// As many runs as are known of a series, one a week, and some holes.
  private static let mostDays = 600
  /// Weeks by which a weekday is judged, and the newest of them that are enough to give it up.
  private static let (weeks, newest) = (8, 3)
  /// A time of day without a run on so many days with one is given up.
  private static let givenUpAfter = 7

  private struct Begin {
    var attempt: Attempt
    /// Local, in seconds since 1970.
    var second: Int
  }

  /// Nil where there are no such times.
  init?(_ attempts: [Attempt], _ local: LocalTime) {
    let begins = attempts.compactMap { attempt -> Begin? in
      let second =
        attempt.began.timeIntervalSince1970 + Double(local.utcOffset(at: attempt.began))
      return abs(second) < 1e11 ? Begin(attempt: attempt, second: Int(second)) : nil
    }
    guard var times = Self.timesOfDay(begins.map { $0.second.mod(Self.day) }) else { return nil }
    var places = begins.map { Self.place(of: $0.second, among: times) }
    // A time of day at which nothing begins any more is none.
    let weekdays = times.indices.map { Self.weekdays(of: $0, places) }
    if weekdays.contains([]) {
      times = times.indices.filter { !weekdays[$0].isEmpty }.map { times[$0] }
      places = times.isEmpty ? [] : begins.map { Self.place(of: $0.second, among: times) }
    }
    guard isRule(times, places) else { return nil }
    measure(begins, places)
  }

  /// Whether the runs keep to the times of day, with few exceptions.
  private mutating func isRule(_ times: [Int], _ places: [Place]) -> Bool {
    let days = Set(places.map(\.day))
    guard let first = days.min(), let last = days.max(), last - first <= Self.mostDays,
      days.count >= Habit.fewestRuns || places.count >= 2 * Habit.fewestRuns
    else { return false }
    var (expected, holes, besides) = (0, 0, 0)
    for (turn, time) in times.enumerated() {
      let attended = Set(places.filter { $0.turn == turn }.map(\.day))
      let weekdays = Self.weekdays(of: turn, places)
      guard attended.count >= 3, !weekdays.isEmpty, let range = Self.days(of: turn, places) else {
        return false
      }
      let wanted = range.filter { weekdays.contains(Self.weekday($0)) }
      expected += wanted.count
      holes += wanted.count { !attended.contains($0) }
      besides += attended.count { !weekdays.contains(Self.weekday($0)) }
      turns.append(Rhythm.Turn(second: time, weekdays: weekdays))
    }
    let most = Self.mostExceptions * Double(expected)
    return !turns.isEmpty && Double(holes) <= most && Double(besides) <= most
  }

  /// The days on which a turn could have been, from its first run on. The turns of today that are
  /// still to come say nothing.
  private static func days(of turn: Int, _ places: [Place]) -> ClosedRange<Int>? {
    guard let first = places.lazy.filter({ $0.turn == turn }).map(\.day).min(),
      let newest = places.max()
    else { return nil }
    return first...max(first, turn > newest.turn ? newest.day - 1 : newest.day)
  }

  /// Takes the first run of each turn of a day for its beginning, and the first good one for its
  /// end, but for the newest: its end is what is judged by the others.
  private mutating func measure(_ begins: [Begin], _ places: [Place]) {
    lags = turns.map { _ in [] }
    ends = turns.map { _ in [] }
    var (begun, through): (Set<Place>, Set<Place>) = ([], [])
    let newest = places.max()
    for (begin, place) in zip(begins, places) {
      let usual = place.day * Self.day + turns[place.turn].second
      if begun.insert(place).inserted { lags[place.turn].append(Double(begin.second - usual)) }
      guard place != newest, begin.attempt.isGood, let ended = begin.attempt.ended,
        through.insert(place).inserted
      else { continue }
      let span = ended.timeIntervalSince(begin.attempt.began)
      ends[place.turn].append(
        (Self.weekday(place.day), Double(begin.second - usual) + max(0, span)))
    }
  }

  /// A turn of a day.
  struct Place: Hashable, Comparable {
    /// In days since 1970.
    var day: Int
    var turn: Int

    static func < (one: Place, other: Place) -> Bool {
      (one.day, one.turn) < (other.day, other.turn)
    }
  }

  /// The turn that a run belongs to.
  /// - Parameter second: Local, in seconds since 1970.
  static func place(of second: Int, among times: [Int]) -> Place {
    let today = second.floored(by: day)
    for date in [today + 1, today, today - 1] {
      for turn in times.indices.reversed() {
        let before = times[(turn + times.count - 1) % times.count]
        let distance = times.count == 1 ? day : (times[turn] - before).mod(day)
        let from = date * day + times[turn] - Int(Double(distance) * Schedule.early)
        if from <= second { return Place(day: date, turn: turn) }
      }
    }
    return Place(day: today, turn: 0)
  }

  /// 0 for Monday. 1970 began on a Thursday.
  static func weekday(_ day: Int) -> Int { (day + 3).mod(7) }

  /// The middles of the times of day around which the runs begin; nil where they begin at any time,
  /// or at too many.
  private static func timesOfDay(_ seconds: [Int]) -> [Int]? {
    let sorted = seconds.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    // The day is cut where nothing begins for longest.
    var (cut, widest) = (first, first + day - last)
    for (one, next) in zip(sorted, sorted.dropFirst()) where next - one > widest {
      (cut, widest) = (next, next - one)
    }
    let turned = sorted.map { ($0 - cut).mod(day) }.sorted()
    var groups: [[Int]] = []
    for second in turned {
      if let before = groups.last?.last, second - before <= apart {
        groups[groups.count - 1].append(second)
      } else {
        groups.append([second])
      }
    }
    // What few runs begin at is a second attempt, or an exception.
    let largest = groups.map(\.count).max() ?? 0
    let usual = groups.filter { $0.count >= 3 && $0.count * 5 >= largest * 2 }
    guard !usual.isEmpty, usual.count <= mostTurns else { return nil }
    var times: [Int] = []
    for group in usual {
      guard let spread = Spread(group.map(Double.init)),
        spread.high - spread.low <= Double(Self.widest)
      else { return nil }
      times.append((Int(spread.median) + cut).mod(day))
    }
    return times.sorted()
  }

  /// The weekdays on which a turn is more often than not, of late.
  private static func weekdays(of turn: Int, _ places: [Place]) -> Set<Int> {
    let attended = Set(places.lazy.filter { $0.turn == turn }.map(\.day))
    let newestDays = Set(places.map(\.day)).sorted().suffix(givenUpAfter)
    guard let range = days(of: turn, places), range.count <= mostDays + 1,
      newestDays.contains(where: attended.contains)
    else { return [] }
    return Set(
      (0..<7).filter { weekday in
        let last = range.upperBound
        let newestDay = last - (Self.weekday(last) - weekday).mod(7)
        let days = Array(stride(from: newestDay, through: range.lowerBound, by: -7).prefix(weeks))
        let kept = days.count { attended.contains($0) }
        if days.count >= newest, !days.prefix(newest).contains(where: attended.contains) {
          return false
        }
        return kept * 2 > days.count
      })
  }
}

extension Int {
  /// The remainder that is never negative.
  func mod(_ divisor: Int) -> Int { (self % divisor + divisor) % divisor }

  /// Divided and rounded down.
  func floored(by divisor: Int) -> Int { (self - mod(divisor)) / divisor }
}
