import FoundationEssentials
import Ground

/// The ways in which AWS writes a time.
public enum AWSTimestamp: Sendable, Hashable {
  /// `2020-03-02T18:57:56.896Z`
  case iso8601
  /// Seconds since 1970, a fraction allowed.
  case epochSeconds
  /// `Mon, 02 Mar 2020 18:57:56 GMT`
  case httpDate

  /// Reads a time; nil for what isn't one.
  public func date(_ text: String) -> Date? {
    var text = text
    return text.withUTF8 { date($0) }
  }

  /// The same from bytes.
  public func date(_ text: UnsafeBufferPointer<UInt8>) -> Date? {
    switch self {
    case .iso8601: Self.iso8601Date(text)
    case .epochSeconds:
      Double(String(decoding: text, as: UTF8.self))
        .flatMap { $0.isFinite ? Date(timeIntervalSince1970: $0) : nil }
    case .httpDate: Self.httpDate(text)
    }
  }

  /// Writes a time, with a fraction only where it has one (an HTTP date never has).
  public func text(_ date: Date) -> String {
    let time = CivilTime(date)
    switch self {
    case .iso8601:
      return "\(time.iso8601Seconds)\(time.iso8601Fraction)Z"
    case .epochSeconds:
      let seconds = date.timeIntervalSince1970
      return Int(exactly: seconds).map { "\($0)" } ?? "\(seconds)"
    case .httpDate:
      let days = Int((time.date.timeIntervalSinceReferenceDate / 86_400).rounded(.down))
      let weekday = Self.weekdays[((days % 7) + 7) % 7]
      let text = time.iso8601Seconds
      return "\(weekday), \(text.dropFirst(8).prefix(2)) \(Self.months[time.month - 1])"
        + " \(text.prefix(4)) \(text.suffix(8)) GMT"
    }
  }

  /// Starting with the reference date's weekday, a Monday.
  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `YYYY-MM-DDThh:mm:ss`, any fraction, and `Z` or an offset; without one it is UTC.
  private static func iso8601Date(_ text: UnsafeBufferPointer<UInt8>) -> Date? {
    guard let (time, offset) = iso8601Time(text) else { return nil }
    let date = time.date(utcOffset: offset)
    return calendar.contains(date.timeIntervalSinceReferenceDate) ? date : nil
  }

  /// The same as it is spelled, where the text is in UTC and its date, exact to the microsecond, would be
  /// spelled the same. Nil for other texts, which may be times too.
  public static func spelledTime(_ text: UnsafeBufferPointer<UInt8>) -> CivilTime? {
    guard let (time, offset) = iso8601Time(text), offset == 0, time.second < 60,
      (1970..<2100).contains(time.year)
    else { return nil }
    return time
  }

  private static func iso8601Time(
    _ text: UnsafeBufferPointer<UInt8>
  ) -> (time: CivilTime, offset: Int)? {
    var digits = DigitReader(text)
    guard let year = digits.number(of: 4), digits.skip("-"),
      let month = digits.number(of: 2), digits.skip("-"), let day = digits.number(of: 2),
      digits.skip("T") || digits.skip("t") || digits.skip(" "),
      let hour = digits.number(of: 2), digits.skip(":"),
      let minute = digits.number(of: 2), digits.skip(":"), let second = digits.number(of: 2)
    else { return nil }
    var microsecond = 0
    if digits.skip(".") {
      guard let fraction = digits.microseconds() else { return nil }
      microsecond = fraction
    }
    guard let offset = digits.offset(), digits.isAtEnd else { return nil }
    let time = CivilTime(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second,
      microsecond: microsecond)
    return time.isValid(leapSecond: true) ? (time, offset) : nil
  }

  /// The years 1 to 9999, in seconds since the reference date: no others can be written back.
  private static let calendar = -63_113_904_000.0..<252_423_993_600.0

  /// The form RFC 9110 prefers; the two obsolete ones aren't read.
  private static func httpDate(_ text: UnsafeBufferPointer<UInt8>) -> Date? {
    let words = String(decoding: text, as: UTF8.self).split(separator: " ")
    guard words.count == 6, words[0].hasSuffix(","), words[5] == "GMT",
      let month = months.firstIndex(of: String(words[2])), words[3].utf8.count == 4
    else { return nil }
    let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    var rest = "\(words[3])-\(number)-\(words[1])T\(words[4])Z"
    return rest.withUTF8 { iso8601Date($0) }
  }
}

/// Reads numbers of a fixed width out of bytes.
private struct DigitReader {
  private let text: UnsafeBufferPointer<UInt8>
  private var index = 0

  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  var isAtEnd: Bool { index == text.count }

  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard index < text.count, text[index] == UInt8(ascii: scalar) else { return false }
    index += 1
    return true
  }

  mutating func number(of width: Int) -> Int? {
    guard index + width <= text.count else { return nil }
    var value = 0
    for _ in 0..<width {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// One digit or more; anything below a microsecond is dropped.
  mutating func microseconds() -> Int? {
    var value = 0
    var count = 0
    while let digit = digit() {
      if count < 6 { value = value * 10 + digit }
      count += 1
    }
    guard count > 0 else { return nil }
    for _ in min(count, 6)..<6 { value *= 10 }
    return value
  }

  /// Seconds east of UTC: `Z`, nothing, `+hh:mm`, `+hhmm` or `+hh`.
  mutating func offset() -> Int? {
    if isAtEnd || skip("Z") || skip("z") { return 0 }
    let isEast = skip("+")
    guard isEast || skip("-"), let hours = number(of: 2), hours < 24 else { return nil }
    var minutes = 0
    if skip(":") || !isAtEnd {
      guard let value = number(of: 2), value < 60 else { return nil }
      minutes = value
    }
    return (isEast ? 1 : -1) * (hours * 3600 + minutes * 60)
  }

  private mutating func digit() -> Int? {
    guard index < text.count, (0x30...0x39).contains(text[index]) else { return nil }
    defer { index += 1 }
    return Int(text[index] - 0x30)
  }
}
