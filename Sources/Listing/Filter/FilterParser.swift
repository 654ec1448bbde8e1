import Words

/// Reads the filter language by recursive descent.
struct FilterParser {
  enum Keyword: String { case and, or, not }

  /// How deep parentheses and `!` may be nested: nobody writes a filter that is deeper.
  private static let deepest = 64

  var scanner: FilterScanner
  private var depth = 0

  init(_ text: String) {
    scanner = FilterScanner(text)
  }

  static func keyword(_ word: String) -> Keyword? { Keyword(rawValue: word.lowercased()) }

  /// Nil for a text that has nothing in it.
  mutating func parse() throws(FilterProblem) -> FilterExpression? {
    do {
      return try wholeText()
    } catch {
      throw scanner.inCharacters(error)
    }
  }

  private mutating func wholeText() throws(FilterProblem) -> FilterExpression? {
    scanner.skipBlanks()
    if scanner.isAtEnd { return nil }
    let expression = try alternatives()
    scanner.skipBlanks()
    guard scanner.isAtEnd else { throw scanner.problem("this `)` closes nothing") }
    return expression
  }

  private mutating func alternatives() throws(FilterProblem) -> FilterExpression {
    var parts = [try conjunction()]
    while takeKeyword(.or) { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : .or(parts)
  }

  private mutating func conjunction() throws(FilterProblem) -> FilterExpression {
    var parts = [try operand()]
    while true {
      scanner.skipBlanks()
      if scanner.isAtEnd || scanner.peek == ")" || peekKeyword() == .or { break }
      _ = takeKeyword(.and)
      parts.append(try operand())
    }
    return parts.count == 1 ? parts[0] : .and(parts)
  }

  private mutating func operand() throws(FilterProblem) -> FilterExpression {
    scanner.skipBlanks()
    let start = scanner.position
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepest { throw scanner.problem("this is nested too deep") }
    if scanner.isAtEnd { throw scanner.gap("something to look for is missing here") }
    if let keyword = peekKeyword(), keyword != .not {
      var ahead = scanner
      _ = ahead.bareWord()
      // At the end of the text it may be the beginning of a longer word.
      throw ahead.gap(
        "`\(keyword.rawValue)` needs a filter on both sides; to look for the word, quote it",
        from: start)
    }

    if scanner.peekOperator == nil, scanner.skip("!") || takeKeyword(.not) {
      return .not(try operand())
    }
    switch scanner.peek {
    case "(": return try group(openedAt: start)
    case ")": throw scanner.problem("this `)` closes nothing")
    case ",":
      throw scanner.problem(
        "`,` separates the values of a field, as in status=failed,canceled; to look for it, quote it"
      )
    case "\"", "'":
      let word = try scanner.quoted()
      if let sign = scanner.peekOperator {
        throw scanner.problem("`\(sign.rawValue)` needs a field before it, without quotes")
      }
      try scanner.expectEndOfValue()
      return .word(word)
    default: break
    }
    if let sign = scanner.peekOperator {
      throw scanner.problem("`\(sign.rawValue)` needs a field before it, as in status=failed")
    }
    return try wordOrComparison()
  }

  private mutating func group(openedAt start: Int) throws(FilterProblem) -> FilterExpression {
    _ = scanner.skip("(")
    scanner.skipBlanks()
    if scanner.peek == ")" { throw scanner.problem("there is nothing between the parentheses") }
    if scanner.isAtEnd { throw scanner.gap("this `(` is not closed", from: start) }
    let inner = try alternatives()
    scanner.skipBlanks()
    guard scanner.skip(")") else { throw scanner.gap("this `(` is not closed", from: start) }
    return inner
  }

  private mutating func wordOrComparison() throws(FilterProblem) -> FilterExpression {
    let start = scanner.position
    let word = scanner.bareWord()
    let end = scanner.position
    if let comparison = try comparisonByColon(in: word, from: start) { return comparison }
    scanner.skipBlanks()
    guard let sign = scanner.peekOperator else {
      scanner.position = end
      if scanner.peek == "," {
        throw scanner.problem(
          "`,` separates the values of a field, as in id~\(word),…; to look for it, quote it")
      }
      if FilterTime.isSet(word) { return .wordOrTonight(word) }
      return FilterStatus(word: word).map { .wordOrStatus(word, $0) } ?? .word(word)
    }
    guard let field = FilterField(named: word) else {
      let names = FilterField.named.map(\.name)
      let hint = Spelling.hint(for: word, among: names)
      let all = hint.isEmpty ? "; fields are \(names.sorted().joined(separator: " "))" : ""
      throw FilterProblem(offset: start, message: "unknown field `\(word)`\(hint)\(all)")
    }
    guard field.operators.contains(sign) else {
      let signs = field.operators.map { "`\($0.rawValue)`" }.joined(separator: " ")
      throw scanner.problem("`\(word)` can't be compared by `\(sign.rawValue)`: it takes \(signs)")
    }
    scanner.skip(sign)
    return try comparison(of: field, sign)
  }

  /// `status:failed` or `progress:>50`, as other search boxes write it; nil where the word is none.
  private mutating func comparisonByColon(in word: String, from start: Int) throws(FilterProblem)
    -> FilterExpression?
  {
    guard let name = FilterField.name(before: ":", in: word), let field = FilterField(named: name)
    else { return nil }
    scanner.position = start + name.unicodeScalars.count + 1
    if let sign = scanner.peekOperator, field.operators.contains(sign) {
      scanner.skip(sign)
      return try comparison(of: field, sign)
    }
    return try comparison(of: field, field.usualOperator, writtenAs: ":")
  }

  private func peekKeyword() -> Keyword? {
    var ahead = scanner
    ahead.skipBlanks()
    let word = ahead.bareWord()
    guard let keyword = Self.keyword(word) else { return nil }
    // `or=x` is a field of that name, which the field table then refuses.
    return ahead.peekOperator == nil ? keyword : nil
  }

  private mutating func takeKeyword(_ keyword: Keyword) -> Bool {
    guard peekKeyword() == keyword else { return false }
    scanner.skipBlanks()
    _ = scanner.bareWord()
    return true
  }
}
