import Canvas

extension Keymap {
  /// What is shown: filter, details, pages, order, columns, themes.
  static let looking: [Entry] = [
    Entry(
      .filter, [.character("/")], in: rows, hint: "filter",
      help: "filter as you type; Enter keeps, Esc takes back", hintPriority: 1),
    Entry(
      .details, [.enter, .character("d")], in: [.list], hint: "details",
      help: "the details of the selected task", hintPriority: 4),
    Entry(
      .details, [.enter], in: [.details], hint: "list",
      help: "back to the list, with the details open", hintPriority: 3),
    Entry(
      .closeOne, [.escape, .character("q"), .character("d")], in: [.details], hint: "close",
      help: "close the details", hintPriority: 1),
    Entry(
      .zoom, [.character("Z")], in: rows, hint: "zoom",
      help: "the details of the selected task alone on the screen"),
    Entry(
      .closeOne, [.escape, .character("q"), .character("Z")], in: [.page], hint: "close",
      help: "back to what was there before", hintPriority: 0),
    Entry(
      .search, [.character("/")], in: [.page], hint: "search",
      help: "search for a text on this page", hintPriority: 2),
    Entry(
      .nextMatch, [.character("n")], in: [.page], hint: "next match",
      help: "where the text is found next", hintPriority: 4),
    Entry(
      .previousMatch, [.character("N")], in: [.page], hint: "previous match",
      help: "where the text is found before"),
    Entry(
      .nextPage, [.tab], in: detailed, hint: "next page", help: "the next page of the details",
      hintPriority: 2),
    Entry(
      .previousPage, [.backTab], in: detailed, hint: "previous page",
      help: "the previous page of the details"),
    Entry(.page1, [.character("1")], in: detailed, hint: "overview", help: "the overview"),
    Entry(
      .page2, [.character("2")], in: detailed, hint: "JSON", help: "the task as AWS gave it"),
    Entry(
      .page3, [.character("3")], in: detailed, hint: "events", help: "what happened to the task"),
    Entry(.json, [.character("J")], in: selecting, hint: "JSON", help: "the task as JSON"),
    Entry(
      .events, [.character("E")], in: pages, hint: "all events",
      help: "what happened in all contexts, and what was done here", hintPriority: 9),
    Entry(
      .goTo, [.enter], in: [.events], hint: "go to it", help: "to the export, in the list",
      hintPriority: 1),
    Entry(
      .search, [.character("/")], in: [.events], hint: "search",
      help:
        "show only the events with these words in them; kind=status,here by what they are about",
      hintPriority: 2),
    Entry(
      .nextPage, [.tab], in: [.events], hint: "next kind",
      help: "only the next kind: status, progress, what was done here, troubles", hintPriority: 2),
    Entry(
      .previousPage, [.backTab], in: [.events], hint: "previous kind", help: "the previous kind"),
    Entry(
      .fold, [.character("z")], in: [.events], hint: "each step",
      help: "each step of what moves, or one line for each export", hintPriority: 3),
    Entry(
      .closeOne, [.escape, .character("q"), .character("E")], in: [.events], hint: "close",
      help: "show all events again, then back to the list", hintPriority: 0),
    Entry(
      .board, [.character("B")], in: pages.union([.timeline, .overview]), hint: "board",
      help: "the board of expected runs: which are late, failed or missing", hintPriority: 8),
    Entry(
      .goTo, [.enter], in: [.board], hint: "go to it",
      help: "to the export, or to the newest one of its series, in the list", hintPriority: 1),
    Entry(
      .search, [.character("/")], in: [.board], hint: "search",
      help: "show only the rows with these words in them", hintPriority: 2),
    Entry(
      .closeOne, [.escape, .character("q"), .character("B")], in: [.board], hint: "close",
      help: "show all rows again, then back to what was there before", hintPriority: 0),
    Entry(
      .sort, [.character("s")], in: [.list], hint: "sort", help: "choose the column to sort by",
      hintPriority: 5),
    Entry(.reverse, [.character("I")], in: [.list], hint: "reverse", help: "reverse the order"),
    Entry(
      .sortLeft, [.character("<")], in: [.list], hint: "sort left",
      help: "sort by the column to the left"),
    Entry(
      .sortRight, [.character(">")], in: [.list], hint: "sort right",
      help: "sort by the column to the right"),
    Entry(
      .left, [.left, .character("h")], in: [.list], hint: "left",
      help: "to the columns at the left"),
    Entry(
      .right, [.right, .character("l")], in: [.list], hint: "right",
      help: "to the columns that find no room"),
    Entry(
      .wide, [.character("w")], in: rows, hint: "wide",
      help: "every column; those that find no room are reached sideways"),
    Entry(
      .theme, [.character("t")], in: [.list, .details, .timeline], hint: "theme",
      help: "try the themes", hintPriority: 8),
    Entry(
      .actions, [.character("a")], in: selecting, hint: "actions",
      help: "what can be done here, and why the rest can't", hintPriority: 6),
    Entry(
      .contexts, [.character("P")], in: rows, hint: "contexts",
      help: "the contexts that are watched: hide, show, add", hintPriority: 8),
    Entry(
      .toggleContext, [.enter, .character(" ")], in: [.contexts], hint: "hide or show",
      help: "hide the context's rows, or show them again", hintPriority: 1),
    Entry(
      .onlyContext, [.character("o")], in: [.contexts], hint: "only this",
      help: "show this context alone; again: all that were shown before", hintPriority: 2),
    Entry(
      .addContext, [.character("+"), .character("n")], in: [.contexts], hint: "add",
      help: "watch one more profile and region", hintPriority: 2),
    Entry(
      .removeContext, [.character("x")], in: [.contexts], hint: "remove",
      help: "watch a context that was added no longer", hintPriority: 3),
    Entry(
      .search, [.character("/")], in: [.contexts], hint: "find",
      help: "find contexts by name, profile, region, account or state", hintPriority: 2),
    Entry(
      .trouble, [.character("!")], in: screens, hint: "what is wrong",
      help: "what is wrong with the way to AWS, or waited for, in whole", hintPriority: 0),
    Entry(
      .alerts, [.character("M")], in: screens, hint: "alerts",
      help: "what has happened: acknowledge it, or mute this screen", hintPriority: 0),
    Entry(
      .overview, [.character("O")], in: rows, hint: "overview",
      help: "everything at a glance: what runs, what failed and why"),
    Entry(
      .overview, [.character("O")], in: [.overview], hint: "list", help: "back to the list",
      hintPriority: 0),
    Entry(
      .wall, [.character("W")], in: rows, hint: "wall",
      help: "the overview to leave on: no keys, no account numbers, no ARNs"),
    Entry(
      .wall, [.character("W")], in: [.overview], hint: "wall",
      help: "the same to leave on: no keys, no account numbers, no ARNs", hintPriority: 2),
    Entry(
      .help, [.character("?"), .function(1)], in: screens, hint: "help", help: "this list of keys",
      hintPriority: 0),
  ]
}
