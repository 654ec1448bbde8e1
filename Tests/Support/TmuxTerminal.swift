import Foundation

/// A real terminal with a shell in it, driven from outside: what only a terminal shows is tested
/// here.
public final class TmuxTerminal {
  private let tmux: String
  private let socket: String
  private let folder: URL

  /// - Parameter environment: Added to a small, known environment for what runs inside.
  public init(columns: Int, rows: Int, environment: [String: String] = [:]) throws {
    guard let tmux = Judge.tmux else { throw NeverHappened(description: "tmux is not installed") }
    self.tmux = tmux
    socket = "exportdeck-\(UUID().uuidString.prefix(8))"
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(socket)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var variables = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "HOME": folder.path, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PS1": "ready$ ",
      // Nothing of a test leaves this machine, the metadata service of where it runs included.
      "AWS_EC2_METADATA_DISABLED": "true",
      "XDG_STATE_HOME": folder.appendingPathComponent("state").path,
    ]
    if let loader = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] {
      variables["LD_LIBRARY_PATH"] = loader
    }
    variables.merge(ProcessRunner.sanitizerSettings) { $1 }
    variables.merge(environment) { $1 }
    let shell =
      ["env", "-i"] + variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      + ["TERM=tmux-256color", "bash", "--norc", "--noprofile", "-i"]
    _ = try run(
      ["-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)"]
        + [shell.map(Self.quoted).joined(separator: " ")])
    _ = try run(["set-option", "-g", "remain-on-exit", "on"])
    _ = try run(["set-option", "-g", "window-size", "manual"])
  }

  deinit {
    _ = try? run(["kill-server"])
    try? FileManager.default.removeItem(at: folder)
  }

  /// The home folder of what runs inside.
  public var home: URL { folder }

  private static func quoted(_ word: String) -> String {
    "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }

  @discardableResult
  private func run(_ arguments: [String], input: String? = nil) throws -> String {
    let result = try ProcessRunner.run(
      tmux, ["-L", socket] + arguments, input: input.map { Data($0.utf8) })
    guard result.status == 0 else {
      throw NeverHappened(description: "tmux \(arguments): \(result.errors)")
    }
    return result.output
  }

  /// Presses keys, named as tmux names them (`Enter`, `C-c`, `Down`, `x`).
  public func press(_ keys: String...) throws { try run(["send-keys", "-t", ":0"] + keys) }

  /// Types a text, key by key.
  public func type(_ text: String) throws { try run(["send-keys", "-t", ":0", "-l", text]) }

  /// Pastes a text as a terminal does: bracketed where the program asked for it.
  public func paste(_ text: String) throws {
    try run(["load-buffer", "-"], input: text)
    try run(["paste-buffer", "-p", "-t", ":0"])
  }

  public func resize(columns: Int, rows: Int) throws {
    try run(["resize-window", "-t", ":0", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// What stands on the screen.
  public func screen() throws -> String { try run(["capture-pane", "-p", "-t", ":0"]) }

  /// A fact about the pane, by a tmux format such as `#{alternate_on}`.
  public func fact(_ format: String) throws -> String {
    try run(["display-message", "-p", "-t", ":0", format])
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The variables by which tmux is known to what runs inside. The shell doesn't have them: it is a
  /// terminal like any other, until a test says otherwise.
  public func ownVariables() throws -> [String: String] {
    ["TMUX": try fact("#{socket_path},#{pid},0"), "TMUX_PANE": try fact("#{pane_id}")]
  }

  /// What tmux pastes: its newest buffer; nil where there is none.
  public func buffer() -> String? { try? run(["show-buffer"]) }

  /// The command that shows this terminal in another one.
  public var attaching: (program: String, arguments: [String]) {
    (tmux, ["-L", socket, "attach"])
  }

  /// The shell's process.
  public func shellPID() throws -> Int32 { Int32(try fact("#{pane_pid}")) ?? 0 }

  /// The process that runs in the foreground of the shell, by name.
  public func child(named name: String) throws -> Int32? {
    let result = try ProcessRunner.run(
      "/usr/bin/pgrep", ["-P", "\(try shellPID())", "-x", name])
    return Int32(result.output.split(separator: "\n").first ?? "")
  }

  /// Waits until the screen matches, and returns it.
  @discardableResult
  public func waitFor(
    _ pattern: String, limit: Duration = .seconds(40)
  ) async throws -> String {
    try await wait("the screen never showed", pattern, isThere: true, limit)
  }

  /// Waits until a pattern is no longer on the screen.
  public func waitForNo(_ pattern: String, limit: Duration = .seconds(40)) async throws {
    _ = try await wait("the screen still shows", pattern, isThere: false, limit)
  }

  /// Presses a key until a pattern is gone: a question that was asked a moment ago takes no answer
  /// yet, and only the program knows how long the moment is.
  public func press(_ key: String, untilGone pattern: String) async throws {
    for _ in 0..<20 {
      try press(key)
      if (try? await waitForNo(pattern, limit: .seconds(1))) != nil { return }
    }
    try await waitForNo(pattern)
  }

  private func wait(
    _ complaint: String, _ pattern: String, isThere: Bool, _ limit: Duration
  ) async throws -> String {
    let expression = try NSRegularExpression(pattern: pattern, options: [.anchorsMatchLines])
    let end = ContinuousClock.now + limit
    while true {
      // Other tests may hold every thread until the end has passed: there is always a look after it.
      let isLastLook = ContinuousClock.now >= end
      let screen = try screen()
      let range = NSRange(screen.startIndex..., in: screen)
      if (expression.firstMatch(in: screen, range: range) != nil) == isThere { return screen }
      if isLastLook {
        throw NeverHappened(description: "\(complaint) /\(pattern)/:\n\(screen)")
      }
      try await Task.sleep(for: .milliseconds(40))
    }
  }
}
