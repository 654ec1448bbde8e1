/// Which bytes and characters a document may be made of (XML 1.0, §2.2 and §2.3).
enum XMLCharacters {
  static func isWhitespace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D
  }

  static func startsName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "_"), UInt8(ascii: ":"), 0x80...: true
    default: false
    }
  }

  /// Whether a byte can't be part of a name.
  static func endsName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): false
    default: !startsName(byte)
    }
  }

  static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...: true
    default: false
    }
  }

  /// Checks that a document is valid UTF-8 and that each of its characters is allowed.
  static func check(_ bytes: [UInt8]) throws(XMLError) {
    let problem = bytes.withUnsafeBytes { firstProblem(in: $0) }
    if let problem { throw problem }
  }

  /// The document with U+FFFD in place of what isn't allowed.
  static func mended(_ bytes: [UInt8]) -> [UInt8] {
    // Swift's own decoding replaces what isn't UTF-8.
    let text = String(decoding: bytes, as: UTF8.self)
    guard !text.unicodeScalars.allSatisfy(isAllowed) else { return Array(text.utf8) }
    let scalars = text.unicodeScalars.lazy.map { isAllowed($0) ? $0 : "\u{FFFD}" }
    return Array(String(String.UnicodeScalarView(scalars)).utf8)
  }

  private static func firstProblem(in buffer: UnsafeRawBufferPointer) -> XMLError? {
    var index = 0
    while index < buffer.count {
      if index + 32 <= buffer.count, isPlain(buffer, at: index) {
        index += 32
        continue
      }
      if index + 8 <= buffer.count,
        isPlain(buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      {
        index += 8
        continue
      }
      let byte = buffer[index]
      if byte < 0x20 {
        guard isWhitespace(byte) else { return XMLError(.forbiddenCharacter, at: index) }
        index += 1
      } else if byte < 0x80 {
        index += 1
      } else {
        guard let length = lengthOfSequence(in: buffer, at: index) else {
          return XMLError(.invalidUTF8, at: index)
        }
        if isNoncharacter(in: buffer, at: index, length: length) {
          return XMLError(.forbiddenCharacter, at: index)
        }
        index += length
      }
    }
    return nil
  }

  /// The same for four times eight bytes, where nearly all of a document is looked at.
  @inline(__always)
  private static func isPlain(_ buffer: UnsafeRawBufferPointer, at index: Int) -> Bool {
    isPlain(buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      && isPlain(buffer.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self))
      && isPlain(buffer.loadUnaligned(fromByteOffset: index + 16, as: UInt64.self))
      && isPlain(buffer.loadUnaligned(fromByteOffset: index + 24, as: UInt64.self))
  }

  /// Whether all eight bytes are ASCII from the space on, or end a line.
  private static func isPlain(_ word: UInt64) -> Bool {
    let highBits: UInt64 = 0x8080_8080_8080_8080
    guard word & highBits == 0 else { return false }
    // A subtraction borrows below 0x20 only, an addition carries above 0 only.
    let controls = ~((word | highBits) &- 0x2020_2020_2020_2020) & highBits
    if controls == 0 { return true }
    let isOther = ((word ^ 0x0A0A_0A0A_0A0A_0A0A) &+ ~highBits) & highBits
    return controls & isOther == 0
  }

  /// The length of a well-formed sequence of two to four bytes (Unicode, table 3-7).
  private static func lengthOfSequence(in buffer: UnsafeRawBufferPointer, at index: Int) -> Int? {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch buffer[index] {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return nil
    }
    guard index + length <= buffer.count, second.contains(buffer[index + 1]) else { return nil }
    for offset in 2..<max(2, length) where buffer[index + offset] & 0xC0 != 0x80 { return nil }
    return length
  }

  /// U+FFFE and U+FFFF, the only two that are valid UTF-8 above ASCII but not allowed.
  private static func isNoncharacter(
    in buffer: UnsafeRawBufferPointer, at index: Int, length: Int
  ) -> Bool {
    length == 3 && buffer[index] == 0xEF && buffer[index + 1] == 0xBF && buffer[index + 2] >= 0xBE
  }
}
