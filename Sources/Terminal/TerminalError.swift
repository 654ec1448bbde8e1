/// Why there can be no screen.
public enum TerminalError: Error, Hashable, Sendable {
  /// Standard input or output is no terminal.
  case notATerminal
  /// The terminal can't place its cursor (TERM=dumb) or is unknown.
  case unusable(term: String)
}
