/// Compares a text byte by byte, ignoring case.
///
/// This is a class, and its subclasses use raw storage, because it runs several times for each of
/// 100,000 tasks: a struct with arrays would spend that time on reference counting.
class TextMatcher {
  fileprivate init() {}

  func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool { false }

  /// Matches what any of them matches.
  static func any(_ matchers: [TextMatcher]) -> TextMatcher {
    matchers.count == 1 ? matchers[0] : AnyMatcher(matchers)
  }

  /// Matches texts that contain the part.
  static func part(_ part: String) -> TextMatcher {
    part.utf8.allSatisfy { $0 < 0x80 } ? PartMatcher(part) : UnicodeMatcher(part, isPart: true)
  }

  /// Matches texts that are the same but for their case.
  static func whole(_ whole: String) -> TextMatcher {
    whole.utf8.allSatisfy { $0 < 0x80 } ? WholeMatcher(whole) : UnicodeMatcher(whole, isPart: false)
  }

  /// Matches texts that a POSIX extended pattern matches.
  static func pattern(_ pattern: String) -> TextMatcher {
    // The parser has already refused a pattern that can't be compiled; here it would match nothing.
    (try? PosixPattern(pattern)).map(PatternMatcher.init) ?? TextMatcher()
  }
}

private final class AnyMatcher: TextMatcher {
  private let matchers: [TextMatcher]

  init(_ matchers: [TextMatcher]) { self.matchers = matchers }

  override func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    matchers.contains { $0.matches(text) }
  }
}

private final class PartMatcher: TextMatcher {
  private let needle: Needle

  init(_ part: String) { needle = Needle(part) }

  override func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool { needle.isIn(text) }
}

private final class WholeMatcher: TextMatcher {
  private let needle: Needle

  init(_ whole: String) { needle = Needle(whole) }

  override func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    needle.count == text.count && needle.isIn(text)
  }
}

private final class PatternMatcher: TextMatcher {
  private let pattern: PosixPattern

  init(_ pattern: PosixPattern) { self.pattern = pattern }

  override func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool { pattern.matches(text) }
}

/// Looks for a text with letters beyond ASCII.
private final class UnicodeMatcher: TextMatcher {
  private let sought: String
  private let isPart: Bool

  init(_ sought: String, isPart: Bool) {
    self.sought = sought.lowercased()
    self.isPart = isPart
  }

  override func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    // A text that is all ASCII can't contain it.
    guard text.contains(where: { $0 >= 0x80 }) else { return false }
    let folded = String(decoding: text, as: UTF8.self).lowercased()
    return isPart ? folded.contains(sought) : folded == sought
  }
}
