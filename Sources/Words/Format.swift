import FoundationEssentials
import Ground

/// Numbers and times as the screen writes them.
public enum Format {
  /// `45 s`, `22 m`, `1 h 12 m`, `3 d 4 h`: only whole units that have passed, never rounded up. A
  /// negative duration counts as 0; one that is not a number reads `–`.
  public static func duration(_ seconds: TimeInterval) -> String {
    guard let whole = wholeSeconds(seconds) else { return "–" }
    switch whole {
    case ..<minute: return "\(whole) s"
    case ..<hour: return "\(whole / minute) m"
    case ..<day: return "\(whole / hour) h \(twoDigits(whole % hour / minute)) m"
    default: return "\(whole / day) d \(whole % day / hour) h"
    }
  }

  /// A whole number with thousands separators: `1,200`.
  public static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return number < 0 ? "-" + text : text
  }

  /// An age in steps of 5 s, then minutes: `now`, `5s ago`, `2m ago`, `3h ago`, `2d ago`.
  public static func age(_ seconds: TimeInterval) -> String {
    guard let whole = wholeSeconds(seconds) else { return "–" }
    switch whole {
    case ..<ageStep: return "now"
    case ..<minute: return "\(whole / ageStep * ageStep)s ago"
    case ..<hour: return "\(whole / minute)m ago"
    case ..<day: return "\(whole / hour)h ago"
    default: return "\(whole / day)d ago"
    }
  }

  /// In how many seconds the text of `age` for the same event changes; infinite where it never
  /// does.
  public static func ageChangesIn(_ seconds: TimeInterval) -> TimeInterval {
    guard let whole = wholeSeconds(seconds) else { return .infinity }
    switch whole {
    case ..<minute: return rest(from: seconds, untilNext: ageStep, after: whole)
    case ..<hour: return rest(from: seconds, untilNext: minute, after: whole)
    case ..<day: return rest(from: seconds, untilNext: hour, after: whole)
    default: return rest(from: seconds, untilNext: day, after: whole)
    }
  }

  /// In how many seconds the text of `duration` for something that grows changes; infinite where it
  /// never does.
  public static func durationChangesIn(_ seconds: TimeInterval) -> TimeInterval {
    guard let whole = wholeSeconds(seconds) else { return .infinity }
    switch whole {
    case ..<minute: return rest(from: seconds, untilNext: 1, after: whole)
    case ..<day: return rest(from: seconds, untilNext: minute, after: whole)
    default: return rest(from: seconds, untilNext: hour, after: whole)
    }
  }

  /// `212 GB`, `1.4 TB` (1000 GB), `2.1 PB`, never rounded up. The API says 0 for anything below a
  /// gigabyte, which reads `<1 GB`.
  public static func data(gigabytes: Int) -> String {
    switch gigabytes {
    case ..<1: return "<1 GB"
    case ..<1000: return "\(gigabytes) GB"
    case ..<1_000_000: return "\(oneDecimal(tenths: gigabytes / 100)) TB"
    default: return "\(oneDecimal(tenths: gigabytes / 100_000)) PB"
    }
  }

  /// `2026-11-21 02:00`, local.
  public static func dateTime(_ date: Date, utcOffset: Int) -> String {
    guard let time = CivilTime(date, utcOffset: utcOffset) else { return "–" }
    return "\(time.year)-\(twoDigits(time.month))-\(twoDigits(time.day)) \(clock(time))"
  }

  /// `12:04`, local.
  public static func clock(_ date: Date, utcOffset: Int) -> String {
    guard let time = CivilTime(date, utcOffset: utcOffset) else { return "–" }
    return clock(time)
  }

  private static let ageStep = 5
  private static let minute = 60
  private static let hour = 3600
  private static let day = 86_400

  private static func wholeSeconds(_ seconds: TimeInterval) -> Int? {
    guard abs(seconds) < 1e15 else { return nil }
    return Int(max(seconds, 0))
  }

  private static func rest(from seconds: TimeInterval, untilNext step: Int, after whole: Int)
    -> TimeInterval
  {
    let change = TimeInterval((whole / step + 1) * step)
    var rest = change - seconds
    // Rounding may leave the sum just short of the change.
    while seconds + rest < change { rest = rest.nextUp }
    return rest
  }

  private static func oneDecimal(tenths: Int) -> String { "\(tenths / 10).\(tenths % 10)" }

  private static func clock(_ time: CivilTime) -> String {
    "\(twoDigits(time.hour)):\(twoDigits(time.minute))"
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
