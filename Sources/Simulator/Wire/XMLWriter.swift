/// Writes XML straight into bytes. It shares nothing with the client's reader, so that each tests
/// the other.
struct XMLWriter {
  private(set) var bytes: [UInt8] = []

  init(reserving capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  mutating func element(
    _ name: StaticString, namespace: String? = nil, _ content: (inout XMLWriter) -> Void
  ) {
    tag("<", name, closing: namespace == nil ? ">" : " xmlns=\"")
    if let namespace {
      text(namespace)
      literal("\">")
    }
    content(&self)
    tag("</", name, closing: ">")
  }

  /// An element with a text; an empty one is written in the short form, as AWS does.
  mutating func element(_ name: StaticString, _ value: String) {
    if value.isEmpty {
      tag("<", name, closing: "/>")
    } else {
      tag("<", name, closing: ">")
      text(value)
      tag("</", name, closing: ">")
    }
  }

  /// Appends what another writer wrote.
  mutating func append(_ fragment: [UInt8]) { bytes.append(contentsOf: fragment) }

  private mutating func tag(_ opening: StaticString, _ name: StaticString, closing: StaticString) {
    literal(opening)
    literal(name)
    literal(closing)
  }

  private mutating func literal(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private mutating func text(_ text: String) {
    var copy = text
    copy.withUTF8 { buffer in
      guard buffer.contains(where: Self.needsEscape) else {
        return bytes.append(contentsOf: buffer)
      }
      for byte in buffer { escaped(byte) }
    }
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), 0..<0x20:
      true
    default: false
    }
  }

  private mutating func escaped(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "&"): literal("&amp;")
    case UInt8(ascii: "<"): literal("&lt;")
    case UInt8(ascii: ">"): literal("&gt;")
    case UInt8(ascii: "\""): literal("&quot;")
    case 0x09: literal("&#x9;")
    case 0x0a: literal("&#xA;")
    case 0x0d: literal("&#xD;")
    // XML 1.0 has no way to write the other control characters.
    case 0..<0x20: bytes.append(UInt8(ascii: "?"))
    default: bytes.append(byte)
    }
  }
}
