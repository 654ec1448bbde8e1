import FoundationEssentials

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
      let clock = time.iso8601Seconds.suffix(8)
      return "\(weekday), \(padded(time.day, to: 2)) \(Self.months[time.month - 1])"
        + " \(padded(time.year, to: 4)) \(clock) GMT"
    }
  }

  /// From the reference date's, a Monday, on.
  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `YYYY-MM-DDThh:mm:ss`, any fraction, and `Z` or an offset; without one it is UTC.
  private static func iso8601Date(_ text: UnsafeBufferPointer<UInt8>) -> Date? {
    var digits = DigitReader(text)
    guard let year = digits.number(of: 4), digits.take("-"),
      let month = digits.number(of: 2), digits.take("-"), let day = digits.number(of: 2),
      digits.take("T") || digits.take("t") || digits.take(" "),
      let hour = digits.number(of: 2), digits.take(":"),
      let minute = digits.number(of: 2), digits.take(":"), let second = digits.number(of: 2)
    else { return nil }
    var microsecond = 0
    if digits.take(".") {
      guard let fraction = digits.microseconds() else { return nil }
      microsecond = fraction
    }
    guard let offset = digits.offset(), digits.isAtEnd else { return nil }
    let time = CivilTime(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second,
      microsecond: microsecond)
    guard time.isValid else { return nil }
    let date = offset == 0 ? time.date : time.date - Double(offset)
    return calendar.contains(date.timeIntervalSinceReferenceDate) ? date : nil
  }

  /// The years 1 to 9999, in seconds since the reference date: no other can be written again.
  private static let calendar = -63_113_904_000.0..<252_423_993_600.0

  /// The form that RFC 9110 prefers; the two obsolete ones aren't read.
  private static func httpDate(_ text: UnsafeBufferPointer<UInt8>) -> Date? {
    let words = String(decoding: text, as: UTF8.self).split(separator: " ")
    guard words.count == 6, words[0].hasSuffix(","), words[5] == "GMT",
      let month = months.firstIndex(of: String(words[2])), words[3].utf8.count == 4
    else { return nil }
    var rest = "\(words[3])-\(padded(month + 1, to: 2))-\(words[1])T\(words[4])Z"
    return rest.withUTF8 { iso8601Date($0) }
  }
}

extension CivilTime {
  /// `2020-03-02T18:57:56`
  public var iso8601Seconds: String {
    let fields = [(year, 4), (month, 2), (day, 2), (hour, 2), (minute, 2), (second, 2)]
    return String(unsafeUninitializedCapacity: 19) { text in
      var index = 0
      for (field, (number, width)) in fields.enumerated() {
        if field > 0 {
          text.initializeElement(at: index, to: Self.separators[field - 1])
          index += 1
        }
        writeDigits(of: number, width: width, to: text, at: index)
        index += width
      }
      return index
    }
  }

  private static let separators = Array("--T::".utf8)

  /// `.896000`, empty where there is none.
  public var iso8601Fraction: String {
    microsecond == 0 ? "" : ".\(padded(microsecond, to: 6))"
  }
}

private func padded(_ number: Int, to width: Int) -> String {
  String(unsafeUninitializedCapacity: width) { text in
    writeDigits(of: number, width: width, to: text, at: 0)
    return width
  }
}

/// The last `width` digits of a number that isn't negative.
private func writeDigits(
  of number: Int, width: Int, to text: UnsafeMutableBufferPointer<UInt8>, at start: Int
) {
  var rest = number
  for index in (start..<(start + width)).reversed() {
    text.initializeElement(at: index, to: UInt8(ascii: "0") + UInt8(rest % 10))
    rest /= 10
  }
}

/// Reads numbers of a fixed width out of bytes.
private struct DigitReader {
  private let text: UnsafeBufferPointer<UInt8>
  private var index = 0

  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  var isAtEnd: Bool { index == text.count }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
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

  /// One digit or more; what is below a microsecond is dropped.
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
    if isAtEnd || take("Z") || take("z") { return 0 }
    let isEast = take("+")
    guard isEast || take("-"), let hours = number(of: 2), hours < 24 else { return nil }
    var minutes = 0
    if take(":") || !isAtEnd {
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
