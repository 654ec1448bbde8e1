import Ground
import Words

extension FilterParser {
  /// - Parameter sign: As it was written, if not as the operator.
  mutating func comparison(
    of field: FilterField, _ sign: FilterOperator, writtenAs written: String? = nil
  ) throws(FilterProblem) -> FilterExpression {
    let written = written ?? sign.rawValue
    switch field {
    case .text(let field): return .text(field, sign, try values(Self.text, sign, written))
    case .status: return .status(sign, try values(Self.status, sign, written))
    case .number(.progress):
      return .number(.progress, sign, try values(Self.percent, sign, written))
    case .number(.data):
      return .number(.data, sign, try values(Self.gigabytes, sign, written))
    case .number(.elapsed):
      let limits = try values(
        { (value) throws(FilterProblem) in try Self.limit(value, sign) }, sign, written)
      if limits == [nil] { return .elapsedThanUsual(sign) }
      return .number(.elapsed, sign, limits.compactMap(\.self))
    case .number(let field): return .number(field, sign, try values(Self.seconds, sign, written))
    case .time(let field):
      let time = { (value: FilterScanner.Value) throws(FilterProblem) -> FilterTime in
        try Self.time(value, of: field, sign)
      }
      return .time(field, sign, try values(time, sign, written))
    }
  }

  /// The values after an operator, separated by commas. Each is read before the next is looked at,
  /// so that the first mistake is the one that is told.
  private mutating func values<Result>(
    _ read: (FilterScanner.Value) throws(FilterProblem) -> Result, _ sign: FilterOperator,
    _ written: String
  ) throws(FilterProblem) -> [Result] {
    let start = scanner.position
    var results: [Result] = []
    repeat {
      if !results.isEmpty, !sign.takesList {
        scanner.skipBlanks()
        throw scanner.problem("`\(written)` takes one value")
      }
      let value = try scanner.nextValue(
        patterns: sign == .contains, after: results.isEmpty ? written : ",")
      if scanner.peek == "(" {
        throw FilterProblem(
          offset: start, message: "a value with parentheses is written in quotes")
      }
      do throws(FilterProblem) {
        results.append(try read(value))
      } catch {
        throw scanner.isAtEnd && value.canBecomeRight(read)
          ? FilterProblem(offset: error.offset, message: error.message, isUnfinished: true) : error
      }
    } while scanner.skipComma()
    return results
  }

  private static func text(_ value: FilterScanner.Value) throws(FilterProblem) -> FilterText {
    guard value.isPattern else { return .literal(value.text) }
    do {
      _ = try PosixPattern(value.text)
    } catch {
      throw FilterProblem(offset: value.offset, message: error.message)
    }
    return .pattern(value.text)
  }

  private static func status(_ value: FilterScanner.Value) throws(FilterProblem) -> FilterStatus {
    if let status = FilterStatus(word: value.text) { return status }
    let hint = Spelling.hint(for: value.text, among: FilterStatus.words)
    let all = hint.isEmpty ? "; there are \(FilterStatus.words.joined(separator: " "))" : ""
    throw FilterProblem(
      offset: value.offset, message: "unknown status `\(value.text)`\(hint)\(all)")
  }

  private static func percent(_ value: FilterScanner.Value) throws(FilterProblem) -> Double {
    var rest = value.text[...]
    guard let number = takeNumber(&rest), rest.isEmpty || rest == "%" else {
      throw unreadable(value, rest, "progress is a percentage, such as progress>=50")
    }
    return number
  }

  private static func gigabytes(_ value: FilterScanner.Value) throws(FilterProblem) -> Double {
    var rest = value.text[...]
    let number = takeNumber(&rest)
    let unit = rest.lowercased()
    let factor = unit.isEmpty ? 1 : FilterUnits.data.first { $0.name == unit }?.gigabytes
    guard let number, let factor else {
      throw unreadable(value, rest, "data is in gb, tb or pb, such as data>100gb")
    }
    return thousandths(number * factor)
  }

