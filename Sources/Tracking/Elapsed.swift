import FoundationEssentials

/// How long a task has been running, or ran. The screen, the order of rows and the filter all go by
/// it.
public struct Elapsed: Hashable, Sendable {
  public var seconds: TimeInterval
  /// Whether it may be more: AWS gives no start time while a task is STARTING, so this is the time
  /// since it was first seen.
  public var isAtLeast: Bool
  /// Whether it still grows.
  public var isRunning: Bool
}

extension TrackedTask {
  /// - Parameter now: The server's clock.
  /// - Returns: Nil where nobody knows: it has ended, and AWS doesn't say when, or it was not
  ///   watched while it ran.
  public func elapsed(at now: Date) -> Elapsed? {
    let isOver = PhaseSet.ended.contains(phase)
    if let start = taskStartTime {
      if let end = taskEndTime {
        return Elapsed(
          seconds: max(0, end.timeIntervalSince(start)), isAtLeast: false, isRunning: false)
      }
      return isOver
        ? nil
        : Elapsed(seconds: max(0, now.timeIntervalSince(start)), isAtLeast: false, isRunning: true)
    }
    guard !isOver, let known = progress.knownSince else { return nil }
    return Elapsed(
      seconds: max(0, now.timeIntervalSince(known)), isAtLeast: !progress.isBeginningKnown,
      isRunning: true)
  }
}
