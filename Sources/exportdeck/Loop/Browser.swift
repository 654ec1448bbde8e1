import AWSCore
import Dashboard
import Ground

/// The desktop's browser.
struct Browser: Sendable {
  typealias Run =
    @Sendable (_ arguments: [String], _ environment: Environment) async -> Bool

  /// It is told at once whether there is one; the page may take longer.
  private static let limit = Duration.seconds(5)
  /// The browser must outlive this program, and must not write to its terminal.
  private static let script = """
    command -v "$1" >/dev/null || exit 127
    exec setsid -f "$@" </dev/null >/dev/null 2>&1
    """

  private let environment: Environment
  private let run: Run

  /// - Parameter run: Runs a program and says whether it succeeded.
  init(_ environment: Environment, run: @escaping Run) {
    // No key of AWS's is a browser's business.
    self.environment = Environment(
      variables: environment.variables.filter { !$0.key.uppercased().hasPrefix("AWS_") })
    self.run = run
  }

  init(_ environment: Environment, _ processes: ChildProcesses) {
    self.init(environment) { arguments, environment in
      let outcome = try? await processes.run(
        arguments, environment: environment, input: [], within: Self.limit)
      return outcome?.status == 0
    }
  }

  /// Whether there is a desktop that could show a page.
  static func isThere(_ environment: Environment) -> Bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].contains { environment[$0]?.isEmpty == false }
  }

  /// Opens a page.
  /// - Returns: What came of it, for the user.
  func open(_ address: String) async -> Message {
    guard address.hasPrefix("https://"),
      await run(["/bin/sh", "-c", Self.script, "sh", "xdg-open", address], environment)
    else {
      return .notice(.warning, "no browser could be opened (xdg-open): copy the address, y u")
    }
    return .notice(.info, "handed to the browser: \(address)")
  }
}
