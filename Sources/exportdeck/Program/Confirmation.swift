import AWSCore
import Dispatch
import Glibc
import Ground

/// Asks at the terminal whether something is really meant.
struct Confirmation: Sendable {
  /// Whether there is somebody to ask: what is typed and what is asked are both on a terminal.
  static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

  /// What has to be typed.
  let word: String

  /// Whether the word was typed; an end of the input is a no.
  func ask(_ question: String) async -> Bool {
    // What was typed before the question was shown can't be an answer to it.
    tcflush(STDIN_FILENO, TCIFLUSH)
    ThisProcess.write(UntrustedText.lines(question), to: STDERR_FILENO)
    let line = await withCheckedContinuation { continuation in
      // A thread of its own: a person takes as long as it takes.
      DispatchQueue(label: "exportdeck.confirmation").async {
        continuation.resume(returning: readLine())
      }
    }
    if line == nil { ThisProcess.write("\n", to: STDERR_FILENO) }
    return line.map(isMeant) ?? false
  }

  func isMeant(_ typed: String) -> Bool {
    var rest = Substring(typed)
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest == word
  }
}
