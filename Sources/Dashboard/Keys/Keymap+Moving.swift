import Canvas

extension Keymap {
  /// How the selection and what is scrolled move.
  static let moving: [Entry] = [
    Entry(
      .up, [.up, .character("k")], in: scrolled, hint: "up", help: "one line up"),
    Entry(.up, [.up], in: [.pick], hint: "up", help: "one line up", hintPriority: 3),
    Entry(
      .down, [.down, .character("j")], in: scrolled, hint: "down", help: "one line down"),
    Entry(.down, [.down], in: [.pick], hint: "down", help: "one line down", hintPriority: 3),
    Entry(.pageUp, [.pageUp], in: [.pick], hint: "page up", help: "one page up"),
    Entry(.pageDown, [.pageDown], in: [.pick], hint: "page down", help: "one page down"),
    Entry(
      .first, [.character("g"), .home], in: scrolled, hint: "first", help: "to the first line"),
    Entry(
      .last, [.character("G"), .end], in: scrolled, hint: "last", help: "to the last line"),
    Entry(
      .pageUp, [.pageUp, .control("b")], in: scrolled, hint: "page up", help: "one page up"),
    Entry(
      .pageDown, [.pageDown, .control("f")], in: scrolled, hint: "page down",
      help: "one page down"),
    Entry(
      .halfPageUp, [.control("u")], in: scrolled, hint: "half page up", help: "half a page up"),
    Entry(
      .halfPageDown, [.control("d")], in: scrolled, hint: "half page down",
      help: "half a page down"),
    Entry(
      .nextFailed, [.character("f")], in: selecting, hint: "next failed",
      help: "the next task that failed, stalled or is slow"),
    Entry(
      .previousFailed, [.character("F")], in: selecting, hint: "previous failed",
      help: "the previous task that failed, stalled or is slow"),
  ]
}
