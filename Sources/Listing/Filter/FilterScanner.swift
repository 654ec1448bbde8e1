/// Reads the pieces of a filter's text. It goes by scalars because a combining mark must not turn
/// the sign before it into another character.
struct FilterScanner {
  /// One value of a comparison.
  struct Value {
    var text: String
    /// Where it begins, with its quote, in scalars.
    var offset: Int
    var isQuoted = false
    var isPattern = false
  }

  private let scalars: [Unicode.Scalar]
  /// In scalars.
  var position = 0

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  var isAtEnd: Bool { position >= scalars.count }
  var peek: Unicode.Scalar? { isAtEnd ? nil : scalars[position] }

  /// What ends a value without quotes, besides blanks.
  private static let closers: Set<Unicode.Scalar> = ["(", ")", ","]

  private func text(from start: Int) -> String { Self.text(scalars[start..<position]) }

  private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  /// The same problem with its offset in characters, as people count them on a screen.
  func inCharacters(_ problem: FilterProblem) -> FilterProblem {
    var problem = problem
    problem.offset = Self.text(scalars.prefix(problem.offset)).count
    return problem
  }

  func problem(_ message: String) -> FilterProblem {
    FilterProblem(offset: position, message: message)
  }

  /// Something is missing here: at the end of the text it may still be typed.
  func gap(_ message: String) -> FilterProblem { gap(message, from: position) }

  /// What began at `start` has no end yet.
  func gap(_ message: String, from start: Int) -> FilterProblem {
    FilterProblem(offset: start, message: message, isUnfinished: isAtEnd)
  }

  mutating func skipBlanks() {
    while let next = peek, next.properties.isWhitespace { position += 1 }
  }

  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    position += 1
    return true
  }

  var peekOperator: FilterOperator? {
    guard let first = peek else { return nil }
    let isFollowedByEqual = position + 1 < scalars.count && scalars[position + 1] == "="
    switch first {
    case "=": return .equal
    case "~": return .contains
    case "!": return isFollowedByEqual ? .notEqual : nil
    case ">": return isFollowedByEqual ? .greaterOrEqual : .greater
    case "<": return isFollowedByEqual ? .lessOrEqual : .less
    default: return nil
    }
  }

  mutating func skip(_ sign: FilterOperator) { position += sign.rawValue.count }

  /// Up to a blank, a parenthesis, a comma or an operator.
  mutating func bareWord() -> String {
    let start = position
    while let next = peek, !next.properties.isWhitespace, !Self.closers.contains(next),
      peekOperator == nil
    {
      position += 1
    }
    return text(from: start)
  }

  /// The next value of a comparison.
  /// - Parameters:
  ///   - patterns: Whether a text between slashes is a pattern.
  ///   - sign: What stands before the value.
  mutating func nextValue(patterns: Bool, after sign: String) throws(FilterProblem) -> Value {
    skipBlanks()
    return try value(patterns: patterns, after: sign)
  }

  /// Goes behind a comma, if one is next.
  mutating func skipComma() -> Bool {
    var ahead = self
    ahead.skipBlanks()
    guard ahead.skip(",") else { return false }
    self = ahead
    return true
  }

  private mutating func value(patterns: Bool, after sign: String) throws(FilterProblem) -> Value {
    let start = position
    switch peek {
    case "\"", "'":
      let text = try quoted()
      try expectEndOfValue()
      return Value(text: text, offset: start, isQuoted: true)
    case "/" where patterns:
      let text = try pattern()
      return Value(text: text, offset: start, isPattern: true)
    default:
      while let next = peek, !next.properties.isWhitespace, !Self.closers.contains(next) {
        position += 1
      }
      if position == start {
        throw gap("a value is missing after `\(sign)`")
      }
      return Value(text: text(from: start), offset: start)
    }
  }

  /// A quoted text; `\` makes the next character a plain one.
  mutating func quoted() throws(FilterProblem) -> String {
    let start = position
    guard let quote = peek else { return "" }
    position += 1
    var text = String.UnicodeScalarView()
    while let next = peek {
      position += 1
      if next == quote { return String(text) }
      if next == "\\", let escaped = peek {
        text.append(escaped)
        position += 1
      } else {
        text.append(next)
      }
    }
    throw gap("this quote is not closed", from: start)
  }

  /// A pattern between slashes; `\/` is a slash in it.
  private mutating func pattern() throws(FilterProblem) -> String {
    let start = position
    position += 1
    var text = String.UnicodeScalarView()
    while let next = peek {
      position += 1
      if next == "/" {
        guard isAtEndOfValue else {
          throw FilterProblem(
            offset: position - 1,
            message: "the pattern ends at this `/`: write `\\/` inside one, or quote a plain text")
        }
        return String(text)
      }
      if next == "\\", let escaped = peek {
        position += 1
        if escaped != "/" { text.append("\\" as Unicode.Scalar) }
        text.append(escaped)
      } else {
        text.append(next)
      }
    }
    throw gap("this pattern has no closing `/`; to look for a text, quote it", from: start)
  }

  private var isAtEndOfValue: Bool {
    peek.map { $0.properties.isWhitespace || [")", ","].contains($0) } ?? true
  }

  func expectEndOfValue() throws(FilterProblem) {
    if !isAtEndOfValue { throw problem("a blank is missing after the quote") }
  }
}
