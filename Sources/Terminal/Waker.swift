import CTerminal

/// Wakes the thread that sleeps in `NcursesScreen.wait(until:)`: its next input is `.woken`.
///
/// Any thread may wake it, and many wake-ups before it looks are one. Data comes first, the wake-up
/// after it.
public nonisolated struct Waker: Sendable {
  public func wake() { ct_wake() }
}
