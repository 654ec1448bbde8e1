import Canvas
import Ground
import Words

/// One line of text that is being edited.
///
/// It holds at most `limit` bytes, because every key edits, counts and parses the whole text. No
/// field of AWS's takes more (an ARN has at most 2,048 characters, a prefix 1,024, a list of tables
/// a few thousand).
public struct TextField: Hashable, Sendable {
  public static let limit = 16 << 10

  public var text: String
  /// In characters from the start.
  public var cursor: Int

  public init(_ text: String = "") {
    self.text = Self.beginning(of: text, bytes: Self.limit)
    cursor = self.text.count
  }

  /// Applies an editing key (characters, ← → Home End, C-a C-e C-u C-w C-k, Backspace, Delete, and
  /// M-b M-f by words); false if the key means nothing to a text field.
  public mutating func apply(_ key: Key) -> Bool {
    let at = min(max(cursor, 0), text.count)
    switch key {
    case .character(let character):
      let typed = String(character)
      guard UntrustedText.isOneLine(typed) else { return false }
      insert(typed)
    case .left: cursor = max(at - 1, 0)
    case .right: cursor = min(at + 1, text.count)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = text.count
    case .alt("b"): cursor = wordStart(before: at)
    case .alt("f"): cursor = wordEnd(after: at)
    case .backspace, .control("h"): remove(max(at - 1, 0)..<at)
    case .delete: remove(at..<min(at + 1, text.count))
    case .control("u"): remove(0..<at)
    case .control("k"): remove(at..<text.count)
    case .control("w"): remove(blankDelimitedStart(before: at)..<at)
    default: return false
    }
    return true
  }

  /// Inserts pasted text. Line breaks become blanks, control characters are dropped. Line breaks at
  /// its ends, which come along when a whole line is copied, are left out.
  /// - Returns: Whether all of it fit.
  @discardableResult
  public mutating func paste(_ text: String) -> Bool {
    var trimmed = text[...]
    while trimmed.first?.isNewline == true { trimmed.removeFirst() }
    while trimmed.last?.isNewline == true { trimmed.removeLast() }
    let line = Format.line(String(trimmed))
    let isWhole = line.utf8.count <= Self.limit - self.text.utf8.count
    insert(line)
    return isWhole
  }

  private mutating func insert(_ inserted: String) {
    let inserted = Self.beginning(of: inserted, bytes: Self.limit - self.text.utf8.count)
    let at = text.index(text.startIndex, offsetBy: min(max(cursor, 0), text.count))
    let head = text[..<at] + inserted
    let tail = text[at...]
    text = String(head + tail)
    // A combining mark joins the character before it, so lengths do not add up.
    cursor = min(head.count, text.count)
  }

  /// As many whole characters as fit.
  private static func beginning(of text: String, bytes limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var room = limit
    return String(
      text.prefix { character in
        room -= character.utf8.count
        return room >= 0
      })
  }

  private mutating func remove(_ range: Range<Int>) {
    let start = text.index(text.startIndex, offsetBy: range.lowerBound)
    let end = text.index(start, offsetBy: range.count)
    text.removeSubrange(start..<end)
    cursor = min(range.lowerBound, text.count)
  }

  private func blankDelimitedStart(before position: Int) -> Int {
    start(before: position) { !$0.isWhitespace }
  }

  private func wordStart(before position: Int) -> Int {
    start(before: position) { $0.isLetter || $0.isNumber }
  }

  private func start(before position: Int, ofWordWhere isPart: (Character) -> Bool) -> Int {
    let head = text.prefix(position).reversed()
    let word = head.drop { !isPart($0) }
    return word.drop { isPart($0) }.count
  }

  private func wordEnd(after position: Int) -> Int {
    let word = text.dropFirst(position).drop { !($0.isLetter || $0.isNumber) }
    return text.count - word.drop { $0.isLetter || $0.isNumber }.count
  }
}
