import Glibc
import Ground

/// Asks a person at the terminal of a command to type something: on /dev/tty, so that the standard
/// streams are left alone.
enum TypedWord {
  /// Whether there is a terminal to ask at.
  static var isPossible: Bool {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else { return false }
    close(terminal)
    return true
  }

  /// What was typed, without the blanks around it; nil where there is no terminal.
  static func ask(_ question: String) async -> String? {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else { return nil }
    let answer = Awaited<String>()
    // What was typed before the question was shown can't be an answer to it.
    tcflush(terminal, TCIFLUSH)
    let isAsked = OwnThread.begin {
      ThisProcess.write("\(UntrustedText.lines(question)) ", to: terminal)
      answer.give(readLine(terminal))
      close(terminal)
    }
    guard isAsked else {
      close(terminal)
      return nil
    }
    return await answer.value()
  }

  private static func readLine(_ terminal: Int32) -> String {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while bytes.count < 4096 {
      let count = read(terminal, &byte, 1)
      if count < 0, errno == EINTR { continue }
      if count <= 0 || byte == UInt8(ascii: "\n") { break }
      bytes.append(byte)
    }
    return UntrustedText.oneLine(String(decoding: bytes, as: UTF8.self))
  }
}
