import AWSCore
import Glibc
import Ground

/// Reads a text that a command is given.
enum InputText {
  /// Nothing that a command reads is longer, in bytes.
  private static let longest = 32 << 20

  /// - Parameter path: Of a file, or `-` for standard input.
  /// - Throws: `CommandError`, which names the file.
  static func read(_ path: String) throws(CommandError) -> String {
    let place = path == "-" ? "standard input" : UntrustedText.oneLine(path, limit: 300)
    func failure(_ message: String) -> CommandError {
      CommandError(name: "UnreadableFile", message: message, place: place)
    }
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(String(cString: strerror(errno))) }
    defer { if path != "-" { close(descriptor) } }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(String(cString: strerror(errno)))
      }
      bytes += piece[..<count]
      if bytes.count > longest { throw failure("it is longer than \(longest >> 20) MB") }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw failure("it isn't UTF-8")
    }
    return text
  }
}
