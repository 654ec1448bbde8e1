import Canvas

extension Keymap {
  private static let everywhere = Set(Place.allCases)
  private static let rows: Set<Place> = [.list, .details]
  private static let pages: Set<Place> = [.list, .details, .page]
  private static let detailed: Set<Place> = [.details, .page]
  private static let selecting: Set<Place> = [.list, .details, .page, .timeline]
  private static let scrolled: Set<Place> = [
    .list, .details, .page, .contexts, .timeline, .events, .board, .queue, .menu, .alerts,
    .overview, .help,
  ]
  private static let screens: Set<Place> = [
    .list, .details, .page, .contexts, .timeline, .events, .board, .queue, .overview,
  ]

  /// What the keys mean by default.
  public static let standard = Keymap(
    doing + looking + timeline + queue + moving + copying + answering + starting + leaving)

  private static let doing: [Entry] = [
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

  private static let looking: [Entry] = [
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

  private static let timeline: [Entry] = [
    Entry(
      .timeline, [.character("T")], in: pages, hint: "timeline",
      help: "the timeline: what ran when, and how many at once", hintPriority: 8),
    Entry(
      .details, [.enter, .character("d")], in: [.timeline], hint: "details",
      help: "the details of the selected task", hintPriority: 2),
    Entry(
      .earlier, [.left, .character("h")], in: [.timeline], hint: "earlier",
      help: "back in time", hintPriority: 1),
    Entry(
      .later, [.right, .character("l")], in: [.timeline], hint: "later", help: "on in time",
      hintPriority: 1),
    Entry(
      .zoomIn, [.character("[")], in: [.timeline], hint: "less time",
      help: "less time on the screen, down to an hour", hintPriority: 1),
    Entry(
      .zoomOut, [.character("]")], in: [.timeline], hint: "more time",
      help: "more time on the screen, up to 14 days", hintPriority: 1),
    Entry(
      .search, [.character("/")], in: [.timeline], hint: "search",
      help: "search for an export of this time by its name or source", hintPriority: 3),
    Entry(
      .nextMatch, [.character("n")], in: [.timeline], hint: "next match",
      help: "the next export that was searched for"),
    Entry(
      .previousMatch, [.character("N")], in: [.timeline], hint: "previous match",
      help: "the export before that was searched for"),
    Entry(
      .now, [.character("0")], in: [.timeline], hint: "now", help: "back to now, and follow it",
      hintPriority: 0),
    Entry(
      .closeOne, [.escape, .character("q"), .character("T")], in: [.timeline], hint: "close",
      help: "back to the list", hintPriority: 0),
  ]

  private static let moving: [Entry] = [
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

  private static let answering: [Entry] = [
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

  private static let leaving: [Entry] = [
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
