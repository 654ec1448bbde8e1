import Ground

/// A way to write a date, or a date and a time, in a name or a path: `2026-11-27-03-05`,
/// `20261127T153000`, `2026/11/27`.
struct DateForm: Hashable {
  enum Element: Hashable {
    case year, shortYear, month, day, hour, minute, second, millisecond
    case sign(Character)
  }

  var elements: [Element]
  /// Whether months and days may have one digit (`2026/1/5`).
  var mayBeUnpadded = false

  /// Those that mean a date wherever they stand, longest first.
  static let plain: [DateForm] = {
    var forms: [DateForm] = []
    for date in separated([.year, .month, .day]) {
      for time in times(joiners: ["T", "t", "-", "_", ".", "/"]) {
        forms.append(DateForm(elements: date + time, mayBeUnpadded: true))
      }
      forms.append(DateForm(elements: date, mayBeUnpadded: true))
    }
    let compact: [Element] = [.year, .month, .day]
    let attached: [[Element]] = [
      [.hour, .minute, .second, .millisecond], [.hour, .minute, .second], [.hour, .minute], [.hour],
    ]
    for time in times(joiners: ["T", "t", "-", "_", ".", "/"]) + attached + [[]] {
      forms.append(DateForm(elements: compact + time))
    }
    return forms + separated([.year, .month]).map { DateForm(elements: $0) }
  }()

  /// A date and an hour that may be a counter.
  static let hourly: [DateForm] = (separated([.year, .month, .day]) + [[.year, .month, .day]])
    .flatMap { date in ["-", "_", "."].map { DateForm(elements: date + [.sign($0), .hour]) } }

  /// Those that could as well be something else.
  static let doubtful: [DateForm] = {
    let dates: [[Element]] = [
      [.day, .month, .year], [.month, .day, .year], [.shortYear, .month, .day],
    ]
    return (dates.flatMap { separated($0) + [$0] } + [[.month, .day], [.year]])
      .map { DateForm(elements: $0) }
  }()

  private static func separated(_ elements: [Element]) -> [[Element]] {
    ["-", "/", "_", "."].map { sign in
      Array(elements.map { [$0] }.joined(separator: [.sign(sign)]))
    }
  }

  /// An hour alone is one after `T` or in a folder of its own; elsewhere it may be a counter.
  private static func times(joiners: [Character]) -> [[Element]] {
    joiners.flatMap { joiner -> [[Element]] in
      let whole: [[Element]] =
        separated([.hour, .minute, .second]) + [[.hour, .minute, .second]]
        + separated([.hour, .minute]) + [[.hour, .minute]]
      let alone: [[Element]] = ["T", "t", "/"].contains(joiner) ? [[.hour]] : []
      return (whole + alone).map { [.sign(joiner)] + $0 }
    }
  }

  /// A date that was read.
  struct Reading {
    var time: CivilTime
    /// How many characters it has.
    var count: Int
    var isPadded: Bool
  }

  /// Reads a date at the beginning of a text; nil where there is none of this form.
  func read(_ text: ArraySlice<Character>) -> Reading? {
    var rest = text
    var time = CivilTime(year: 2000, month: 1, day: 1)
    var shortened = false
    var zeros = false
    for element in elements {
      if case .sign(let sign) = element {
        guard rest.popFirst() == sign else { return nil }
        continue
      }
      let digits = rest.prefix(element.width).prefix(while: \.isDecimalDigit)
      let mayBeShort = mayBeUnpadded && (element == .month || element == .day)
      guard digits.count == element.width || mayBeShort && digits.count == 1 else { return nil }
      if mayBeShort {
        if digits.count == 1 { shortened = true }
        if digits.count == 2, digits.first == "0" { zeros = true }
      }
      rest.removeFirst(digits.count)
      guard let number = Int(String(digits)) else { return nil }
      element.put(number, into: &time)
    }
    if let next = rest.first, next.isDecimalDigit { return nil }
    guard time.isValid(), (2000...2099).contains(time.year), !(shortened && zeros) else {
      return nil
    }
    return Reading(time: time, count: rest.startIndex - text.startIndex, isPadded: !shortened)
  }

  func written(_ time: CivilTime, isPadded: Bool = true) -> String {
    elements.map { element in
      if case .sign(let sign) = element { return String(sign) }
      let number = "\(element.number(in: time))"
      let mayBeShort = !isPadded && (element == .month || element == .day)
      return mayBeShort
        ? number : String(repeating: "0", count: max(0, element.width - number.count)) + number
    }.joined()
  }

  /// How long a time can be that is written in this form, in seconds.
  var span: Double {
    if elements.contains(.second) { return 1 }
    if elements.contains(.minute) { return 60 }
    if elements.contains(.hour) { return 3600 }
    return elements.contains(.day) ? 86_400 : elements.contains(.month) ? 31 * 86_400 : 366 * 86_400
  }

  /// Whether it can end before a text: not where that would make it the beginning of something
  /// else.
  func canEnd(before text: ArraySlice<Character>) -> Bool {
    guard let next = text.first else { return true }
    // The 15 of `2026/11/27/15-orders` is no hour.
    if elements.suffix(2) == [.sign("/"), .hour] { return next == "/" }
    // Nor are the first two numbers of `2026-11-300` a month.
    if !elements.contains(.day) {
      return !("-/_.".contains(next) && text.dropFirst().first?.isDecimalDigit == true)
    }
    return true
  }
}

extension DateForm.Element {
  var width: Int {
    switch self {
    case .year: 4
    case .millisecond: 3
    case .shortYear, .month, .day, .hour, .minute, .second: 2
    case .sign: 1
    }
  }

  func put(_ number: Int, into time: inout CivilTime) {
    switch self {
    case .year: time.year = number
    case .shortYear: time.year = 2000 + number
    case .month: time.month = number
    case .day: time.day = number
    case .hour: time.hour = number
    case .minute: time.minute = number
    case .second: time.second = number
    case .millisecond: time.microsecond = number * 1000
    case .sign: break
    }
  }

  func number(in time: CivilTime) -> Int {
    switch self {
    case .year: time.year
    case .shortYear: time.year % 100
    case .month: time.month
    case .day: time.day
    case .hour: time.hour
    case .minute: time.minute
    case .second: time.second
    case .millisecond: time.microsecond / 1000
    case .sign: 0
    }
  }
}

extension Character {
  var isDecimalDigit: Bool { ("0"..."9").contains(self) }
}
