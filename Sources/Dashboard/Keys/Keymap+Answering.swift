import Canvas

extension Keymap {
  /// The keys of menus, questions and text.
  static let answering: [Entry] = [
    Entry(
      .confirm, [.enter], in: [.menu], hint: "choose", help: "choose what is selected",
      hintPriority: 1),
    Entry(
      .confirm, [.enter], in: [.text], hint: "done", help: "done: keep the filter",
      hintPriority: 1),
    Entry(
      .confirm, [.enter], in: [.alerts], hint: "go there", help: "go to the task in the list",
      hintPriority: 2),
    Entry(
      .acknowledge, [.character("a")], in: [.alerts], hint: "acknowledge all",
      help: "acknowledge all of it, on every screen that shares this one's memory",
      hintPriority: 1),
    Entry(
      .acknowledgeOne, [.character(" ")], in: [.alerts], hint: "only this",
      help: "acknowledge the selected one, on every screen that shares this one's memory",
      hintPriority: 2),
    Entry(
      .mute, [.character("m")], in: [.alerts], hint: "mute",
      help: "no bell, notification or command from this screen; again takes it back",
      hintPriority: 1),
    Entry(
      .confirm, [.enter], in: [.pick], hint: "choose", help: "choose what is selected",
      hintPriority: 1),
    Entry(
      .confirm, [.enter], in: [.search], hint: "search", help: "go where the text is found",
      hintPriority: 1),
    Entry(
      .confirm, [.enter], in: [.answer], hint: "answer", help: "send the code", hintPriority: 1),
    Entry(
      .confirm, [.control("y")], in: [.word], hint: "yes",
      help: "yes, do it, where the word is there", hintPriority: 1),
    Entry(
      .confirm, [.control("y")], in: [.dialog], hint: "yes",
      help: "yes, do it; any key that is not here means no", hintPriority: 1),
    Entry(
      .up, [.up], in: [.dialog, .word], hint: "up", help: "one line up, where there are more"),
    Entry(
      .down, [.down], in: [.dialog, .word], hint: "down",
      help: "one line down, where there are more"),
    Entry(
      .pageUp, [.pageUp], in: [.dialog, .word], hint: "page up",
      help: "one page up, where there are more"),
    Entry(
      .pageDown, [.pageDown], in: [.dialog, .word], hint: "page down",
      help: "one page down, where there are more"),
    Entry(
      .complete, [.tab], in: [.text], hint: "complete",
      help: "complete the field or the value at the end; again for the next one", hintPriority: 2),
    Entry(.olderText, [.up], in: [.text], hint: "older", help: "an earlier text", hintPriority: 3),
    Entry(.newerText, [.down], in: [.text], hint: "newer", help: "a later text"),
  ]
}
