/// A cursor over an XML document: elements come one after the other, and only what is asked for is
/// built.
///
///     var reader = try XMLReader(bytes)
///     let root = try reader.root()
///     while let child = try reader.nextChild(of: root) { … }
///     try reader.finish()
///
/// Namespaces are ignored: elements go by their local names. What isn't read of an element is
/// skipped, as are comments, processing instructions and attributes; a document type declaration is
/// refused.
public struct XMLReader: Sendable {
  /// What a document may cost.
  public struct Limits: Sendable, Hashable {
    public var depth: Int
    public var bytes: Int

    public init(depth: Int = 64, bytes: Int = 32 << 20) {
      self.depth = depth
      self.bytes = bytes
    }
  }

  @usableFromInline let bytes: [UInt8]
  let limits: Limits
  /// The index of the next byte to look at.
  public internal(set) var position = 0
  /// The names of the open elements, the root's first.
  var openNames: [Range<Int>] = []
  /// Whether the innermost element was closed by its own start tag (`<x/>`).
  var isSelfClosed = false
  /// Whether a reference that stands for nothing is treated as text.
  private(set) var isMending = false
  /// Where the next ampersand and the next carriage return are, as far as was looked.
  var nextReference = NextByte(UInt8(ascii: "&"))
  var nextReturn = NextByte(UInt8(ascii: "\r"))

  /// Checks the encoding and every character at once, so that no later step has to.
  public init(_ bytes: [UInt8], limits: Limits = Limits()) throws(XMLError) {
    guard bytes.count <= limits.bytes else {
      throw XMLError(.tooLarge(limit: limits.bytes), at: limits.bytes)
    }
    try XMLCharacters.check(bytes)
    self.bytes = bytes
    self.limits = limits
    openNames.reserveCapacity(8)
  }

  /// A reader that tolerates wrong characters: one that XML forbids, or bytes that aren't UTF-8,
  /// become U+FFFD, and an unknown reference stays as it is written. For answers with many parts,
  /// one of which must not make the others unreadable.
  public init(mending bytes: [UInt8], limits: Limits = Limits()) throws(XMLError) {
    do {
      try self.init(bytes, limits: limits)
    } catch {
      guard error.kind == .invalidUTF8 || error.kind == .forbiddenCharacter else { throw error }
      // What takes one byte may take three now.
      try self.init(
        XMLCharacters.mended(bytes),
        limits: Limits(depth: limits.depth, bytes: 3 * limits.bytes))
    }
    isMending = true
  }

  /// The root element; call this once, before anything else.
  public mutating func root() throws(XMLError) -> XMLElement {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    while true {
      skipWhitespace()
      guard let byte = byte(at: position) else { throw XMLError(.truncated, at: bytes.count) }
      guard byte == UInt8(ascii: "<") else { throw XMLError(.malformed, at: position) }
      switch self.byte(at: position + 1) {
      case UInt8(ascii: "?"): try skipProcessingInstruction()
      case UInt8(ascii: "!"): try skipComment()
      default: return try readStartTag()
      }
    }
  }

  /// The next child of an open element; nil when there are no more, which closes the element.
  ///
  /// Anything left unread of the previous child is skipped.
  public mutating func nextChild(of parent: XMLElement) throws(XMLError) -> XMLElement? {
    guard isOpen(parent) else { return nil }
    while true {
      if let start = try nextTag() {
        if start.depth == parent.depth + 1 { return start }
      } else if openNames.count < parent.depth {
        return nil
      }
    }
  }

  /// Reads the rest of the document, so that an error anywhere in it is found.
  public mutating func finish() throws(XMLError) {
    while !openNames.isEmpty { _ = try nextTag() }
    while true {
      skipWhitespace()
      guard position < bytes.count else { return }
      guard bytes[position] == UInt8(ascii: "<"), let next = byte(at: position + 1) else {
        throw XMLError(.trailingContent, at: position)
      }
      switch next {
      case UInt8(ascii: "?"): try skipProcessingInstruction()
      case UInt8(ascii: "!"): try skipComment()
      default: throw XMLError(.trailingContent, at: position)
      }
    }
  }

  func isOpen(_ element: XMLElement) -> Bool {
    element.depth <= openNames.count && openNames[element.depth - 1] == element.name
  }

  /// The next start tag, or nil for an end tag.
  mutating func nextTag() throws(XMLError) -> XMLElement? {
    if isSelfClosed {
      isSelfClosed = false
      openNames.removeLast()
      return nil
    }
    while true {
      guard let tag = find(UInt8(ascii: "<"), from: position),
        let next = byte(at: tag + 1)
      else { throw XMLError(.truncated, at: bytes.count) }
      position = tag
      switch next {
      case UInt8(ascii: "/"):
        try readEndTag()
        return nil
      case UInt8(ascii: "?"): try skipProcessingInstruction()
      case UInt8(ascii: "!"):
        if try skipCharacterData() == nil { try skipComment() }
      default: return try readStartTag()
      }
    }
  }
}

/// An element that a reader has reached; only that reader can use it.
public struct XMLElement: Sendable, Hashable {
  /// Where its name is, prefix included.
  let name: Range<Int>
  /// Where its name is without the prefix.
  let localName: Range<Int>
  /// 1 for the root.
  public let depth: Int
}
