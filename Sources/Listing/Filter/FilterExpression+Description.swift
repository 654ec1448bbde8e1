import Ground

extension FilterExpression: CustomStringConvertible {
  /// The expression in the filter language: parsing it gives the same expression.
  var description: String {
    switch self {
    case .word(let word): Self.word(word)
    case .wordOrStatus(let word, _), .wordOrTonight(let word): word
    case .text(let field, let sign, let values):
      Self.comparison(field.rawValue, sign, values.map { Self.text($0, after: sign) })
    case .status(let sign, let values): Self.comparison("status", sign, values.map(\.rawValue))
    case .number(let field, let sign, let values):
      Self.comparison(field.rawValue, sign, values.map { Self.number($0, of: field) })
    case .elapsedThanUsual(let sign): Self.comparison("elapsed", sign, ["usual"])
    case .time(let field, let sign, let values):
      Self.comparison(field.rawValue, sign, values.map(\.description))
    case .not(let inner): "!\(inner.grouped)"
    case .and(let parts): parts.map(\.grouped).joined(separator: " ")
    case .or(let parts): parts.map(\.grouped).joined(separator: " or ")
    }
  }

  private var grouped: String {
    switch self {
    case .and, .or: "(\(description))"
    default: description
    }
  }

  private static func comparison(_ field: String, _ sign: FilterOperator, _ values: [String])
    -> String
  {
    field + sign.rawValue + values.joined(separator: ",")
  }

  private static func word(_ word: String) -> String {
    let isPlain =
      !word.isEmpty && hasNone(of: "()=~<>,!\"'", word) && FilterParser.keyword(word) == nil
      && FilterStatus(word: word) == nil && !FilterTime.isSet(word)
      && FilterField.name(before: ":", in: word) == nil
    return isPlain ? word : quoted(word)
  }

  /// A value in the filter language, in quotes where it needs them.
  static func text(_ text: FilterText, after sign: FilterOperator) -> String {
    switch text {
    case .literal(let literal):
      let isPlain =
        literal.unicodeScalars.first.map { !"/=~<>!\"'".unicodeScalars.contains($0) } ?? false
        && hasNone(of: "(),", literal)
      return isPlain ? literal : quoted(literal)
    case .pattern(let pattern):
      return "/\(escaping(["/"], in: pattern))/"
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"\(escaping(["\\", "\""], in: text))\""
  }

  private static func hasNone(of signs: String, _ text: String) -> Bool {
    text.unicodeScalars.allSatisfy {
      !$0.properties.isWhitespace && !signs.unicodeScalars.contains($0)
    }
  }

  private static func escaping(_ signs: [Unicode.Scalar], in text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if signs.contains(scalar) { escaped.append("\\" as Unicode.Scalar) }
      escaped.append(scalar)
    }
    return String(escaped)
  }

  private static func number(_ value: Double, of field: FilterNumberField) -> String {
    switch field {
    case .progress: FilterUnits.plain(value)
    case .data: FilterUnits.plain(value) + "gb"
    case .age, .elapsed: FilterUnits.span(value)
    }
  }
}

extension FilterTime: CustomStringConvertible {
  var description: String {
    switch self {
    case .today: "today"
    case .yesterday: "yesterday"
    case .tonight: "tonight"
    case .weekday(let day): day.rawValue
    case .clock(let time): time.description
    case .span(let seconds): FilterUnits.span(seconds)
    case .day(let time): Self.day(time)
    case .minute(let time): "\(Self.day(time))T\(Self.two(time.hour)):\(Self.two(time.minute))"
    case .second(let time):
      "\(Self.day(time))T\(Self.two(time.hour)):\(Self.two(time.minute)):\(Self.two(time.second))"
    }
  }

  private static func day(_ time: CivilTime) -> String {
    let year = String(repeating: "0", count: max(0, 4 - "\(time.year)".count)) + "\(time.year)"
    return "\(year)-\(two(time.month))-\(two(time.day))"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
