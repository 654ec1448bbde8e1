import Ground

/// Why there can be no screen.
public nonisolated enum TerminalError: Error, Hashable, Sendable {
  /// Standard input or output is not a terminal.
  case notATerminal
  /// The terminal can't place its cursor (TERM=dumb) or is unknown.
  case unusable(term: String)
  /// The system has no descriptors left for the process.
  case noDescriptors
}

extension TerminalError: nonisolated CustomStringConvertible {
  public nonisolated var description: String {
    switch self {
    case .notATerminal:
      "Standard input and output must be a terminal: start it in one, without a pipe or a file."
    case .noDescriptors:
      "Too many files are open: raise the limit (`ulimit -n`) and start it again."
    case .unusable(""):
      "TERM is not set: set it to the kind of your terminal, such as xterm-256color."
    case .unusable(let term):
      "The terminal \(UntrustedText.oneLine(term, limit: 60)) is unknown here or can't place its cursor: "
        + "set TERM to a kind that can, such as xterm-256color, or install ncurses-term."
    }
  }
}