  /// Seconds; nil for what is usual.
  private static func limit(
    _ value: FilterScanner.Value, _ sign: FilterOperator
  ) throws(FilterProblem) -> Double? {
    guard value.text.lowercased() == "usual" else { return try seconds(value) }
    if sign.takesList {
      throw FilterProblem(
        offset: value.offset, message: "what is usual is compared by `<` or `>`: elapsed>usual")
    }
    return nil
  }

  private static func seconds(_ value: FilterScanner.Value) throws(FilterProblem) -> Double {
    var rest = value.text[...]
    guard let seconds = takeSpan(&rest) else {
      throw unreadable(value, rest, TimeSpan.form)
    }
    return seconds
  }

  /// A whole text as a time span, in seconds; nil where it is none, and then `rest` is what can't
  /// be read.
  static func takeSpan(_ rest: inout Substring) -> Double? {
    var total = 0.0
    repeat {
      guard let number = takeNumber(&rest),
        let unit = FilterUnits.durations.first(where: { $0.name == rest.prefix(1).lowercased() })
      else { return nil }
      rest.removeFirst()
      total += number * unit.seconds
    } while !rest.isEmpty
    return thousandths(total)
  }

  /// Says what can't be read and what it should be; the caret goes where reading stopped.
  private static func unreadable(
    _ value: FilterScanner.Value, _ rest: Substring, _ message: String
  ) -> FilterProblem {
    let read = value.isQuoted ? 0 : value.text.unicodeScalars.count - rest.unicodeScalars.count
    return FilterProblem(
      offset: value.offset + read, message: "`\(value.text)` can't be read: \(message)")
  }

  /// Digits with at most one point between them, below a trillion.
  private static func takeNumber(_ text: inout Substring) -> Double? {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard digits.first != ".", digits.last != ".", let number = Double(digits), number < 1e12 else {
      return nil
    }
    text = text[digits.endIndex...]
    return thousandths(number)
  }

  /// So that a number that was read, written and read again is the same.
  private static func thousandths(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }

  private static func time(
    _ value: FilterScanner.Value, of field: FilterTimeField, _ sign: FilterOperator
  ) throws(FilterProblem) -> FilterTime {
    if let time = FilterTime(word: value.text) ?? FilterTime(written: value.text) { return time }
    if let time = TimeOfDay(written: value.text) { return .clock(time) }
    guard let seconds = try? seconds(value) else {
      throw FilterProblem(
        offset: value.offset,
        message: "`\(value.text)` can't be read: a time is today, yesterday, 2026-11-21, "
          + "2026-11-21T02:00, 20:00, tonight, mon, or a span such as 2h")
    }
    if sign.takesList {
      let when = field.isAhead ? "from now" : "ago"
      throw FilterProblem(
        offset: value.offset,
        message: "a span is compared by `<` or `>`: \(field.rawValue)<\(value.text) is less than "
          + "\(value.text) \(when)")
    }
    return .span(seconds)
  }
}

extension FilterTime {
  /// `2026-11-21`, `2026-11-21T02:00` or `2026-11-21T02:00:30`; a blank may stand for the `T`.
  init?(written text: String) {
    let halves = text.split(omittingEmptySubsequences: false) { "Tt ".contains($0) }
    guard (1...2).contains(halves.count),
      let day = Self.numbers(halves[0], widths: [4, 2, 2], separator: "-")
    else { return nil }
    var time = CivilTime(year: day[0], month: day[1], day: day[2])
    if halves.count == 1 {
      self = .day(time)
    } else if let clock = Self.numbers(halves[1], widths: [2, 2], separator: ":") {
      (time.hour, time.minute) = (clock[0], clock[1])
      self = .minute(time)
    } else if let clock = Self.numbers(halves[1], widths: [2, 2, 2], separator: ":") {
      (time.hour, time.minute, time.second) = (clock[0], clock[1], clock[2])
      self = .second(time)
    } else {
      return nil
    }
    if !time.isValid() { return nil }
  }

  private static func numbers(_ text: Substring, widths: [Int], separator: Character) -> [Int]? {
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.map(\.count) == widths,
      parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } })
    else { return nil }
    let numbers = parts.compactMap { Int($0) }
    return numbers.count == widths.count ? numbers : nil
  }
}
