/// Finds the values in a text that stand where requests, answers, files and variables have their
/// secrets: after a name for a secret, a sign for "is", and quotes of any kind and depth.
///
/// It copes with what others make of such a text: JSON inside JSON, a query string, XML, words of a
/// shell, a table, a text that was cut off or broken into lines within a value or a name. When in
/// doubt it takes too much for a secret rather than too little.
struct SecretScan {
  /// In UTF-8 bytes, in order, never adjacent.
  private(set) var values: [Range<Int>] = []
  private let bytes: [UInt8]

  init(_ text: String) {
    self.init(Array(text.utf8))
  }

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    values = Self.joined(inOneGo() + acrossLines())
  }

  private func inOneGo() -> [Range<Int>] {
    var found: [Range<Int>] = []
    var position = 0
    while let word = nextWord(from: position) {
      position = word.upperBound
      guard !isEndOfElement(word), let name = SecretName(bytes[word]),
        let value = value(of: name, after: position), !value.isEmpty
      else { continue }
      found.append(value)
      position = max(position, value.upperBound)
    }
    return found
  }

  /// Names with a line break inside, as in a text folded at a fixed width.
  private func acrossLines() -> [Range<Int>] {
    guard bytes.contains(where: Self.isLineBreak) else { return [] }
    let places = bytes.indices.filter { !Self.isLineBreak(bytes[$0]) }
    let folded = SecretScan(folded: places.map { bytes[$0] })
    var found: [Range<Int>] = []
    var position = 0
    while let word = folded.nextWord(from: position) {
      position = word.upperBound
      guard let name = SecretName(folded.bytes[word]) else { continue }
      let start = places[word.upperBound - name.length]
      guard places[word.upperBound - 1] - start >= name.length,
        let value = folded.value(of: name, after: position), !value.isEmpty
      else { continue }
      found.append(places[value.lowerBound]..<places[value.upperBound - 1] + 1)
    }
    return found
  }

  private init(folded bytes: [UInt8]) { self.bytes = bytes }

  private func nextWord(from position: Int) -> Range<Int>? {
    guard let start = bytes[position...].firstIndex(where: Self.isOfWord) else { return nil }
    let end = bytes[start...].firstIndex { !Self.isOfWord($0) } ?? bytes.endIndex
    return start..<end
  }

  private func value(of name: SecretName, after end: Int) -> Range<Int>? {
    var position = end
    skipNoise(&position)
    guard skipSign(&position) else {
      let bare = name.isUnmistakable ? bareValue(from: position) : nil
      return bare ?? valueOfElement(after: end)
    }
    while skipSign(&position) || skipBlanks(&position) {}
    if let quote = openingQuote(&position) {
      return position..<self.end(of: quote, from: position)
    }
    if bytes[position...].starts(with: "(hidden)".utf8) { return nil }
    if name.isHeader {
      return
        position..<(bytes[position...].firstIndex {
          Self.isLineBreak($0) || Self.isQuote($0)
        } ?? bytes.endIndex)
    }
    return position..<endOfUnquoted(from: position)
  }

  private func isEndOfElement(_ word: Range<Int>) -> Bool {
    bytes[..<word.lowerBound].suffix(2).elementsEqual("</".utf8)
  }

  /// `<Name attribute="x">value<`
  private func valueOfElement(after end: Int) -> Range<Int>? {
    guard end < bytes.endIndex, Self.isBlank(bytes[end]),
      let tag = bytes[end...].prefix(200).firstIndex(where: { "<>".utf8.contains($0) }),
      bytes[tag] == UInt8(ascii: ">")
    else { return nil }
    return tag + 1..<(bytes[(tag + 1)...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.endIndex)
  }

  /// What follows in a column of a table, or as the next word of a command.
  private func bareValue(from start: Int) -> Range<Int>? {
    var position = start
    while position < bytes.endIndex,
      Self.isBlank(bytes[position]) || bytes[position] == UInt8(ascii: "|")
    {
      position += 1
    }
    let end = bytes[position...].firstIndex { !Self.isOfKey($0) } ?? bytes.endIndex
    return end - position >= 16 ? position..<end : nil
  }

  /// Up to the next character that no key has, and on over lines that begin with more of the key.
  private func endOfUnquoted(from start: Int) -> Int {
    var end = bytes[start...].firstIndex(where: Self.endsValue) ?? bytes.endIndex
    while end < bytes.endIndex, Self.isLineBreak(bytes[end]) {
      var next = end
      skipBlanks(&next)
      let run = next..<(bytes[next...].firstIndex { !Self.isOfKey($0) } ?? bytes.endIndex)
      guard !run.isEmpty, isMoreOfKey(run) else { break }
      end = run.upperBound
    }
    return end
  }

  /// Whether it is alone on its line or unlike a word, and isn't an assignment.
  private func isMoreOfKey(_ run: Range<Int>) -> Bool {
    let end = run.upperBound
    let isAlone = end == bytes.endIndex || Self.isLineBreak(bytes[end])
    let isUnlikeWord =
      !isAlone && Self.isBlank(bytes[end]) && run.count >= 12
      && bytes[run].contains { $0.isLetterOrDigit && $0 < UInt8(ascii: "A") }
    return (isAlone || isUnlikeWord)
      && !bytes[run].drop { $0 != UInt8(ascii: "=") }.contains(where: \.isLetterOrDigit)
  }
}

