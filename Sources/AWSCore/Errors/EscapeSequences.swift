import Ground

/// The escape sequences a program colours its terminal output with.
///
/// Once its first character is dropped, such a sequence leaves a few visible ones, which may
/// separate a secret from its name or split it.
enum EscapeSequences {
  private static let escape: Unicode.Scalar = "\u{1B}"

  static func removed(from text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0 == escape || $0 == "\u{9B}" }) else {
      return text
    }
    var rest = text.unicodeScalars[...]
    var kept = String.UnicodeScalarView()
    while let first = rest.popFirst() {
      if first == "\u{9B}" {
        removeControl(&rest)
      } else if first == escape {
        remove(&rest)
      } else {
        kept.append(first)
      }
    }
    return String(kept)
  }

  private static func remove(_ rest: inout Substring.UnicodeScalarView) {
    switch rest.first {
    case "[":
      rest.removeFirst()
      removeControl(&rest)
    case "]":
      removeCommand(&rest)
    default:
      removeAll(" "..."/", &rest)
      if let last = rest.first, ("0"..."~").contains(last) { rest.removeFirst() }
    }
  }

  /// Up to the letter that ends it: `[1;31m`.
  private static func removeControl(_ rest: inout Substring.UnicodeScalarView) {
    removeAll("0"..."?", &rest)
    removeAll(" "..."/", &rest)
    if let last = rest.first, ("@"..."~").contains(last) { rest.removeFirst() }
  }

  /// A title or a link's target; never beyond the end of the line.
  private static func removeCommand(_ rest: inout Substring.UnicodeScalarView) {
    while let next = rest.first, next != escape, !UntrustedText.isLineBreak(next) {
      rest.removeFirst()
      if next == "\u{7}" { return }
    }
    if rest.starts(with: "\u{1B}\\".unicodeScalars) { rest.removeFirst(2) }
  }

  private static func removeAll(
    _ range: ClosedRange<Unicode.Scalar>, _ rest: inout Substring.UnicodeScalarView
  ) {
    while let next = rest.first, range.contains(next) { rest.removeFirst() }
  }
}
