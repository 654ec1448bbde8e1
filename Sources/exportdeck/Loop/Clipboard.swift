import AWSCore
import Dashboard
import Ground
import Synchronization

/// The ways to the clipboard besides the terminal's own: tmux's buffer, and a program of the desktop
/// where there is one. They run off the main thread, one text after another.
final class Clipboard: Sendable {
  typealias Run =
    @Sendable (_ arguments: [String], _ environment: Environment, _ input: [UInt8]) async ->
    Bool

  /// How long a program may take; the text is a few kilobytes.
  private static let limit = Duration.seconds(2)
  /// What the programs need. The rest of the environment, keys included, is none of their business:
  /// tmux passes it on to its server.
  private static let needed = [
    "PATH", "HOME", "LD_LIBRARY_PATH", "TMPDIR", "TMUX", "TMUX_PANE", "TMUX_TMPDIR", "DISPLAY",
    "XAUTHORITY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR",
  ]

  private let environment: Environment
  private let run: Run
  private let last = Mutex<Task<Void, Never>?>(nil)

  /// - Parameter run: Runs a program and says whether it succeeded. The text is its input, never
  ///   one of its arguments, which every user of the machine can read.
  init(_ environment: Environment, run: @escaping Run) {
    self.environment = environment
    self.run = run
  }

  convenience init(_ environment: Environment, _ processes: ChildProcesses) {
    self.init(environment) { arguments, environment, input in
      let outcome = try? await processes.run(
        arguments, environment: environment, input: input, within: Self.limit)
      return outcome?.status == 0
    }
  }

  /// Where the terminal is the only way.
  convenience init() {
    self.init(Environment()) { _, _, _ in false }
  }

  /// As for the terminal, the text becomes one line: a line break on the clipboard becomes a command
  /// in the shell that it is pasted into.
  ///
  /// - Parameter tell: Called once, on any thread, when it is known where the text has got to.
  func copy(
    _ text: String, isWithTerminal: Bool, _ tell: @escaping @Sendable (CopyReach) -> Void
  ) {
    let bytes = Array(UntrustedText.oneLine(text, blanks: .all).utf8)
    guard !bytes.isEmpty, isInTmux || !desktopPrograms.isEmpty else {
      return tell(reachOfTerminal(isWithTerminal))
    }
    last.withLock { last in
      let previous = last
      last = Task.detached(executorPreference: BackgroundQueue.shared) { [self] in
        await previous?.value
        tell(await reach(of: bytes) ?? reachOfTerminal(isWithTerminal))
      }
    }
  }

  /// Nil where no program took it.
  private func reach(of bytes: [UInt8]) async -> CopyReach? {
    let reachOfTmux = isInTmux ? await putIntoTmux(bytes) : nil
    for program in desktopPrograms where await run(program, ownEnvironment, bytes) {
      return .clipboard
    }
    return reachOfTmux
  }

  /// Before its version 3.2, tmux couldn't send its buffer on.
  private func putIntoTmux(_ bytes: [UInt8]) async -> CopyReach? {
    for options in [["-w"], []]
    where await run(["tmux", "load-buffer"] + options + ["-"], ownEnvironment, bytes) {
      return .tmux(isSentOn: !options.isEmpty)
    }
    return nil
  }

  private func reachOfTerminal(_ isWithTerminal: Bool) -> CopyReach {
    isWithTerminal ? .terminal(isBehindTmux: isBehindTmux) : .nowhere
  }

  private var isInTmux: Bool { environment["TMUX"] != nil }

  /// Whether tmux may be between here and the terminal. Behind ssh or sudo only its `TERM` shows,
  /// which may be screen's too.
  private var isBehindTmux: Bool {
    let term = environment["TERM"] ?? ""
    return isInTmux || term.hasPrefix("tmux")
      || term.hasPrefix("screen") && environment["STY"] == nil
  }

  private var desktopPrograms: [[String]] {
    let wayland = [["wl-copy", "--type", "text/plain"]]
    let x11 = [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
    return (environment["WAYLAND_DISPLAY"] == nil ? [] : wayland)
      + (environment["DISPLAY"] == nil ? [] : x11)
  }

  private var ownEnvironment: Environment {
    Environment(
      variables: environment.variables.filter { name, _ in
        Self.needed.contains(name) || name == "LANG" || name.hasPrefix("LC_")
      })
  }
}
