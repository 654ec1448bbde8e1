import FoundationEssentials
import Ground

/// A moment as a person writes it: `22:00`, `2026-11-30 02:30`, `2026-11-30T01:30Z`,
/// `2026-11-30T02:30+01:00`, and after another moment `+4h` or `+90m`.
public enum QueueTime {
  /// - Parameters:
  ///   - start: What a time of day and a `+` count from; nil for now.
  /// - Returns: Nil for anything else. A time of day is the next one.
  public static func date(written text: String, after start: Date? = nil, now: Moment) -> Date? {
    let text = text.trimmingBlanks
    let begin = start ?? now.wall
    if let time = TimeOfDay(written: text) { return now.local.next(time, after: begin) }
    if text.first == "+" { return span(text.dropFirst()).map(begin.addingTimeInterval) }
    guard text.utf8.count >= 16, let day = day(text.prefix(10)),
      "T ".contains(text[text.index(text.startIndex, offsetBy: 10)])
    else { return nil }
    return moment(on: day, text.dropFirst(11), now)
  }

  /// What the clocks are called that show a moment: `CET`.
  public static func zone(at date: Date, now: Moment) -> String {
    let offset = now.local.utcOffset(at: date)
    return offset == now.utcOffset ? now.zone : Moment.name(ofZoneAt: offset)
  }

  private static func span(_ text: Substring) -> TimeInterval? {
    guard let unit = text.last, let number = Int(text.dropLast()), (1...10_000).contains(number)
    else { return nil }
    switch unit {
    case "m": return Double(number) * 60
    case "h": return Double(number) * 3600
    default: return nil
    }
  }

  private static func day(_ text: Substring) -> CivilTime? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], let year = Int(parts[0]), let month = Int(parts[1]),
      let day = Int(parts[2])
    else { return nil }
    let time = CivilTime(year: year, month: month, day: day)
    // A day that no month has would become another one, and no date has five digits of a year.
    let isDay = (1...12).contains(month) && CivilTime(time.date) == time
    return isDay && year < 9000 ? time : nil
  }

  private static func moment(on day: CivilTime, _ text: Substring, _ now: Moment) -> Date? {
    var text = text
    var offset: Int?
    if text.last == "Z" {
      offset = 0
      text = text.dropLast()
    } else if let sign = text.lastIndex(where: { "+-".contains($0) }) {
      guard let time = TimeOfDay(written: text[text.index(after: sign)...]) else { return nil }
      offset = (time.hour * 3600 + time.minute * 60) * (text[sign] == "-" ? -1 : 1)
      text = text[..<sign]
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, let time = TimeOfDay(written: text.prefix(5)),
      parts[0].utf8.count == 2
    else { return nil }
    var civil = day
    (civil.hour, civil.minute) = (time.hour, time.minute)
    if parts.count == 3 {
      guard parts[2].utf8.count == 2, let second = Int(parts[2]), (0...59).contains(second)
      else { return nil }
      civil.second = second
    }
    return offset.map(civil.date(utcOffset:)) ?? now.local.date(civil)
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
