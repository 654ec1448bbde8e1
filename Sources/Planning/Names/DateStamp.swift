import FoundationEssentials
import Ground

/// A date or a part of one in a text.
struct DateStamp {
  enum Writing {
    case form(DateForm, CivilTime, isPadded: Bool)
    /// One part in a folder that names it: `month=11`.
    case part(DateForm.Element, Int, isPadded: Bool)
    /// Since 1970, in units of so many seconds.
    case count(perSecond: Double)
  }

  var range: Range<Int>
  var writing: Writing
  /// It says so itself.
  var isUTC = false

  func written(_ now: Date, offset: Int) -> String {
    let time = CivilTime(now, utcOffset: isUTC ? 0 : offset) ?? CivilTime(now)
    switch writing {
    case .form(let form, _, let isPadded):
      var exact = time
      exact.microsecond = CivilTime(now).microsecond
      return form.written(exact, isPadded: isPadded)
    case .part(let element, _, let isPadded):
      let number = "\(element.number(in: time))"
      return isPadded && number.count < 2 ? "0\(number)" : number
    case .count(let perSecond):
      return "\(Int((now.timeIntervalSince1970 * perSecond).rounded(.down)))"
    }
  }

  var span: Double {
    if case .form(let form, _, _) = writing { form.span } else { .infinity }
  }

  /// Whether it tells of a start in one zone rather than in another, both in seconds east of
  /// Greenwich.
  ///
  /// A name is made just before the start, and a restore of some hours may come between.
  func isNearer(to started: Date?, in zone: Int, than other: Int) -> Bool {
    guard let started, let one = rest(until: started, in: zone), one <= Self.longestRest else {
      return false
    }
    guard let another = rest(until: started, in: other) else { return true }
    return span >= 86_400 ? one == 0 && another > Self.longestRestore : one < another
  }

  private static let longestRest = 86_400.0
  private static let longestRestore = 3 * 3600.0
  /// Clocks differ.
  private static let skew = 120.0

  /// From its end to the start; nil where it begins after the start.
  private func rest(until started: Date, in zone: Int) -> Double? {
    guard case .form(_, let time, _) = writing else { return nil }
    let since = started.timeIntervalSince(time.date(utcOffset: zone))
    return since < -Self.skew ? nil : max(0, since - span)
  }
}

// MARK: Reading

extension DateStamp {
  /// The date that begins at a digit; nil where there is none.
  ///
  /// - Parameter source: The date of what was exported: a name may say that one.
  init?(
    in text: [Character], at index: Int, _ started: Date?, _ localOffset: Int,
    source: SourceDate? = nil
  ) {
    var found = Self.plain(in: text, at: index)
    if let started, found?.span ?? 86_400 >= 86_400 {
      found =
        Self.hourly(in: text, at: index, started, localOffset) ?? found
        ?? Self.doubtful(in: text, at: index, started, localOffset)
    }
    if found == nil, let source {
      let offset = source.hasTime ? localOffset : 0
      found = Self.doubtful(in: text, at: index, source.time.date, offset)
    }
    guard let found else { return nil }
    self = found
  }

  /// A date by its form alone.
  static func plain(in text: [Character], at index: Int) -> DateStamp? {
    for form in DateForm.plain {
      guard let reading = form.read(text[index...]) else { continue }
      let rest = text[(index + reading.count)...]
      guard form.canEnd(before: rest) else { continue }
      let hasTime = form.elements.contains(.hour)
      return DateStamp(
        range: index..<rest.startIndex,
        writing: .form(form, reading.time, isPadded: reading.isPadded),
        isUTC: hasTime && (rest.starts(with: "Z") || rest.starts(with: "z"))
          && rest.dropFirst().first?.isLetter != true)
    }
    return nil
  }

