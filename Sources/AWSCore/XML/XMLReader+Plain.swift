import Glibc

extension XMLReader {
  /// The next child of an element that is open, where it is of a vocabulary and nothing but plain text:
  /// `<name>text</name>`, as nearly all members of an answer are. It is closed then, and its text is the
  /// document's own (see `withBytes`).
  ///
  /// Nil for everything else, of which nothing is read then: `nextChild` reads it.
  /// - Parameter hint: Which name to expect: what follows the name that came before.
  public mutating func nextPlainChild(
    of parent: XMLElement, in vocabulary: XMLVocabulary, startingAt hint: Int = 0
  ) -> (index: Int, text: Range<Int>)? {
    guard openNames.count == parent.depth, !isSelfClosed, isOpen(parent) else { return nil }
    let start = position
    let child = bytes.withUnsafeBufferPointer { document in
      Self.plainElement(in: document, from: start, vocabulary, hint)
    }
    guard let child, isPlain(child.text) else { return nil }
    position = child.end
    return (child.index, child.text)
  }

  /// Reads the next child of an element that is open, where it is a list of plain texts alone. It is
  /// closed then.
  /// - Parameter body: Takes the texts; it has taken some, too, where the answer is no.
  /// - Returns: Whether it was one; of any other child nothing is read.
  public mutating func readPlainList(
    in parent: XMLElement, named name: XMLVocabulary, of element: XMLVocabulary,
    _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) -> Bool {
    guard openNames.count == parent.depth, !isSelfClosed, isOpen(parent),
      let start = endOfTag("<", named: name.names[0], from: position)
    else { return false }
    var next = start
    while true {
      if let end = endOfTag("</", named: name.names[0], from: next) {
        position = end
        return true
      }
      let child = bytes.withUnsafeBufferPointer { document in
        Self.plainElement(in: document, from: next, element, 0)
      }
      guard let child, isPlain(child.text) else { return false }
      withBytes(child.text, body)
      next = child.end
    }
  }

  /// Whether nothing but the end tag of the innermost open element is left of it.
  public func isAtEndTag() -> Bool {
    let tag = afterWhitespace(from: position)
    return matches("</", at: tag)
  }

  private func endOfTag(_ begin: StaticString, named name: StaticString, from start: Int) -> Int? {
    let tag = afterWhitespace(from: start)
    let nameStart = tag + begin.utf8CodeUnitCount
    let end = nameStart + name.utf8CodeUnitCount
    guard matches(begin, at: tag), matches(name, at: nameStart), byte(at: end) == UInt8(ascii: ">")
    else { return nil }
    return end + 1
  }

  private func afterWhitespace(from start: Int) -> Int {
    var next = start
    while let byte = byte(at: next), XMLCharacters.isWhitespace(byte) { next += 1 }
    return next
  }

  /// A part of the document; the bytes are valid UTF-8 and good only inside `body`. Made for its caller:
  /// a generic call for each text took as long as what is done with it.
  @inlinable
  public func withBytes<Value>(
    _ range: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Value
  ) -> Value {
    bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  /// A whole element without attributes, children, comments and sections, and where it ends.
  private static func plainElement(
    in document: UnsafeBufferPointer<UInt8>, from start: Int, _ vocabulary: XMLVocabulary,
    _ hint: Int
  ) -> (index: Int, text: Range<Int>, end: Int)? {
    guard let base = document.baseAddress else { return nil }
    var tag = start
    while tag < document.count, XMLCharacters.isWhitespace(base[tag]) { tag += 1 }
    guard tag < document.count, base[tag] == UInt8(ascii: "<"),
      let index = vocabulary.index(
        ofNameIn: document, at: tag + 1, endedBy: UInt8(ascii: ">"), startingAt: hint)
    else { return nil }
    let length = vocabulary.names[index].utf8CodeUnitCount
    let text = tag + length + 2
    guard let found = memchr(base + text, Int32(UInt8(ascii: "<")), document.count - text) else {
      return nil
    }
    let textEnd = UnsafeRawPointer(found) - UnsafeRawPointer(base)
    let close = textEnd + 2 + length
    guard close < document.count, base[textEnd + 1] == UInt8(ascii: "/"),
      base[close] == UInt8(ascii: ">"), memcmp(base + textEnd + 2, base + tag + 1, length) == 0
    else { return nil }
    return (index, text..<textEnd, close + 1)
  }
}
