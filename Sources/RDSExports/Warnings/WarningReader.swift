/// Reads the JSON document of a `WarningMessage` from its bytes, as far as such documents go. What
/// reads returns nil or false where there is no JSON; then nothing more is to be read.
struct WarningReader {
  struct Member {
    var name: String
    var text: String
  }

  /// What stands in a list.
  enum Entry {
    case nothing
    case text(String)
    /// The members that are texts, numbers or truth values, without the empty ones.
    case members([Member])
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var next = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The next byte that is no white space; nil at the end.
  mutating func peek() -> Unicode.Scalar? {
    while next < bytes.count, Self.isSpace(bytes[next]) { next += 1 }
    return next < bytes.count ? Unicode.Scalar(bytes[next]) : nil
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}")
      || byte == UInt8(ascii: "]")
  }

  private mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard peek() == byte else { return false }
    next += 1
    return true
  }

  /// Reads an object; `read` reads the value of each member.
  mutating func members(_ read: (String, inout WarningReader) -> Bool) -> Bool {
    each(from: "{", to: "}") { reader in
      guard let name = reader.string(), reader.take(":") else { return false }
      return read(name, &reader)
    }
  }

  /// Reads a list; `read` reads each element.
  mutating func elements(_ read: (inout WarningReader) -> Bool) -> Bool {
    each(from: "[", to: "]", read)
  }

  private mutating func each(
    from opening: Unicode.Scalar, to closing: Unicode.Scalar,
    _ read: (inout WarningReader) -> Bool
  ) -> Bool {
    guard take(opening) else { return false }
    if take(closing) { return true }
    repeat {
      guard read(&self) else { return false }
    } while take(",")
    return take(closing)
  }

  /// Reads any value as an entry of a list.
  mutating func entry() -> Entry? {
    switch peek() {
    case "{":
      var found: [Member] = []
      let isWhole = members { name, reader in
        switch reader.peek() {
        case "{", "[": return reader.skipNested()
        default:
          guard let text = reader.scalar() else { return false }
          if !text.isEmpty { found.append(Member(name: name, text: text)) }
          return true
        }
      }
      return isWhole ? .members(found) : nil
    case "[": return skipNested() ? .members([]) : nil
    default: return scalar().map { $0.isEmpty ? .nothing : .text($0) }
    }
  }

  /// A text, a number or a truth value as text, empty for null.
  private mutating func scalar() -> String? {
    if peek() == "\"" { return string() }
    let start = next
    while next < bytes.count, !Self.endsWord(bytes[next]) { next += 1 }
    let word = String(decoding: bytes[start..<next], as: UTF8.self)
    switch word {
    case "null": return ""
    case "true", "false": return word
    default: return Double(word) == nil ? nil : word
    }
  }

  private mutating func string() -> String? {
    guard let text = quoted() else { return nil }
    guard bytes[text].contains(UInt8(ascii: "\\")) else {
      return String(decoding: bytes[text], as: UTF8.self)
    }
    var units: [UInt16] = []
    var rest = String(decoding: bytes[text], as: UTF8.self).utf16[...]
    while let unit = rest.popFirst() {
      guard unit == UInt16(UInt8(ascii: "\\")) else {
        units.append(unit)
        continue
      }
      guard let escape = rest.popFirst().flatMap(Unicode.Scalar.init) else { return nil }
      switch escape {
      case "n", "r", "t", "b", "f": units.append(0x20)
      case "u":
        guard let unit = UInt16(String(decoding: rest.prefix(4), as: UTF16.self), radix: 16) else {
          return nil
        }
        units.append(unit)
        rest = rest.dropFirst(4)
      default: units.append(UInt16(escape.value))
      }
    }
    return String(decoding: units, as: UTF16.self)
  }

  /// Goes past a text.
  /// - Returns: Where its characters are.
  private mutating func quoted() -> Range<Int>? {
    guard take("\"") else { return nil }
    let start = next
    while next < bytes.count, bytes[next] != UInt8(ascii: "\"") {
      next += bytes[next] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard next < bytes.count else { return nil }
    next += 1
    return start..<next - 1
  }

  /// Goes past an object or a list, however deep.
  private mutating func skipNested() -> Bool {
    var depth = 0
    repeat {
      switch peek() {
      case nil: return false
      case "\"": if quoted() == nil { return false }
      case "{", "[":
        depth += 1
        next += 1
      case "}", "]":
        depth -= 1
        next += 1
      default: next += 1
      }
    } while depth > 0
    return true
  }

  /// Whether the rest holds no entry: nothing but brackets, the names of members, empty texts and
  /// nulls. It ends at the first thing that says something.
  mutating func findsNothing() -> Bool {
    var open: [Unicode.Scalar] = []
    var before: Unicode.Scalar?
    while let byte = peek() {
      switch byte {
      case "\"":
        guard let text = quoted() else { return false }
        if !take(":"), bytes[text].contains(where: { $0 > 0x20 }) { return false }
      case "{", "[":
        // An object in a list is an entry, whatever is in it.
        if byte == "{", open.last == "]" { return false }
        open.append(byte == "{" ? "}" : "]")
        next += 1
      case "}", "]":
        guard open.popLast() == byte else { return false }
        next += 1
      case "," where before != nil: next += 1
      case "n":
        guard bytes[next...].starts(with: "null".utf8) else { return false }
        next += 4
      default: return false
      }
      before = byte
    }
    return open.isEmpty
  }
}