  /// A date and an hour, where the task started soon after it.
  static func hourly(
    in text: [Character], at index: Int, _ started: Date, _ localOffset: Int
  ) -> DateStamp? {
    for form in DateForm.hourly {
      guard let reading = form.read(text[index...]) else { continue }
      let stamp = DateStamp(
        range: index..<index + reading.count, writing: .form(form, reading.time, isPadded: true))
      let rests = [localOffset, 0].compactMap { stamp.rest(until: started, in: $0) }
      if rests.contains(where: { $0 <= longestRestore }) { return stamp }
    }
    return nil
  }

  /// What is a date because it is the one when the task started, or of its source.
  static func doubtful(
    in text: [Character], at index: Int, _ started: Date, _ localOffset: Int
  ) -> DateStamp? {
    for form in DateForm.doubtful {
      for offset in [localOffset, 0] {
        guard let time = CivilTime(started, utcOffset: offset) else { continue }
        let words = form.written(time)
        let rest = text[index...].dropFirst(words.count)
        let isAlone = !isPart(index > 0 ? text[index - 1] : nil) && !isPart(rest.first)
        if text[index...].starts(with: words), rest.first?.isDecimalDigit != true,
          isAlone || form.elements != [.year]
        {
          return DateStamp(
            range: index..<rest.startIndex, writing: .form(form, time, isPadded: true))
        }
      }
    }
    let digits = text[index...].prefix(while: \.isDecimalDigit)
    guard [10, 13].contains(digits.count), let number = Double(String(digits)) else { return nil }
    let perSecond = digits.count == 10 ? 1.0 : 1000
    guard abs(number / perSecond - started.timeIntervalSince1970) <= 86_400 else { return nil }
    return DateStamp(
      range: index..<index + digits.count, writing: .count(perSecond: perSecond))
  }

  /// Folders that name a part of a date: `year=2026/month=11/day=27`, `dt=2026-11-27/hour=15`.
  /// - Parameter amongDates: Whether there are other dates; without, only a year begins one.
  static func named(in text: [Character], amongDates: Bool) -> [DateStamp] {
    var stamps: [DateStamp] = []
    var isAmongDates = amongDates
    for index in text.indices where text[index] == "=" {
      let key = String(text[..<index].reversed().prefix(while: \.isLetter).reversed())
      let digits = text[(index + 1)...].prefix(while: \.isDecimalDigit)
      guard let element = Self.keys[key.lowercased()], let number = Int(String(digits)),
        element.takes(number, digits: digits.count)
      else { continue }
      if element == .year { isAmongDates = true }
      guard isAmongDates else { continue }
      stamps.append(
        DateStamp(
          range: index + 1..<index + 1 + digits.count,
          writing: .part(element, number, isPadded: digits.count == element.width)))
    }
    return stamps
  }

  private static func isPart(_ neighbour: Character?) -> Bool {
    neighbour.map { $0.isLetter || $0.isNumber } ?? false
  }

  /// The date that the named parts of a text are in all; nil where they are less than a day.
  init?(ofParts stamps: [DateStamp]) {
    var time = CivilTime(year: 2000, month: 1, day: 1)
    var elements: [DateForm.Element] = []
    for case .part(let element, let number, _) in stamps.map(\.writing) {
      element.put(number, into: &time)
      elements.append(element)
    }
    guard Set([.year, .month, .day]).isSubset(of: elements), time.isValid() else { return nil }
    self.init(
      range: 0..<0, writing: .form(DateForm(elements: elements), time, isPadded: true))
  }

  private static let keys: [String: DateForm.Element] = [
    "year": .year, "yyyy": .year, "y": .year, "month": .month, "mm": .month, "m": .month,
    "day": .day, "dd": .day, "d": .day, "hour": .hour, "hh": .hour, "h": .hour,
    "minute": .minute, "min": .minute,
  ]
}

extension DateForm.Element {
  fileprivate func takes(_ number: Int, digits: Int) -> Bool {
    let range: ClosedRange<Int> =
      switch self {
      case .year: 2000...2099
      case .month: 1...12
      case .day: 1...31
      case .hour: 0...23
      default: 0...59
      }
    return range.contains(number) && (digits == width || digits == 1 && self != .year)
  }
}
