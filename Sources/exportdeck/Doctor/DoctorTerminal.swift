import AWSCore
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
    var size = winsize()
    _ = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size)
    let locale =
      environment["LC_ALL"] ?? environment["LC_CTYPE"] ?? environment["LANG"] ?? "(not set)"
    let isUnicode = locale.lowercased().replacing("-", with: "").contains("utf8")
    return finding(
      .ok,
      "TERM=\(term), \(colours) colours\(environment["NO_COLOR"] == nil ? "" : " (NO_COLOR is set)")"
        + ", \(size.ws_col)x\(size.ws_row), locale \(locale)\(isUnicode ? "" : " (ASCII only)")"
        + (environment["TMUX"] == nil ? "" : ", in tmux"))
  }
}
