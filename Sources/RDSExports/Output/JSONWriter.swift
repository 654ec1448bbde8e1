import Ground

/// Writes JSON as Python's `json.dumps(…, indent=4, ensure_ascii=False)` does.
struct JSONWriter: Sendable {
  private(set) var bytes: [UInt8] = []
  private var depth = 0
  /// Whether the innermost object or array has nothing in it yet.
  private var isEmpty = true

  /// For a document from its beginning.
  init() {}

  /// For what follows the first element of a list within a document.
  /// - Parameters:
  ///   - depth: How many brackets are open.
  ///   - room: How many bytes to expect.
  init(within depth: Int, room: Int) {
    self.depth = depth
    isEmpty = false
    bytes.reserveCapacity(room)
  }

  /// What has been written so far, to be taken back to.
  struct Mark {
    fileprivate var count: Int
    fileprivate var depth: Int
    fileprivate var isEmpty: Bool
  }

  var mark: Mark { Mark(count: bytes.count, depth: depth, isEmpty: isEmpty) }

  mutating func takeBack(to mark: Mark) {
    bytes.removeSubrange(mark.count...)
    (depth, isEmpty) = (mark.depth, mark.isEmpty)
  }

  mutating func open(_ bracket: Unicode.Scalar) {
    bytes.append(UInt8(ascii: bracket))
    depth += 1
    isEmpty = true
  }

  mutating func close(_ bracket: Unicode.Scalar) {
    depth -= 1
    if !isEmpty { startLine() }
    bytes.append(UInt8(ascii: bracket))
    isEmpty = false
  }

  /// Begins the next element of an array or, by itself, of nothing.
  mutating func element() {
    guard depth > 0 else { return }
    let (isFirst, indent) = (isEmpty, self.indent)
    bytes.append(atMost: 2 + indent) { cursor in
      Self.startElement(isFirst: isFirst, indent, &cursor)
    }
    isEmpty = false
  }

  /// Begins the next member of an object.
  mutating func key(_ name: StaticString) {
    let (isFirst, indent) = (isEmpty, self.indent)
    bytes.append(atMost: Self.room(for: name, indent)) { cursor in
      Self.startElement(isFirst: isFirst, indent, &cursor)
      Self.write(name, &cursor)
    }
    isEmpty = false
  }

  /// A whole member whose value is a text, of valid UTF-8.
  mutating func member(_ name: StaticString, _ text: UnsafeBufferPointer<UInt8>) {
    guard Self.isPlain(text), let start = text.baseAddress else {
      key(name)
      return string(text)
    }
    let (isFirst, indent) = (isEmpty, self.indent)
    bytes.append(atMost: Self.room(for: name, indent) + text.count + 2) { cursor in
      Self.startElement(isFirst: isFirst, indent, &cursor)
      Self.write(name, &cursor)
      cursor.write(UInt8(ascii: "\""))
      cursor.write(start, count: text.count)
      cursor.write(UInt8(ascii: "\""))
    }
    isEmpty = false
  }

  private static func room(for name: StaticString, _ indent: Int) -> Int {
    name.utf8CodeUnitCount + indent + 6
  }

  @inline(__always)
  private static func startElement(isFirst: Bool, _ indent: Int, _ cursor: inout ByteCursor) {
    if !isFirst { cursor.write(UInt8(ascii: ",")) }
    cursor.write(lineStart.utf8Start, count: 1 + indent)
  }

  @inline(__always)
  private static func write(_ name: StaticString, _ cursor: inout ByteCursor) {
    cursor.write(UInt8(ascii: "\""))
    cursor.write(name)
    cursor.write(UInt8(ascii: "\""))
    cursor.write(UInt8(ascii: ":"))
    cursor.write(UInt8(ascii: " "))
  }

  mutating func string(_ text: String) {
    var text = text
    text.withUTF8 { string($0) }
  }

  /// - Parameter text: Valid UTF-8.
  mutating func string(_ text: UnsafeBufferPointer<UInt8>) {
    guard Self.isPlain(text), let start = text.baseAddress else {
      bytes.append(UInt8(ascii: "\""))
      for scalar in String(decoding: text, as: UTF8.self).unicodeScalars { append(scalar) }
      bytes.append(UInt8(ascii: "\""))
      return
    }
    bytes.append(atMost: text.count + 2) { cursor in
      cursor.write(UInt8(ascii: "\""))
      cursor.write(start, count: text.count)
      cursor.write(UInt8(ascii: "\""))
    }
  }

  /// A time in UTC, as a string.
  mutating func time(_ time: CivilTime) {
    bytes.append(atMost: CivilTime.longestISO8601 + 8) { cursor in
      cursor.write(UInt8(ascii: "\""))
      cursor.advance(by: time.writeISO8601(to: cursor.next))
      cursor.write("+00:00\"")
    }
  }

  /// A number, or text that is known to need no escape.
  mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// The same from bytes.
  mutating func raw(_ text: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: text) }

  /// Whether a byte is ASCII that is written as it is.
  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  /// Whether all is ASCII that is written as it is.
  private static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count >= 8 else { return text.allSatisfy { isPlain($0) } }
    let raw = UnsafeRawBufferPointer(text)
    // Eight bytes at a time, the last ones twice where need be.
    var strangers = strangers(raw.loadUnaligned(fromByteOffset: text.count - 8, as: UInt64.self))
    for offset in stride(from: 0, to: text.count - 8, by: 8) {
      strangers |= self.strangers(raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    return strangers == 0
  }

  /// Zero for eight bytes of ASCII that are written as they are.
  @inline(__always)
  private static func strangers(_ word: UInt64) -> UInt64 {
    let highBits: UInt64 = 0x8080_8080_8080_8080
    let lowBits = ~highBits
    // Without its high bit a byte can't borrow from the next one, nor carry into it.
    let low = word & lowBits
    let isControl = ~((low | highBits) &- 0x2020_2020_2020_2020)
    let isDelete = (low &+ 0x0101_0101_0101_0101)
    let isQuote = ~((low ^ 0x2222_2222_2222_2222) &+ lowBits)
    let isBackslash = ~((low ^ 0x5C5C_5C5C_5C5C_5C5C) &+ lowBits)
    return (word | isControl | isDelete | isQuote | isBackslash) & highBits
  }

  /// A newline and more spaces than any level has.
  private static var lineStart: StaticString { "\n                                " }

  /// In spaces.
  private var indent: Int { min(4 * depth, Self.lineStart.utf8CodeUnitCount - 1) }

  private mutating func startLine() {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: Self.lineStart.utf8Start, count: 1 + indent))
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    if scalar.isASCII, Self.isPlain(UInt8(scalar.value)) {
      bytes.append(UInt8(scalar.value))
      return
    }
    switch scalar {
    case "\"": raw("\\\"")
    case "\\": raw("\\\\")
    case "\n": raw("\\n")
    case "\r": raw("\\r")
    case "\t": raw("\\t")
    case "\u{8}": raw("\\b")
    case "\u{C}": raw("\\f")
    case _ where UntrustedText.isHidden(scalar) || UntrustedText.isLineBreak(scalar):
      for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
        let digits = String(unit, radix: 16)
        raw("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      }
    default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }
}
