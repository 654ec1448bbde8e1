/// A name, with what differs from one run of a series to the next found in it. It works on bytes,
/// because every task of an account goes through it.
struct VaryingText {
  /// How much of a name counts as varying.
  enum Reach {
    /// Every number. An identifier's source already tells databases apart.
    case everyNumber
    /// Dates, times and long numbers: `shard-1` and `shard-2` may be two databases. A name that has
    /// none of them varies in the number at its end.
    case dates
  }

  private let bytes: UnsafeBufferPointer<UInt8>

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  static let star = UInt8(ascii: "*")

  /// Appends the name, with one `*` for each run of what varies.
  func write(_ reach: Reach, to written: inout [UInt8]) {
    let start = written.count
    let hasVaried = write(reach, numberAtEnd: false, to: &written)
    guard reach == .dates, !hasVaried else { return }
    written.removeLast(written.count - start)
    _ = write(reach, numberAtEnd: true, to: &written)
  }

  /// - Returns: Whether anything varies.
  private func write(_ reach: Reach, numberAtEnd: Bool, to written: inout [UInt8]) -> Bool {
    var isAfterStar = false
    var hasVaried = false
    var gap = 0
    var place = 0
    while place < bytes.count {
      guard isWordByte(place) else {
        place += 1
        continue
      }
      let word = Word(uuid(at: place) ?? wordRange(at: place), in: self)
      let varies =
        word.range.count == Self.uuidLength && bytes[word.range.lowerBound + 8] == hyphen
        || varies(word, reach, isAfterStar: isAfterStar, numberAtEnd: numberAtEnd)
      if varies, isAfterStar {
        // One star for the whole run.
      } else {
        written.append(contentsOf: bytes[gap..<word.range.lowerBound])
        if varies {
          written.append(Self.star)
        } else {
          writeShortened(word, to: &written)
        }
      }
      isAfterStar = written.last == Self.star
      hasVaried = hasVaried || isAfterStar
      place = word.range.upperBound
      gap = place
    }
    written.append(contentsOf: bytes[gap...])
    return hasVaried
  }

  private func varies(_ word: Word, _ reach: Reach, isAfterStar: Bool, numberAtEnd: Bool) -> Bool {
    if word.isNumber {
      if reach == .everyNumber || word.range.count >= 4 || isAfterStar { return true }
      if numberAtEnd, word.range.lowerBound > 0 {
        return nextWord(after: word) == nil
      }
      return isBeforeYear(word)
    }
    if word.isStamp || word.isRandom { return true }
    guard word.isMonth else { return false }
    return isAfterStar || nextWord(after: word)?.isNumber == true
  }

  /// Whether a day or a month of `22-11-2026` or `22-nov-2026` begins here.
  private func isBeforeYear(_ word: Word) -> Bool {
    guard word.range.count <= 2, let next = nextWord(after: word) else { return false }
    if isYear(next) {
      // `1-2026-11-22` is a number before a date that begins with its year.
      return nextWord(after: next).map { !($0.isNumber && $0.range.count <= 2) } ?? true
    }
    guard next.isMonth || next.isNumber && next.range.count <= 2,
      let last = nextWord(after: next)
    else { return false }
    return isYear(last)
  }

  private func isYear(_ word: Word) -> Bool {
    // 19…, 20…
    guard word.isNumber, word.range.count == 4 else { return false }
    let century = (bytes[word.range.lowerBound], bytes[word.range.lowerBound + 1])
    return century == (UInt8(ascii: "2"), UInt8(ascii: "0"))
      || century == (UInt8(ascii: "1"), UInt8(ascii: "9"))
  }

  /// A word that stays, with a star for each long number within it: `orders1122`.
  private func writeShortened(_ word: Word, to written: inout [UInt8]) {
    var place = word.range.lowerBound
    while place < word.range.upperBound {
      var end = place
      while end < word.range.upperBound, isDigit(bytes[end]) { end += 1 }
      if end - place >= 4 {
        written.append(Self.star)
      } else {
        written.append(contentsOf: bytes[place..<end])
      }
      place = end
      while end < word.range.upperBound, !isDigit(bytes[end]) { end += 1 }
      written.append(contentsOf: bytes[place..<end])
      place = end
    }
  }

  private func nextWord(after word: Word) -> Word? {
    var place = word.range.upperBound
    while place < bytes.count, !isWordByte(place) { place += 1 }
    return place < bytes.count ? Word(wordRange(at: place), in: self) : nil
  }

  private func wordRange(at start: Int) -> Range<Int> {
    var end = start
    while end < bytes.count, isWordByte(end) { end += 1 }
    return start..<end
  }

  private func isWordByte(_ place: Int) -> Bool {
    let byte = bytes[place]
    return isDigit(byte) || isLetter(byte) || byte >= 0x80
  }

  private static let uuidLength = 36
  private var hyphen: UInt8 { UInt8(ascii: "-") }

  private func uuid(at start: Int) -> Range<Int>? {
    let end = start + Self.uuidLength
    guard end <= bytes.count, bytes[start + 8] == hyphen,
      end == bytes.count || !isWordByte(end)
    else { return nil }
    for place in 0..<Self.uuidLength {
      let byte = bytes[start + place]
      let isHyphen = place == 8 || place == 13 || place == 18 || place == 23
      guard isHyphen ? byte == hyphen : isHexadecimal(byte) else { return nil }
    }
    return start..<end
  }
}

/// Letters and digits with nothing else between them.
private struct Word {
  let range: Range<Int>
  /// Digits alone.
  var isNumber: Bool { digits == range.count }
  /// `22T01`, `00Z`, `20261122T0100Z`, `22nov2026`
  var isStamp: Bool {
    guard startsWithDigit, digits >= 2 else { return false }
    return letters == Letters("t") || letters == Letters("z") || letters == Letters("tz")
      || isMonthName
  }
  /// A random number or a checksum: eight digits or more, not all of them letters.
  var isRandom: Bool { range.count >= 8 && digits > 0 && isHexadecimalOnly }
  /// `nov`
  var isMonth: Bool { digits == 0 && isMonthName }

  private let digits: Int
  private let startsWithDigit: Bool
  private let isHexadecimalOnly: Bool
  private let letters: Letters

  private var isMonthName: Bool { Self.months.contains(letters) }

  private static let months = Set(
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
      .map(Letters.init))

  init(_ range: Range<Int>, in text: VaryingText) {
    self.range = range
    var digits = 0
    var isHexadecimalOnly = true
    var letters = Letters()
    for place in range {
      let byte = text[place]
      if isDigit(byte) { digits += 1 } else { letters.append(byte) }
      isHexadecimalOnly = isHexadecimalOnly && isHexadecimal(byte)
    }
    self.digits = digits
    self.letters = letters
    self.isHexadecimalOnly = isHexadecimalOnly
    startsWithDigit = range.first.map { isDigit(text[$0]) } ?? false
  }

  /// The letters of a word, in lower case, where there are at most three.
  struct Letters: Hashable {
    private var packed: UInt32 = 0
    private var count: UInt8 = 0

    init() {}

    init(_ text: String) { for byte in text.utf8 { append(byte) } }

    mutating func append(_ byte: UInt8) {
      count = min(4, count + 1)
      packed = count == 4 ? 0 : packed << 8 | UInt32(isLetter(byte) ? byte | 0x20 : byte)
    }
  }
}

extension VaryingText {
  fileprivate subscript(place: Int) -> UInt8 { bytes[place] }
}

private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

private func isHexadecimal(_ byte: UInt8) -> Bool {
  isDigit(byte) || (byte | 0x20) &- UInt8(ascii: "a") < 6
}
