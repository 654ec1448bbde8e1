import Canvas

extension Keymap {
  /// How each place is left, and the program.
  static let leaving: [Entry] = [
    Entry(
      .closeOne, [.escape], in: [.list], hint: "back",
      help: "close one thing: details, marks, filter", hintPriority: 1),
    Entry(
      .closeOne, [.escape, .character("q")], in: [.overview], hint: "close",
      help: "back to the list", hintPriority: 0),
    Entry(
      .closeOne, [.escape, .character("q")], in: [.menu], hint: "close",
      help: "close the menu, changing nothing", hintPriority: 0),
    Entry(
      .closeOne, [.escape, .character("q"), .character("M")], in: [.alerts], hint: "close",
      help: "close the menu, acknowledging nothing", hintPriority: 0),
    Entry(
      .closeOne, [.escape, .character("q"), .character("?"), .function(1)], in: [.help],
      hint: "close", help: "close it", hintPriority: 0),
    Entry(
      .closeOne, [.escape, .character("n"), .character("q")], in: [.dialog], hint: "no",
      help: "no, do nothing", hintPriority: 0),
    Entry(
      .closeOne, [.escape], in: [.word], hint: "no", help: "no, do nothing", hintPriority: 0),
    Entry(
      .closeOne, [.escape], in: [.answer], hint: "leave it", help: "there will be no answer",
      hintPriority: 0),
    Entry(
      .closeOne, [.escape], in: [.pick], hint: "back", help: "one step back, changing nothing",
      hintPriority: 0),
    Entry(
      .closeOne, [.escape, .character("q"), .character("P")], in: [.contexts], hint: "close",
      help: "back to the list", hintPriority: 0),
    Entry(
      .closeOne, [.escape], in: [.search], hint: "back", help: "search for nothing else",
      hintPriority: 0),
    Entry(
      .closeOne, [.escape], in: [.text], hint: "back", help: "leave everything as it was before",
      hintPriority: 0),
    Entry(
      .suspend, [.control("z")], in: everywhere, hint: "suspend",
      help: "suspend the program; fg brings it back"),
    Entry(.redraw, [.control("l")], in: everywhere, hint: "redraw", help: "paint the screen anew"),
    Entry(
      .quit, [.character("q")], in: [.list], hint: "quit",
      help: "close the details where they are open, else quit", hintPriority: 0),
    Entry(
      .leave, [.control("c")], in: everywhere, hint: "quit",
      help: "quit; asks once where a form holds what was typed"),
  ]
}
