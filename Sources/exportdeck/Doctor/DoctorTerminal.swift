import AWSCore
import Dashboard
import Glibc
import Terminal

/// What the dashboard would find in this terminal.
@MainActor
enum DoctorTerminal {
  static func finding(_ environment: Environment) -> Diagnosis.Finding {
    func finding(_ verdict: Diagnosis.Verdict, _ summary: String, _ advice: String? = nil)
      -> Diagnosis.Finding
    {
      Diagnosis.Finding(check: "terminal", verdict: verdict, summary: summary, advice: advice)
    }
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      return finding(.skipped, "not looked at: standard input or output is no terminal")
    }
    let term = environment["TERM"] ?? ""
    guard !term.isEmpty, term != "dumb", let colours = TerminalEntry.colours(of: term) else {
      return finding(
        .failed, "TERM=\(term.isEmpty ? "(not set)" : term): no terminal that a screen can be on",
        "Set TERM to what your terminal is, for instance xterm-256color.")
    }
    let size = size ?? winsize()
    let locale =
      environment["LC_ALL"] ?? environment["LC_CTYPE"] ?? environment["LANG"] ?? "(not set)"
    let isUnicode =
      locale.lowercased().replacing("-", with: "").firstRange(of: "utf8") != nil
    let isTooSmall =
      size.ws_col > 0
      && (Int(size.ws_col) < Layout.smallest.columns || Int(size.ws_row) < Layout.smallest.rows)
    let smallest = "\(Layout.smallest.columns)x\(Layout.smallest.rows)"
    return finding(
      isTooSmall ? .warning : .ok,
      "TERM=\(term), \(colours) colours\(environment["NO_COLOR"] == nil ? "" : " (NO_COLOR is set)")"
        + ", \(size.ws_col)x\(size.ws_row), locale \(locale)\(isUnicode ? "" : " (ASCII only)")"
        + (environment["TMUX"] == nil ? "" : ", in tmux"),
      isTooSmall ? "Make the window larger: the dashboard needs \(smallest)." : nil)
  }

  /// The width of standard output's terminal; nil where it isn't one, or one that doesn't say.
  static var columns: Int? { size.flatMap { $0.ws_col > 0 ? Int($0.ws_col) : nil } }

  private static var size: winsize? {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else {
      return nil
    }
    return size
  }
}