// MARK: Marks

extension SecretScan {
  private struct Quote {
    var text: [UInt8]
    var isEscaped: Bool
  }

  /// The ways to write a quote, and the signs between a name and its value.
  private static let quotes = [
    "\"", "'", "`", "%22", "%27", "&quot;", "&apos;", "&#34;", "&#39;", "&#x22;",
  ]
  .map { Array($0.utf8) }
  private static let signs = [":", "=", ">", "%3A", "%3D", "%3E", "&gt;"].map { Array($0.utf8) }

  private func skipNoise(_ position: inout Int) {
    while skipBlanks(&position) || skipBackslashes(&position)
      || skip(Self.quotes, &position) != nil || skip([Array("u0022".utf8)], &position) != nil
    {}
  }

  private func skipSign(_ position: inout Int) -> Bool { skip(Self.signs, &position) != nil }

  private func openingQuote(_ position: inout Int) -> Quote? {
    var found: Quote?
    while true {
      var next = position
      if found == nil, next + 1 < bytes.endIndex, "bBuUrR$@".utf8.contains(bytes[next]),
        Self.isQuote(bytes[next + 1])
      {
        next += 1
      }
      let isEscaped = skipBackslashes(&next)
      guard
        let text = skip(Self.quotes + (isEscaped ? [Array("u0022".utf8)] : []), &next),
        found.map({ $0.text != text || $0.isEscaped != isEscaped }) ?? true
      else { return found }
      // Two different quotes in a row are nested.
      found = Quote(text: text, isEscaped: isEscaped)
      position = next
    }
  }

  private func end(of quote: Quote, from start: Int) -> Int {
    var position = start
    while position < bytes.endIndex {
      if bytes[position] == UInt8(ascii: "\\"), !quote.isEscaped {
        position += 2
      } else if bytes[position...].starts(with: quote.text) {
        return position
      } else {
        position += 1
      }
    }
    return bytes.endIndex
  }

  @discardableResult
  private func skipBlanks(_ position: inout Int) -> Bool {
    let start = position
    while position < bytes.endIndex, Self.isBlank(bytes[position]) { position += 1 }
    return position > start
  }

  private func skipBackslashes(_ position: inout Int) -> Bool {
    let start = position
    while position < bytes.endIndex,
      bytes[position] == UInt8(ascii: "\\") || bytes[position...].starts(with: "%5C".utf8)
        || bytes[position...].starts(with: "%5c".utf8)
    {
      position += bytes[position] == UInt8(ascii: "\\") ? 1 : 3
    }
    return position > start
  }

  private func skip(_ marks: [[UInt8]], _ position: inout Int) -> [UInt8]? {
    for mark in marks where isThere(mark, at: position) {
      position += mark.count
      return mark
    }
    return nil
  }

  /// In any letter case: `%3d`.
  private func isThere(_ mark: [UInt8], at position: Int) -> Bool {
    guard position + mark.count <= bytes.endIndex else { return false }
    return zip(bytes[position...], mark).allSatisfy { $0 | 0x20 == $1 | 0x20 }
  }

  private static func isLineBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
  private static func isQuote(_ byte: UInt8) -> Bool { "\"'".utf8.contains(byte) }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    byte.isLetterOrDigit || "_-.".utf8.contains(byte)
  }

  static func isOfKey(_ byte: UInt8) -> Bool {
    byte.isLetterOrDigit || "+/=_-%.~\\".utf8.contains(byte)
  }

  private static func endsValue(_ byte: UInt8) -> Bool {
    isBlank(byte) || "&\"'<>,;)}|`".utf8.contains(byte)
  }

  private static func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
    ranges.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { joined, range in
      if let last = joined.last, range.lowerBound <= last.upperBound {
        joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
  }
}
