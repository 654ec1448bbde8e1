/// How a child process is run, so that a test can answer for it.
public protocol ProcessRunning: Sendable {
  /// Runs a program to its end. It is found by its path or along `PATH`, never through a shell, and
  /// gets /dev/null as its standard input and a session of its own. Cancelling the task, and the
  /// limit, end the process and everything it has started.
  func run(
    _ arguments: [String], environment: Environment, within limit: Duration
  ) async throws(ChildProcessError) -> ChildProcessOutcome
  /// Ends everything that runs and starts nothing more: the program is leaving. Takes a second at
  /// most.
  func endAll() async
}

extension ProcessRunning {
  public func endAll() async {}
}

/// What a child process left. Its standard output may be a secret, so no description shows it.
public struct ChildProcessOutcome: Sendable {
  /// The exit code, or 128 and the number of the signal that ended it.
  public var status: Int32
  public var output: [UInt8]
  /// Its standard error, the last few kilobytes.
  public var errors: String

  public init(status: Int32, output: [UInt8], errors: String) {
    self.status = status
    self.output = output
    self.errors = errors
  }
}

/// Why a child process gave no result.
public enum ChildProcessError: Error, Hashable, Sendable {
  /// The program can't be started, in the system's words.
  case notStarted(program: String, reason: String)
  case timeout(program: String, limit: Duration, errors: String)
  case tooMuchOutput(program: String)
  case cancelled
}

extension ChildProcessOutcome: CustomStringConvertible, CustomReflectable {
  /// Without the standard output, which may be a secret.
  public var description: String {
    "ChildProcessOutcome(status: \(status), output: \(output.count) bytes hidden)"
  }

  public var customMirror: Mirror {
    Mirror(self, children: ["status": status, "bytes": output.count], displayStyle: .struct)
  }
}
