import Glibc

extension XMLReader {
  /// The text of an element that has just been reached, with references resolved and line ends as
  /// `\n`, without its children's text. Closes the element.
  public mutating func text(of element: XMLElement) throws(XMLError) -> String {
    try withText(of: element) { String(decoding: $0, as: UTF8.self) }
  }

  /// The same, without making a string: the bytes are valid UTF-8, and only usable inside `body`.
  public mutating func withText<Value>(
    of element: XMLElement, _ body: (UnsafeBufferPointer<UInt8>) -> Value
  ) throws(XMLError) -> Value {
    guard isOpen(element) else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
    if let plain = plainText() {
      position = plain.upperBound
      try readEndTag()
      return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[plain])) }
    }
    let composed = try composedText(of: element)
    return composed.withUnsafeBufferPointer(body)
  }

  /// The text up to the end tag, where nothing in it has to be changed.
  private mutating func plainText() -> Range<Int>? {
    guard !isSelfClosed, let tag = find(UInt8(ascii: "<"), from: position),
      byte(at: tag + 1) == UInt8(ascii: "/"), isPlain(position..<tag)
    else { return nil }
    return position..<tag
  }

  /// Whether there is neither a reference in a text nor an end of a line that is to be another.
  mutating func isPlain(_ text: Range<Int>) -> Bool {
    !nextReference.isWithin(text, of: bytes) && !nextReturn.isWithin(text, of: bytes)
  }

  private mutating func composedText(of element: XMLElement) throws(XMLError) -> [UInt8] {
    var text: [UInt8] = []
    while isOpen(element) {
      if openNames.count > element.depth || isSelfClosed {
        _ = try nextTag()
        continue
      }
      guard let tag = find(UInt8(ascii: "<"), from: position) else {
        throw XMLError(.truncated, at: bytes.count)
      }
      try append(position..<tag, resolving: true, to: &text)
      position = tag
      if let content = try skipCharacterData() {
        try append(content, resolving: false, to: &text)
      } else if matches("<!", at: tag) {
        try skipComment()
      } else if matches("<?", at: tag) {
        try skipProcessingInstruction()
      } else {
        _ = try nextTag()
      }
    }
    return text
  }

  private func append(
    _ range: Range<Int>, resolving: Bool, to text: inout [UInt8]
  ) throws(XMLError) {
    // Only for the first piece: reserving exactly enough for each piece would copy each time.
    if text.isEmpty { text.reserveCapacity(range.count) }
    var index = range.lowerBound
    while index < range.upperBound {
      switch bytes[index] {
      case UInt8(ascii: "&") where resolving:
        do throws(XMLError) {
          index = try appendReference(at: index, before: range.upperBound, to: &text)
        } catch {
          guard isMending else { throw error }
          text.append(
            contentsOf: error.kind == .forbiddenCharacter ? "\u{FFFD}".utf8 : "&".utf8)
          index = afterReference(at: index, before: range.upperBound, is: error.kind)
        }
      case UInt8(ascii: "\r"):
        text.append(UInt8(ascii: "\n"))
        index += 1
        if index < range.upperBound, bytes[index] == UInt8(ascii: "\n") { index += 1 }
      case let byte:
        text.append(byte)
        index += 1
      }
    }
  }

  /// Appends what a reference stands for and returns the index after it.
  private func appendReference(
    at start: Int, before end: Int, to text: inout [UInt8]
  ) throws(XMLError) -> Int {
    // The longest accepted one is `&#x10FFFF;`, not counting leading zeros.
    let window = start..<min(end, start + 32)
    guard let semicolon = bytes[window].firstIndex(of: UInt8(ascii: ";")) else {
      throw XMLError(.unknownEntity, at: start)
    }
    let name = bytes[(start + 1)..<semicolon]
    if name.first == UInt8(ascii: "#") {
      try appendScalar(String(decoding: name.dropFirst(), as: UTF8.self), at: start, to: &text)
    } else if let byte = Self.predefined(name) {
      text.append(byte)
    } else {
      throw XMLError(.unknownEntity, at: start)
    }
    return semicolon + 1
  }

  /// Where the text continues after a reference that stands for nothing: after the whole reference
  /// if its character is forbidden, else after the ampersand alone.
  private func afterReference(at start: Int, before end: Int, is kind: XMLError.Kind) -> Int {
    guard kind == .forbiddenCharacter,
      let semicolon = bytes[start..<end].firstIndex(of: UInt8(ascii: ";"))
    else { return start + 1 }
    return semicolon + 1
  }

  private func appendScalar(
    _ number: String, at start: Int, to text: inout [UInt8]
  ) throws(XMLError) {
    let isHexadecimal = number.hasPrefix("x")
    let digits = isHexadecimal ? number.dropFirst() : number[...]
    guard digits.first != "+", let value = UInt32(digits, radix: isHexadecimal ? 16 : 10) else {
      throw XMLError(.unknownEntity, at: start)
    }
    guard let scalar = Unicode.Scalar(value), XMLCharacters.isAllowed(scalar) else {
      throw XMLError(.forbiddenCharacter, at: start)
    }
    text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  private static func predefined(_ name: ArraySlice<UInt8>) -> UInt8? {
    if name.elementsEqual("lt".utf8) { return UInt8(ascii: "<") }
    if name.elementsEqual("gt".utf8) { return UInt8(ascii: ">") }
    if name.elementsEqual("amp".utf8) { return UInt8(ascii: "&") }
    if name.elementsEqual("quot".utf8) { return UInt8(ascii: "\"") }
    if name.elementsEqual("apos".utf8) { return UInt8(ascii: "'") }
    return nil
  }
}
