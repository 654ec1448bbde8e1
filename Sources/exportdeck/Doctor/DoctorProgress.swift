import AWSCore
import Glibc

/// Tells whoever watches a terminal what takes so long, on a line that the next text takes over.
struct DoctorProgress {
  private static let clear = "\r\u{1B}[K"
  private let isWatched: Bool

  /// Says nothing where standard error is no terminal that can clear a line.
  init(_ environment: Environment) {
    let term = environment["TERM"] ?? "dumb"
    isWatched = isatty(STDERR_FILENO) == 1 && term != "dumb"
  }

  /// The cursor stays at the line's beginning: a question, or the shell's prompt after C-c, is
  /// written over it.
  func tell(_ text: String) { write("\(Self.clear)\(text) ...\r") }

  func end() { write(Self.clear) }

  private func write(_ text: String) {
    if isWatched { ThisProcess.write(text, to: STDERR_FILENO) }
  }
}
