import AWSCore
import Dashboard
import Glibc
import Terminal

/// What the dashboard would find in this terminal.
@MainActor
enum DoctorTerminal {
  static func finding(_ environment: Environment, _ configuration: Configuration)
    -> Diagnosis.Finding
  {
    func finding(_ verdict: Diagnosis.Verdict, _ summary: String, _ advice: String? = nil)
      -> Diagnosis.Finding
    {
      Diagnosis.Finding(check: "terminal", verdict: verdict, summary: summary, advice: advice)
    }
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      return finding(.skipped, "not looked at: standard input or output is no terminal")
    }
    let term = environment["TERM"] ?? ""
    guard let entry = TerminalEntry.find(term) else {
      return finding(
        .failed, "TERM=\(term.isEmpty ? "(not set)" : term): no terminal that a screen can be on",
        "Set TERM to what your terminal is, for instance xterm-256color.")
    }
    let size = size ?? winsize()
    let isTooSmall =
      size.ws_col > 0
      && (Int(size.ws_col) < Layout.smallest.columns || Int(size.ws_row) < Layout.smallest.rows)
    let smallest = "\(Layout.smallest.columns)x\(Layout.smallest.rows)"
    let parts: [String?] = [
      entry.remark ?? "TERM=\(term)",
      "\(entry.colours) colours\(environment["NO_COLOR"] == nil ? "" : " (NO_COLOR is set)")",
      "\(size.ws_col)x\(size.ws_row)",
      words(CharacterLocale.adopt(CharacterLocale.Request(environment.variables))),
      configuration.ascii.value ? "ASCII only by \(configuration.ascii.origin)" : nil,
      environment["TMUX"] == nil ? nil : "in tmux",
      environment.uselessEscapeDelay.map { "ESCDELAY=\($0) is no number of milliseconds" },
    ]
    return finding(
      isTooSmall ? .warning : .ok, parts.compactMap(\.self).joined(separator: ", "),
      isTooSmall ? "Make the window larger: the dashboard needs \(smallest)." : nil)
  }

  /// What took effect, which is not always what the environment asks for.
  private static func words(_ locale: CharacterLocale) -> String {
    let effect = "locale \(locale.name)\(locale.isUTF8 ? "" : " (ASCII only)")"
    guard let request = locale.request else { return "\(effect), because none is set" }
    guard locale.isStandIn else { return effect }
    return "\(effect), because \(request.variable)=\(request.name) is not installed"
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
