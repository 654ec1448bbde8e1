/// A JSON document, with the line of each value: what is wrong with it can be found.
struct JSONText {
  struct Value {
    enum Kind {
      case object([(name: String, value: Value)])
      case list([Value])
      case text(String)
      case number, boolean, null
    }

    var kind: Kind
    var line: Int

    var words: String {
      switch kind {
      case .object: "an object"
      case .list: "a list"
      case .text: "a text"
      case .number: "a number"
      case .boolean: "true or false"
      case .null: "null"
      }
    }
  }

  /// The list of what an export holds may be 200 KB, and a page has a hundred tasks.
  private static let longest = 32 << 20
  private static let deepest = 32

  private let bytes: [UInt8]
  private var place = 0
  private var line = 1

  static func value(_ text: String) throws(StartTextProblem) -> Value {
    var reader = JSONText(bytes: Array(text.utf8))
    if reader.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.place = 3 }
    guard reader.bytes.count <= longest else {
      throw StartTextProblem("the text is longer than \(longest >> 20) MB")
    }
    let value = try reader.readValue(depth: 0)
    reader.skipBlanks()
    guard reader.place == reader.bytes.count else { throw reader.unexpected("the document's end") }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipBlanks() {
    while let byte, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      if byte == 0x0A { line += 1 }
      place += 1
    }
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard byte == UInt8(ascii: sign) else { return false }
    place += 1
    return true
  }

  private mutating func take(word: StaticString) -> Bool {
    let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard bytes[place...].starts(with: letters) else { return false }
    place += letters.count
    return true
  }

  private func unexpected(_ wanted: String) -> StartTextProblem {
    guard let byte else {
      return StartTextProblem(line: line, "the JSON ends where \(wanted) should be")
    }
    let sign = (0x21...0x7E).contains(byte) ? "“\(Unicode.Scalar(byte))”" : "something else"
    return StartTextProblem(line: line, "\(sign) stands where \(wanted) should be")
  }

  private mutating func readValue(depth: Int) throws(StartTextProblem) -> Value {
    skipBlanks()
    let start = line
    guard depth < Self.deepest else {
      throw StartTextProblem(line: line, "it is nested deeper than \(Self.deepest) times")
    }
    switch byte {
    case UInt8(ascii: "{"): return Value(kind: .object(try readMembers(depth)), line: start)
    case UInt8(ascii: "["): return Value(kind: .list(try readElements(depth)), line: start)
    case UInt8(ascii: "\""): return Value(kind: .text(try readText()), line: start)
    default: break
    }
    if take(word: "null") { return Value(kind: .null, line: start) }
    if take(word: "true") || take(word: "false") { return Value(kind: .boolean, line: start) }
    try readNumber()
    return Value(kind: .number, line: start)
  }

  private mutating func readMembers(
    _ depth: Int
  ) throws(StartTextProblem) -> [(name: String, value: Value)] {
    var members: [(name: String, value: Value)] = []
    place += 1
    if take("}") { return members }
    repeat {
      skipBlanks()
      guard byte == UInt8(ascii: "\"") else { throw unexpected("a member's name in quotes") }
      let name = try readText()
      guard take(":") else { throw unexpected("a colon") }
      members.append((name, try readValue(depth: depth + 1)))
    } while take(",")
    guard take("}") else { throw unexpected("a comma or }") }
    return members
  }

  private mutating func readElements(_ depth: Int) throws(StartTextProblem) -> [Value] {
    var elements: [Value] = []
    place += 1
    if take("]") { return elements }
    repeat { elements.append(try readValue(depth: depth + 1)) } while take(",")
    guard take("]") else { throw unexpected("a comma or ]") }
    return elements
  }

  private mutating func readNumber() throws(StartTextProblem) {
    let start = place
    if byte == UInt8(ascii: "-") { place += 1 }
    let isZero = byte == UInt8(ascii: "0")
    let whole = skipDigits()
    guard whole > 0, !isZero || whole == 1 else {
      place = start
      throw unexpected("a value")
    }
    if byte == UInt8(ascii: ".") {
      place += 1
      guard skipDigits() > 0 else { throw unexpected("a digit") }
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      place += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { place += 1 }
      guard skipDigits() > 0 else { throw unexpected("a digit") }
    }
  }

  private mutating func skipDigits() -> Int {
    let start = place
    while let byte, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
    return place - start
  }

  // MARK: Text

  private mutating func readText() throws(StartTextProblem) -> String {
    place += 1
    var text: [UInt8] = []
    while let byte {
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += try readEscape()
      case 0..<0x20: throw StartTextProblem(line: line, "a text holds a line break or a tab")
      default: text.append(byte)
      }
    }
    throw StartTextProblem(line: line, "a text has no closing quote")
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F,
    UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A,
    UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
  ]

  private mutating func readEscape() throws(StartTextProblem) -> [UInt8] {
    guard let byte else { throw unexpected("an escaped character") }
    place += 1
    if let plain = Self.escapes[byte] { return [plain] }
    guard byte == UInt8(ascii: "u") else {
      throw StartTextProblem(line: line, "a text holds a backslash before something else")
    }
    let first = try readCodeUnit()
    var units = [first]
    if UTF16.isLeadSurrogate(first), bytes[place...].starts(with: Array(#"\u"#.utf8)) {
      let before = place
      place += 2
      let second = try readCodeUnit()
      if UTF16.isTrailSurrogate(second) { units.append(second) } else { place = before }
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  private mutating func readCodeUnit() throws(StartTextProblem) -> UInt16 {
    let digits = bytes[place...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw StartTextProblem(line: line, "four hexadecimal digits have to follow \\u") }
    place += 4
    return unit
  }
}
