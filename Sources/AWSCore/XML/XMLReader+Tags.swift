import Glibc

extension XMLReader {
  /// Reads a start tag at the cursor and opens its element.
  mutating func readStartTag() throws(XMLError) -> XMLElement {
    let start = position + 1
    let (end, local) = bytes.withUnsafeBufferPointer { buffer in
      var end = start
      var local = start
      while end < buffer.count, !XMLCharacters.endsName(buffer[end]) {
        end += 1
        if buffer[end - 1] == UInt8(ascii: ":") { local = end }
      }
      return (end, local)
    }
    guard end < bytes.count else { throw XMLError(.truncated, at: bytes.count) }
    guard local < end, XMLCharacters.startsName(bytes[start]) else {
      throw XMLError(.malformed, at: start)
    }
    guard openNames.count < limits.depth else {
      throw XMLError(.tooDeep(limit: limits.depth), at: position)
    }
    position = end
    openNames.append(start..<end)
    isSelfClosed = try readEndOfStartTag()
    return XMLElement(name: start..<end, localName: local..<end, depth: openNames.count)
  }

  /// Skips the attributes; true for `/>`.
  private mutating func readEndOfStartTag() throws(XMLError) -> Bool {
    while true {
      let beforeSpace = position
      skipWhitespace()
      guard let byte = byte(at: position) else { throw XMLError(.truncated, at: bytes.count) }
      if byte == UInt8(ascii: ">") {
        position += 1
        return false
      }
      if byte == UInt8(ascii: "/") {
        position += 1
        try expect(UInt8(ascii: ">"))
        return true
      }
      guard position > beforeSpace, XMLCharacters.startsName(byte) else {
        throw XMLError(.malformed, at: position)
      }
      try skipAttribute()
    }
  }

  private mutating func skipAttribute() throws(XMLError) {
    while let byte = byte(at: position), !XMLCharacters.endsName(byte) { position += 1 }
    skipWhitespace()
    try expect(UInt8(ascii: "="))
    skipWhitespace()
    guard let quote = byte(at: position) else { throw XMLError(.truncated, at: bytes.count) }
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      throw XMLError(.malformed, at: position)
    }
    guard let end = find(quote, from: position + 1) else {
      throw XMLError(.truncated, at: bytes.count)
    }
    if let tag = find(UInt8(ascii: "<"), from: position + 1, before: end) {
      throw XMLError(.malformed, at: tag)
    }
    position = end + 1
  }

  /// Reads an end tag at the cursor and closes the innermost element, which it must name.
  mutating func readEndTag() throws(XMLError) {
    guard let name = openNames.last else { throw XMLError(.trailingContent, at: position) }
    let start = position + 2
    guard start + name.count < bytes.count else {
      guard let end = find(UInt8(ascii: ">"), from: start) else {
        throw XMLError(.truncated, at: bytes.count)
      }
      throw XMLError(.mismatchedEndTag, at: min(start, end))
    }
    let isSame = bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return false }
      return memcmp(base + start, base + name.lowerBound, name.count) == 0
    }
    guard isSame, XMLCharacters.endsName(bytes[start + name.count]) else {
      throw XMLError(.mismatchedEndTag, at: start)
    }
    position = start + name.count
    skipWhitespace()
    try expect(UInt8(ascii: ">"))
    openNames.removeLast()
  }

  mutating func skipProcessingInstruction() throws(XMLError) {
    try skip(past: "?>", from: position + 2)
  }

  /// Skips a comment at the cursor; anything else that begins with `<!` is refused.
  mutating func skipComment() throws(XMLError) {
    if try !isAtCursor("<!--") {
      throw XMLError(
        try isAtCursor("<!DOCTYPE") ? .documentType : .malformed, at: position)
    }
    try skip(past: "-->", from: position + 4)
  }

  /// Skips a CDATA section at the cursor and returns its content, nil if there is none.
  mutating func skipCharacterData() throws(XMLError) -> Range<Int>? {
    guard try isAtCursor("<![CDATA[") else { return nil }
    let start = position + 9
    try skip(past: "]]>", from: start)
    return start..<(position - 3)
  }

  private mutating func skip(past ending: StaticString, from start: Int) throws(XMLError) {
    let length = ending.utf8CodeUnitCount
    var candidate = start
    while let found = find(ending.utf8Start.pointee, from: candidate) {
      if matches(ending, at: found) {
        position = found + length
        return
      }
      candidate = found + 1
    }
    throw XMLError(.truncated, at: bytes.count)
  }

  private mutating func expect(_ wanted: UInt8) throws(XMLError) {
    guard let byte = byte(at: position) else { throw XMLError(.truncated, at: bytes.count) }
    guard byte == wanted else { throw XMLError(.malformed, at: position) }
    position += 1
  }

  /// Whether a text is at the cursor; a document that ends within it is truncated.
  private func isAtCursor(_ text: StaticString) throws(XMLError) -> Bool {
    if matches(text, at: position) { return true }
    let rest = bytes.count - position
    if rest < text.utf8CodeUnitCount, matches(text, at: position, length: rest) {
      throw XMLError(.truncated, at: bytes.count)
    }
    return false
  }

  func matches(_ text: StaticString, at offset: Int, length: Int? = nil) -> Bool {
    let count = length ?? text.utf8CodeUnitCount
    guard offset + count <= bytes.count else { return false }
    return bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return count == 0 }
      return memcmp(base + offset, text.utf8Start, count) == 0
    }
  }

  /// - Parameter end: By default the document's end.
  func find(_ wanted: UInt8, from start: Int, before end: Int? = nil) -> Int? {
    bytes.withUnsafeBufferPointer { buffer in
      let end = end ?? buffer.count
      guard let base = buffer.baseAddress, start < end,
        let found = memchr(base + start, Int32(wanted), end - start)
      else { return nil }
      return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
  }

  func byte(at offset: Int) -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

  mutating func skipWhitespace() {
    while position < bytes.count, XMLCharacters.isWhitespace(bytes[position]) { position += 1 }
  }
}
