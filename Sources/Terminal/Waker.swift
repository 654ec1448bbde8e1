import CTerminal

/// Wakes the thread that sleeps in `NcursesScreen.wait(until:)`: its next input is `.woken`.
///
/// Any thread may call it, and several wake-ups before the sleeper looks count as one. Put the data
/// in place first, then wake.
public nonisolated struct Waker: Sendable {
  public func wake() { ct_wake() }
}
