import Canvas

extension Keymap {
  /// The keys of a new export: its form, the lists in it, and the question.
  static let starting: [Entry] = [
    Entry(
      .confirm, [.control("s")], in: [.form], hint: "start", help: "check it and ask for the start",
      hintPriority: 1),
    Entry(
      .nextField, [.tab, .enter], in: [.form], hint: "next field",
      help:
        "the next field; Enter takes the only thing that has what is typed in its name, and on the "
        + "last field asks for the start", hintPriority: 2),
    Entry(
      .openList, [.down], in: [.form], hint: "list",
      help: "into the list of what the field can take; where there is none, the next field",
      hintPriority: 1),
    Entry(
      .previousField, [.up, .backTab], in: [.form], hint: "previous field",
      help: "the previous field; from the first one, the form that was left", hintPriority: 3),
    Entry(
      .askAgain, [.control("r")], in: [.form, .offers], hint: "ask again",
      help: "ask AWS again for what the field can take", hintPriority: 4),
    Entry(
      .closeOne, [.escape], in: [.form], hint: "close",
      help: "close the list, else the form; what was typed is kept", hintPriority: 0),

    Entry(
      .confirm, [.enter], in: [.offers], hint: "take it", help: "take what is selected",
      hintPriority: 1),
    Entry(
      .up, [.up], in: [.offers], hint: "up", help: "one line up; from the first one to the field",
      hintPriority: 3),
    Entry(.down, [.down], in: [.offers], hint: "down", help: "one line down", hintPriority: 3),
    Entry(
      .nextField, [.tab], in: [.offers], hint: "next field",
      help: "the next field, taking nothing", hintPriority: 3),
    Entry(
      .closeOne, [.escape], in: [.offers], hint: "close list",
      help: "close the list, and nothing else", hintPriority: 0),

    Entry(
      .confirm, [.control("y")], in: [.check], hint: "yes",
      help: "yes, start it, where the word is there; any key that is not here means no",
      hintPriority: 1),
    Entry(.up, [.up], in: [.check], hint: "up", help: "one line up", hintPriority: 3),
    Entry(.down, [.down], in: [.check], hint: "down", help: "one line down", hintPriority: 3),
    Entry(.pageUp, [.pageUp], in: [.offers, .check], hint: "page up", help: "one page up"),
    Entry(.pageDown, [.pageDown], in: [.offers, .check], hint: "page down", help: "one page down"),
    Entry(
      .askAgain, [.control("r")], in: [.check], hint: "check again", help: "check it again",
      hintPriority: 2),
    Entry(
      .takeNewest, [.control("n")], in: [.check], hint: "newest",
      help: "asked about several starts: of the newest snapshots; again: of the same ones",
      hintPriority: 2),
    Entry(
      .insist, [.control("f")], in: [.check], hint: "all the same",
      help: "asked about several starts: also those that would fail as far as is known; again: not",
      hintPriority: 2),
    Entry(
      .closeOne, [.escape], in: [.check], hint: "no", help: "no, back to the form",
      hintPriority: 0),
  ]
}
