import Canvas

extension Keymap {
  /// The queue's keys. Its order is changed by keys that no text contains.
  static let queue: [Entry] = [
    Entry(
      .queue, [.character("Q")], in: [.list, .details, .page, .timeline, .overview, .board],
      hint: "queue", help: "the queue: what waits for a slot, why, and who starts it"),
    Entry(
      .hold, [.character("H")], in: [.queue], hint: "hold or release",
      help: "keep the export from starting, or let it wait again (asks)", hintPriority: 1),
    Entry(
      .unqueue, [.character("x")], in: [.queue], hint: "remove",
      help: "take the export out of the queue (asks)", hintPriority: 1),
    Entry(
      .queueEarlier, [.control("p")], in: [.queue], hint: "earlier", help: "an earlier turn",
      hintPriority: 2),
    Entry(
      .queueLater, [.control("n")], in: [.queue], hint: "later", help: "a later turn",
      hintPriority: 2),
    Entry(
      .enqueue, [.control("o")], in: [.check], hint: "queue it",
      help:
        "asked about a start: let it wait in the queue instead; of several, those without a slot"),
    Entry(
      .closeOne, [.escape, .character("q"), .character("Q")], in: [.queue], hint: "close",
      help: "back to what was there before", hintPriority: 0),
  ]
}
