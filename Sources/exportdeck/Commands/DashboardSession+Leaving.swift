import ArgumentParser
import Terminal

extension DashboardSession {
  /// Runs the session and ends the command accordingly.
  func runAndLeave() throws {
    do {
      if let signal = try run() { throw ExitCode(128 + signal) }
    } catch let error as TerminalError {
      ThisProcess.complain("\(error) Without a screen there is `exportdeck list`.")
      throw ExitCode.failure
    }
  }
}
