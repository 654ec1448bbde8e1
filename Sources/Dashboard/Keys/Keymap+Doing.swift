import Canvas

extension Keymap {
  /// What is done to the selected export, to the marked ones and to the asking of AWS.
  static let doing: [Entry] = [
    Entry(
      .start, [.character("n")], in: [.list], hint: "new",
      help: "start an export: on a row, the next one of its series", hintPriority: 3),
    Entry(
      .clone, [.character("c")], in: selecting, hint: "clone",
      help: "start an export like the selected one; all marked ones again (asks)",
      hintPriority: 7),
    Entry(
      .cancel, [.character("x")], in: selecting, hint: "cancel",
      help: "cancel the selected task or the marked ones (asks)", hintPriority: 2),
    Entry(
      .mark, [.character(" ")], in: [.list], hint: "mark", help: "mark or unmark the task",
      hintPriority: 9),
    Entry(
      .markRange, [.character("V")], in: [.list], hint: "mark range",
      help: "mark what you move over, until V again"),
    Entry(
      .markAll, [.character("*")], in: [.list], hint: "mark all",
      help: "mark everything that is listed now; again: unmark it"),
    Entry(
      .markFailed, [.character("m")], in: [.list], hint: "mark failed",
      help: "mark what failed since last evening and wasn't exported since"),
    Entry(
      .clearMarks, [.character("U")], in: [.list], hint: "clear marks", help: "clear all marks"),
    Entry(
      .copy, [.character("y")], in: selecting, hint: "copy",
      help:
        "copy: y identifier, a ARN, s S3 URI, j JSON, f failure, c d commands, u console, p t k policies",
      hintPriority: 9),
    Entry(
      .copyAgain, [.character("Y")], in: selecting, hint: "copy again",
      help: "copy the same of this task as was copied last"),
    Entry(
      .openConsole, [.character("o")], in: selecting, hint: "console",
      help: "open AWS's console in the browser; asks first"),
    Entry(
      .refresh, [.character("R")], in: screens, hint: "refresh",
      help: "ask AWS now, and put the rows in order", hintPriority: 10),
    Entry(
      .pause, [.character("p")], in: screens, hint: "pause", help: "pause asking AWS, and resume",
      hintPriority: 11),
    Entry(
      .shorterInterval, [.character("-")], in: rows, hint: "faster", help: "ask AWS more often"),
    Entry(
      .longerInterval, [.character("+")], in: rows, hint: "slower", help: "ask AWS less often"),
  ]
}
