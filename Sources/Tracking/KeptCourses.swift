/// Which tasks that have ended still know how they moved. There are only so many, so that a
/// dashboard that is left on for a year needs no more memory than one of a month.
struct KeptCourses: Sendable {
  static let mostTasks = 1000
  static let mostSamples = 48

  /// In the order in which they ended, in a ring.
  private var slots: [Int] = []
  private var next = 0

  /// - Returns: The slot that has to give up its course for this one; nil where there is room.
  mutating func add(_ slot: Int) -> Int? {
    guard slots.count == Self.mostTasks else {
      slots.append(slot)
      return nil
    }
    defer {
      slots[next] = slot
      next = (next + 1) % Self.mostTasks
    }
    return slots[next]
  }
}
