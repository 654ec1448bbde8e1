import Canvas

extension Keymap {
  /// The timeline's keys.
  static let timeline: [Entry] = [
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
}
