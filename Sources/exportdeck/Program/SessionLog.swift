import AWSCore
import FoundationEssentials
import Glibc
import Ground

/// Where standard error goes while the screen is up: what a library or the runtime prints there
/// would otherwise land between the cells.
struct SessionLog {
  /// How many bytes a log may have grown to before it starts over.
  static let limit: off_t = 1 << 20
  /// How many bytes of its end are shown after the screen has gone.
  static let tail = 4096

  let descriptor: Int32
  private let start: off_t

  /// Opens `exportdeck.log` in the state folder for appending; a nameless file where that can't be
  /// done, and in the demo, which leaves nothing behind.
  init(environment: Environment?) {
    var opened: Int32 = -1
    if let folder = environment.flatMap(Self.folder) {
      try? FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      opened = LogFile.opened("\(folder)/exportdeck.log", O_RDWR) ?? -1
    }
    if opened < 0 { opened = Self.nameless() }
    if opened >= 0, lseek(opened, 0, SEEK_END) > Self.limit { ftruncate(opened, 0) }
    descriptor = opened
    start = opened < 0 ? 0 : max(0, lseek(opened, 0, SEEK_END))
  }

  private static func nameless() -> Int32 {
    var path = Array("/tmp/exportdeck-XXXXXX".utf8CString)
    let opened = mkstemp(&path)
    if opened >= 0 { unlink(path) }
    return opened
  }

  /// The program's state folder: `$XDG_STATE_HOME/exportdeck`, else `~/.local/state/exportdeck`;
  /// nil where neither is known or the path isn't absolute.
  static func folder(_ environment: Environment) -> String? {
    let parent = environment["XDG_STATE_HOME"] ?? environment["HOME"].map { "\($0)/.local/state" }
    guard let parent, parent.hasPrefix("/") else { return nil }
    return "\(parent)/exportdeck"
  }

  /// What was written since it was opened, at most its end, cleaned as untrusted text; nil where
  /// nothing was.
  func written() -> String? {
    guard descriptor >= 0 else { return nil }
    let end = lseek(descriptor, 0, SEEK_END)
    guard end > start else { return nil }
    let length = Int(min(end - start, off_t(Self.tail)))
    var bytes = [UInt8](repeating: 0, count: length)
    let count = pread(descriptor, &bytes, length, end - off_t(length))
    guard count > 0 else { return nil }
    return UntrustedText.lines(String(decoding: bytes.prefix(count), as: UTF8.self))
  }
}
