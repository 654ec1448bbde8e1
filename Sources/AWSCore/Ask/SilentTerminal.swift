#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A terminal that shows nothing of what is typed and sends every byte at once, C-c too: a signal
/// would end the program with the terminal still silent.
struct SilentTerminal {
  private static let longestLine = 1024

  private let descriptor: Int32
  private let wakePipe: WakePipe
  private let before: termios
  private var line: [UInt8] = []

  /// Nil where the descriptor isn't a terminal, or can't be made silent.
  /// - Parameters:
  ///   - descriptor: Of a file that never blocks.
  ///   - wakePipe: Ends the wait for a terminal that accepts no output.
  init?(_ descriptor: Int32, interruptedBy wakePipe: WakePipe) {
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else { return nil }
    before = settings
    self.descriptor = descriptor
    self.wakePipe = wakePipe
    settings.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | ISIG | IEXTEN)
    // TCSANOW: waiting until pending output is shown (TCSADRAIN) might never end.
    guard tcsetattr(descriptor, TCSANOW, &settings) == 0 else { return nil }
    // Drops what was typed before the question was shown: it wasn't meant as an answer.
    tcflush(descriptor, TCIFLUSH)
  }

  func restore() {
    var settings = before
    tcflush(descriptor, TCIFLUSH)
    tcsetattr(descriptor, TCSANOW, &settings)
  }

  func say(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EAGAIN {
        if !awaitRoom() { return }
      } else if count < 0 && errno != EINTR {
        return
      }
      rest = rest.dropFirst(max(0, count))
    }
  }

  /// - Returns: Whether the terminal accepts more output; if not, the conversation is over.
  private func awaitRoom() -> Bool {
    var polled = [
      pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: wakePipe.sleeper, events: Int16(POLLIN), revents: 0),
    ]
    while poll(&polled, nfds_t(polled.count), -1) < 0 && errno == EINTR {}
    return polled[1].revents == 0
  }

  /// Reads what was typed; nil until the line is finished.
  mutating func read() -> Result<String, AskError>? {
    var bytes = [UInt8](repeating: 0, count: 256)
    #if canImport(Glibc)
      let count = Glibc.read(descriptor, &bytes, bytes.count)
    #else
      let count = Musl.read(descriptor, &bytes, bytes.count)
    #endif
    if count < 0 && (errno == EINTR || errno == EAGAIN) { return nil }
    // The terminal is gone.
    guard count > 0 else { return .failure(.nobody("the terminal was closed")) }
    for byte in bytes[..<count] {
      switch byte {
      case 0x0A, 0x0D: return finished()
      case 0x03, 0x04: return .failure(.declined)
      case 0x08, 0x7F: eraseCharacter()
      case 0x15: line = []
      case 0x20...:
        if line.count < Self.longestLine { line.append(byte) }
      default: break
      }
    }
    return nil
  }

  private func finished() -> Result<String, AskError> {
    let answer = String(decoding: line, as: UTF8.self).trimmingWhitespace
    return answer.isEmpty ? .failure(.declined) : .success(answer)
  }

  private mutating func eraseCharacter() {
    while let last = line.popLast(), last & 0xC0 == 0x80 {}
  }
}
