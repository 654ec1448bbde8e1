import Ground

/// Writes JSON as Python's `json.dumps(…, indent=4, ensure_ascii=False)` does.
struct JSONWriter: Sendable {
  private(set) var bytes: [UInt8] = []
  private var depth = 0
  /// Whether the innermost object or array has nothing in it yet.
  private var isEmpty = true

  /// What was written since the last time.
  mutating func drain() -> [UInt8] {
    defer { bytes = [] }
    return bytes
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
    if !isEmpty { bytes.append(UInt8(ascii: ",")) }
    isEmpty = false
    startLine()
  }

  /// Begins the next member of an object.
  mutating func key(_ name: StaticString) {
    element()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    bytes.append(contentsOf: "\": ".utf8)
  }

  mutating func string(_ text: String) {
    var text = text
    bytes.append(UInt8(ascii: "\""))
    let isPlain = text.withUTF8 { buffer in
      guard Self.isPlain(buffer) else { return false }
      bytes.append(contentsOf: buffer)
      return true
    }
    if !isPlain { for scalar in text.unicodeScalars { append(scalar) } }
    bytes.append(UInt8(ascii: "\""))
  }

  /// A number, or text that is known to need no escape.
  mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func newline() { bytes.append(UInt8(ascii: "\n")) }

  /// Whether a byte is ASCII that is written as it is.
  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  /// Whether all is ASCII that is written as it is: without an early exit, so that many bytes are
  /// looked at in one step.
  private static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var strangers: UInt8 = 0
    for byte in text { strangers |= isPlain(byte) ? 0 : 1 }
    return strangers == 0
  }

  /// A newline and the spaces of the deepest level that is written.
  private static let lineStart =
    [UInt8(ascii: "\n")] + [UInt8](repeating: UInt8(ascii: " "), count: 32)

  private mutating func startLine() {
    bytes.append(contentsOf: Self.lineStart.prefix(1 + 4 * depth))
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
