import Glibc

/// A compiled POSIX extended regular expression. It belongs to one evaluation on one thread; a
/// filter keeps only the text.
final class PosixPattern {
  struct Refusal: Error {
    var message: String
  }

  /// For longer patterns, and for repetitions that multiply to more, glibc needs a lot of memory to
  /// compile them.
  private static let longest = 200
  private static let mostRepetitions = 1000

  private let regex: UnsafeMutablePointer<regex_t>
  private let isReady: Bool

  /// - Throws: what is wrong with the pattern, in words.
  init(_ pattern: String) throws(Refusal) {
    try Self.check(pattern)
    regex = .allocate(capacity: 1)
    regex.initialize(to: regex_t())
    // In the C locale a byte is a character, which is much faster. It also makes a filter mean the
    // same whatever the user's locale is, and whether or not a screen has set it.
    let plain = newlocale(1 << LC_CTYPE | 1 << LC_COLLATE, "C", nil)
    let before = uselocale(plain)
    let code = regcomp(regex, pattern, REG_EXTENDED | REG_ICASE | REG_NOSUB)
    uselocale(before)
    freelocale(plain)
    isReady = code == 0
    if !isReady { throw Refusal(message: Self.message(code, regex)) }
  }

  deinit {
    if isReady { regfree(regex) }
    regex.deallocate()
  }

  /// Whether the pattern matches somewhere in the bytes, which need no NUL at their end.
  func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var range = regmatch_t(rm_so: 0, rm_eo: regoff_t(clamping: bytes.count))
    guard let base = bytes.baseAddress else {
      return regexec(regex, "", 0, nil, 0) == 0
    }
    return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
      regexec(regex, $0, 1, &range, REG_STARTEND) == 0
    }
  }

  private static func check(_ pattern: String) throws(Refusal) {
    if pattern.isEmpty { throw Refusal(message: "the pattern between the slashes is empty") }
    if pattern.utf8.count > longest {
      throw Refusal(message: "a pattern has at most \(longest) bytes")
    }
    if pattern.utf8.contains(0) { throw Refusal(message: "a pattern can't hold a NUL") }
    var repetitions = 1
    var isEscaped = false
    var rest = pattern[...]
    while let next = rest.popFirst() {
      if isEscaped {
        if next.isASCII, next.isNumber {
          throw Refusal(message: "back-references such as \\\(next) are not supported")
        }
        isEscaped = false
      } else if next == "\\" {
        isEscaped = true
      } else if next == "{" {
        let bounds = rest.prefix { $0 != "}" }.split(separator: ",")
        let most = bounds.compactMap { Int($0) }.max() ?? 1
        repetitions = repetitions.multipliedReportingOverflow(by: max(1, most)).partialValue
        if most > mostRepetitions || !(1...mostRepetitions).contains(repetitions) {
          throw Refusal(message: "the pattern repeats more than \(mostRepetitions) times")
        }
      }
    }
  }

  private static func message(_ code: Int32, _ regex: UnsafePointer<regex_t>) -> String {
    let words = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 200) { buffer in
      guard let base = buffer.baseAddress else { return "" }
      buffer.initialize(repeating: 0)
      _ = regerror(code, regex, base, buffer.count)
      return String(cString: base)
    }
    return "the pattern can't be read: \(words)"
  }
}
