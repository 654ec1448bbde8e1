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

  /// Asks for the word, unless it was given beforehand.
  /// - Parameters:
  ///   - doing: For instance `Starting`.
  ///   - place: Where, in words.
  ///   - given: What `--confirm` says.
  /// - Throws: `CommandError` where it isn't meant, or nobody can be asked.
  func require(_ doing: String, at place: String, given: String?) async throws(CommandError) {
    if let given {
      if isMeant(given) { return }
      throw CommandError.misuse(
        "`\(given)` is not `\(word)`: nothing was sent",
        advice: "--confirm '\(word)' does it without asking.", place: "--confirm")
    }
    guard Self.isPossible else {
      throw CommandError.misuse(
        "this context is production, and there is no terminal to ask at: nothing was sent",
        advice: "--confirm '\(word)' does it without asking.")
    }
    guard await ask("\(doing) \(word) in \(place), PRODUCTION.\nType \(word) to go on: ") else {
      throw CommandError(
        name: "NotConfirmed", message: "Nothing was sent: what was typed isn't \(word).")
    }
  }

  func isMeant(_ typed: String) -> Bool {
    var rest = Substring(typed)
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest == word
  }
}
