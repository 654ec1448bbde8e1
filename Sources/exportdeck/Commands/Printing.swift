import ArgumentParser
import Glibc

/// What a command prints: either all of it, or a sentence about what is in the way and a matching
/// exit code.
enum Printing {
  /// Call this before doing any work for what would be printed.
  static func mustBePossible(_ what: String) throws {
    guard !StandardStreams.isOutputOpen else { return }
    throw failure(EBADF, what)
  }

  static func print(_ bytes: [UInt8], what: String) throws {
    try check(ThisProcess.write(bytes, to: STDOUT_FILENO), what: what)
  }

  /// - Parameter problem: The system's error where not all of it could be written, else 0.
  static func check(_ problem: Int32, what: String) throws {
    // A reader that has read enough (head) isn't an error to report.
    if problem == EPIPE { throw ExitCode(128 + SIGPIPE) }
    if problem != 0 { throw failure(problem, what) }
  }

  /// Ends what has nobody to tell it to any more, though there is nothing to be told just now.
  static func mustBeRead(_ what: String) throws {
    if StandardStreams.isOutputUnread { try check(EPIPE, what: what) }
  }

  static func print(_ text: String, what: String) throws {
    try print(Array(text.utf8), what: what)
  }

  private static func failure(_ code: Int32, _ what: String) -> CommandError {
    CommandError(
      name: "Output", message: "can't write \(what): \(StandardStreams.outputProblem(code))")
  }
}
