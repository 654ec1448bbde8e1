import CNcurses

/// What the terminal database says about a terminal, without a screen.
public enum TerminalEntry {
  /// How many colours it has, 0 for none; nil if the database doesn't know the terminal. Don't call
  /// it while a screen is open.
  public static func colours(of term: String) -> Int? {
    let colours = cn_entry_colours(term)
    return colours == -2 ? nil : max(0, Int(colours))
  }
}
