import Canvas

/// One line of text that is being edited.
public struct TextField: Hashable, Sendable {
  public var text: String
  /// In characters from the start.
  public var cursor: Int

  public init(_ text: String = "") {
    self.text = text
    cursor = text.count
  }

  /// Applies an editing key (characters, ← → Home End, C-a C-e C-u C-w C-k, Backspace, Delete);
  /// false where the key means nothing to a text field.
  public mutating func apply(_ key: Key) -> Bool { false }

  /// Inserts pasted text: line breaks become blanks, control characters are dropped.
  public mutating func paste(_ text: String) {}
}
