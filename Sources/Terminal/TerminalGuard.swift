import CTerminal

/// Protects a terminal that a program without a screen takes for a moment, to ask something without
/// showing what is typed. However the program ends meanwhile, the terminal's settings are restored.
public nonisolated enum TerminalGuard {
  /// Remembers the terminal's settings, until `release`.
  public static func hold(_ descriptor: Int32) {
    guard ct_save(descriptor, descriptor) else { return }
    ct_guard()
    ct_hold([], 0, [], 0, -1)
  }

  public static func release() { ct_release() }

  /// Restores the settings, for code that ends the program with a signal of its own.
  public static func giveBack() { ct_give_back() }
}
