/// The one gate for text from outside (a server, a proxy, a file, a paste) on its way to a
/// terminal, its clipboard, its title, a log or an error.
///
/// Only what a person can see gets through, so that what is copied is what was shown:
///
/// * **Dropped**: what a terminal obeys and what nobody can see. That is control characters (C0,
///   DEL, C1), format characters (Unicode's Cf: zero-width ones, U+FEFF, the soft hyphen, those
///   that change the direction of text, tags), and everything that Unicode calls ignorable by
///   default (joiners, variation selectors, fillers). The first four marks on a character stay, as
///   many as a cell holds; a mark with no character before it goes.
/// * **Turned into blanks**: line breaks, tabs and all other white space. Nobody sees which it was.
/// * **Replaced** by U+FFFD: what has no agreed look (private use and unassigned). It takes up
///   room, so it must leave a trace.
///
/// Printable ASCII and the letters, marks and symbols of every script pass unchanged.
public enum UntrustedText {
  /// What happens to several blanks in a row.
  public enum Blanks: Sendable {
    /// One between words, none at the ends.
    case single
    /// As many as there are between words, none at the ends.
    case inside
    /// As many as there are, at the ends too.
    case all
  }

  /// Stands for the rest of a text that was cut.
  public static let ellipsis = "…"

  /// How many marks stay on one character.
  public static let mostMarks = 4

  /// The text on one line: at most `limit` Unicode scalars, then an ellipsis where more follows.
  public static func oneLine(
    _ text: String, limit: Int = .max, blanks: Blanks = .single
  ) -> String {
    if text.utf8.count <= limit, isPlain(text, blanks) { return text }
    var line = Line(limit: limit, blanks: blanks)
    for scalar in text.unicodeScalars where !line.isFull { line.add(scalar) }
    return line.finished
  }

  /// The same for each line of a text; its line breaks become line feeds.
  public static func lines(_ text: String) -> String {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { oneLine(String($0), blanks: .all) }.joined(separator: "\n")
  }

  /// The text on one line, with a mark in place of each character that would be dropped and of each
  /// line break. For a log, where it matters that something was there.
  public static func marked(_ text: String, with mark: Unicode.Scalar) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch kind(of: scalar) {
      case .hidden: line.append(mark)
      case .blank: line.append(isLineBreak(scalar) ? mark : " ")
      case .strange: line.append(replacement)
      case .mark, .visible: line.append(scalar)
      }
    }
    return String(line)
  }

  /// Whether a character is dropped, because a terminal obeys it or nobody sees it.
  public static func isHidden(_ scalar: Unicode.Scalar) -> Bool { kind(of: scalar) == .hidden }

  /// Whether a text has neither a character that is dropped nor a line break.
  public static func isOneLine(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { !isHidden($0) && !isLineBreak($0) }
  }

  static let replacement: Unicode.Scalar = "\u{FFFD}"

  /// Whether a character ends a line.
  public static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  enum Kind { case visible, mark, blank, hidden, strange }

  static func kind(of scalar: Unicode.Scalar) -> Kind {
    switch scalar.value {
    case 0x21...0x7E: return .visible
    case 0x09...0x0D, 0x20, 0x85, 0xA0: return .blank
    case 0...0x1F, 0x7F...0x9F, 0xAD: return .hidden
    case 0xA1...0x2FF: return .visible
    case 0x2800: return .blank  // Braille without a dot: a symbol by Unicode, a blank to the eye.
    default: break
    }
    let properties = scalar.properties
    if properties.isWhitespace { return .blank }
    if properties.isDefaultIgnorableCodePoint { return .hidden }
    switch properties.generalCategory {
    case .control, .format: return .hidden
    case .nonspacingMark, .enclosingMark: return .mark
    case .privateUse, .unassigned, .surrogate: return .strange
    default: return .visible
    }
  }

  /// Whether a text is ASCII that needs no change, as nearly all are.
  private static func isPlain(_ text: String, _ blanks: Blanks) -> Bool {
    var isAfterBlank = false
    for byte in text.utf8 {
      guard (0x20...0x7E).contains(byte) else { return false }
      if byte == 0x20, isAfterBlank, blanks == .single { return false }
      isAfterBlank = byte == 0x20
    }
    return blanks == .all || (text.utf8.first != 0x20 && !isAfterBlank)
  }
}

/// A line that is being built.
private struct Line {
  let limit: Int
  let blanks: UntrustedText.Blanks
  private var line = String.UnicodeScalarView()
  private var count = 0
  private var marks = 0
  private var owedBlanks = 0
  private var isAfterReturn = false
  private(set) var isFull = false

  init(limit: Int, blanks: UntrustedText.Blanks) {
    self.limit = limit
    self.blanks = blanks
  }

  var finished: String {
    guard isFull else { return String(line) }
    var line = line
    while line.last == " " { line.removeLast() }
    return String(line) + UntrustedText.ellipsis
  }

  mutating func add(_ scalar: Unicode.Scalar) {
    defer { isAfterReturn = scalar == "\r" }
    switch UntrustedText.kind(of: scalar) {
    case .hidden: break
    case .blank:
      marks = 0
      if isAfterReturn, scalar == "\n" { break }
      switch blanks {
      case .all: append(" ")
      case .single: owedBlanks = count > 0 ? 1 : 0
      case .inside: owedBlanks += count > 0 ? 1 : 0
      }
    case .mark:
      guard count > 0, owedBlanks == 0, marks < UntrustedText.mostMarks else { break }
      marks += 1
      append(scalar)
    case .strange: appendVisible(UntrustedText.replacement)
    case .visible: appendVisible(scalar)
    }
  }

  private mutating func appendVisible(_ scalar: Unicode.Scalar) {
    marks = 0
    while owedBlanks > 0, !isFull {
      append(" ")
      owedBlanks -= 1
    }
    append(scalar)
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    guard count < limit else {
      isFull = true
      return
    }
    line.append(scalar)
    count += 1
  }
}
