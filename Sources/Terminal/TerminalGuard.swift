import CTerminal

/// A terminal that a program without a screen takes for a moment, to ask something without showing
/// what is typed. However the program ends meanwhile, the terminal is set as it was.
public nonisolated enum TerminalGuard {
  /// Keeps how the terminal is set now, until `release`.
  public static func hold(_ descriptor: Int32) {
    guard ct_save(descriptor, descriptor) else { return }
    ct_guard()
    ct_hold([], 0, [], 0, -1)
  }

  public static func release() { ct_release() }

  /// Sets it as it was; for whoever ends the program by a signal of its own.
  public static func giveBack() { ct_give_back() }
}
