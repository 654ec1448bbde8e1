import AWSCore
import Glibc

/// Shows what is taking time, on a terminal line that the next text overwrites.
struct DoctorProgress {
  private static let clear = "\r\u{1B}[K"
  private let isWatched: Bool

  /// Silent where standard error isn't a terminal that can clear a line.
  init(_ environment: Environment) {
    let term = environment["TERM"] ?? "dumb"
    isWatched = isatty(STDERR_FILENO) == 1 && term != "dumb"
  }

  /// Leaves the cursor at the start of the line, so that a question, or the shell's prompt after
  /// C-c, overwrites the text.
  func tell(_ text: String) { write("\(Self.clear)\(text) ...\r") }

  func end() { write(Self.clear) }

  private func write(_ text: String) {
    if isWatched { ThisProcess.write(text, to: STDERR_FILENO) }
  }
}
