/// Checks the text of a theme or of the configuration before TOMLKit gets it.
///
/// The parser in TOMLKit 0.6 (toml++) has assertions that invalid text can trip: a `[header]`
/// without a key, a list that a `}` ends, odd characters outside texts, half a date. They would
/// crash the program where the author of the text needs a line and a reason. Dates are refused
/// altogether: nothing here uses them. So is anything nested deeper than anything here: TOMLKit
/// frees tables one inside the other, and thousands of them overflow the stack.
struct TOMLGuard {
  struct Refusal: Error, Hashable {
    /// From 1.
    var line: Int
    var message: String
  }

  /// Neither brackets nor the parts of a key may nest deeper.
  private static let deepest = 16

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var line = 1
  /// Brackets and braces that are open.
  private var open: [Unicode.Scalar] = []
  /// Dots since the last place a key could begin: each one is a table inside another.
  private var dots = 0
  /// Nothing but blanks so far on this line.
  private var isAtStart = true

  private init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    // A byte order mark is allowed at the very start.
    if scalars.first == "\u{FEFF}" { position = 1 }
  }

  /// - Throws: The first thing that TOMLKit must not see.
  static func check(_ text: String) throws(Refusal) {
    var guarded = TOMLGuard(text)
    while let next = guarded.peek() { try guarded.step(next) }
  }

  private mutating func step(_ next: Unicode.Scalar) throws(Refusal) {
    let wasAtStart = isAtStart
    if next != " ", next != "\t", next != "\r" { isAtStart = false }
    switch next {
    case "\n": advanceOverNewline()
    case " ", "\t", "\r": position += 1
    case "=", ",":
      position += 1
      dots = 0
    case "#": while let other = peek(), other != "\n" { position += 1 }
    case "\"", "'": try skipText(next)
    case "[":
      if wasAtStart, open.isEmpty { try checkHeader() }
      try openOrClose(next)
    case "{", "]", "}": try openOrClose(next)
    default:
      guard Self.isPlain(next) else {
        throw refusal("`\(Character(next))` has no place here: a text stands in quotes")
      }
      try skipWord()
    }
  }

  private mutating func openOrClose(_ bracket: Unicode.Scalar) throws(Refusal) {
    position += 1
    switch bracket {
    case "[", "{":
      open.append(bracket)
      dots = 0
      if open.count > Self.deepest { throw refusal("this is nested too deep") }
    default:
      guard open.popLast() == (bracket == "]" ? "[" : "{") else {
        throw refusal("this `\(bracket)` closes nothing")
      }
    }
  }

  private func checkHeader() throws(Refusal) {
    var ahead = position + 1
    if peek(at: ahead) == "[" { ahead += 1 }
    while let blank = peek(at: ahead), blank == " " || blank == "\t" { ahead += 1 }
    guard let key = peek(at: ahead) else { return }
    let isKey = Self.isPlain(key) && key != "." && key != "+"
    guard isKey || ["\"", "'", "]"].contains(key) else {
      throw refusal("a key is missing after the `[`")
    }
  }

  /// A key, a number or a word.
  private mutating func skipWord() throws(Refusal) {
    let start = position
    while let next = peek(), Self.isPlain(next) {
      position += 1
      if next == "." { dots += 1 }
    }
    if dots >= Self.deepest { throw refusal("this key has too many parts") }
    var word = scalars[start..<position]
    if word.first == "+" || word.first == "-" { word.removeFirst() }
    if word.count > 4, word.prefix(4).allSatisfy({ ("0"..."9").contains($0) }),
      word[word.startIndex + 4] == "-"
    {
      throw refusal("a date has no place here")
    }
  }

  private mutating func skipText(_ quote: Unicode.Scalar) throws(Refusal) {
    let isLong = isTriple(quote)
    position += isLong ? 3 : 1
    while let next = peek() {
      if next == "\\", quote == "\"" {
        position += 1
        // A C string would end there, silently dropping the rest of the text.
        let isNull = ["u0000", "U00000000"].contains { escape in
          escape.unicodeScalars.enumerated().allSatisfy { peek(at: position + $0) == $1 }
        }
        if isNull { throw refusal("a NUL has no place in a text") }
        if peek() == "\n" { advanceOverNewline() } else { position += 1 }
      } else if isLong ? isTriple(quote) : next == quote {
        position += isLong ? 3 : 1
        // Up to two quotes may come before the three that end a text.
        var extra = 0
        while isLong, extra < 2, peek() == quote {
          position += 1
          extra += 1
        }
        return
      } else if next == "\n" {
        if !isLong { return }
        advanceOverNewline()
      } else {
        position += 1
      }
    }
  }

  private mutating func advanceOverNewline() {
    position += 1
    line += 1
    dots = 0
    isAtStart = true
  }

  private func isTriple(_ quote: Unicode.Scalar) -> Bool {
    (0..<3).allSatisfy { peek(at: position + $0) == quote }
  }

  private func peek() -> Unicode.Scalar? { peek(at: position) }

  private func peek(at place: Int) -> Unicode.Scalar? {
    place < scalars.count ? scalars[place] : nil
  }

  private func refusal(_ message: String) -> Refusal { Refusal(line: line, message: message) }

  /// What keys, numbers and words are made of.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", "+", ".": true
    default: false
    }
  }
}
