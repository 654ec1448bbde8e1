/// What is new in a snapshot, compared with the one before it.
public struct Changes: Hashable, Sendable {
  /// Whether these are the first rows of a site: everything is new, and nothing is announced.
  public var isWhole: Bool
  /// The slots of the tasks that have changed, in ascending order.
  public var slots: [Int]
  /// The slots of the tasks that were not known before.
  public var added: Range<Int>
  public var events: [Event]

  public init(
    isWhole: Bool = false, slots: [Int] = [], added: Range<Int> = 0..<0, events: [Event] = []
  ) {
    self.isWhole = isWhole
    self.slots = slots
    self.added = added
    self.events = events
  }

  /// These changes and the next snapshot's together, for code that did not see the snapshot between
  /// them.
  public func united(with next: Changes) -> Changes {
    let known = added.lowerBound
    return Changes(
      isWhole: isWhole || next.isWhole,
      slots: Set(slots).union(next.slots.lazy.filter { $0 < known }).sorted(),
      added: known..<next.added.upperBound, events: events + next.events)
  }
}
