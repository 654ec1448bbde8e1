import AWSCore
import FoundationEssentials
import Glibc
import Synchronization

/// A file for lines that stays near its limit: a full one is renamed to `NAME.1`, replacing the
/// previous one, and a new one is started. Only its owner may read either.
///
/// It stays open between two lines. What another process does to it meanwhile (two programs sharing
/// a log, a file that was removed or rotated) is noticed at the next line.
final class LogFile: Sendable {
  private struct Held {
    var descriptor: Int32
    var device: dev_t
    var number: ino_t
  }

  private let path: String
  private let limit: off_t
  private let held = Mutex<Held?>(nil)

  /// - Parameter limit: In bytes. The line that reaches it is still written.
  init(_ path: String, limit: off_t = SessionLog.limit) {
    self.path = path
    self.limit = limit
  }

  deinit {
    if let descriptor = held.withLock({ $0?.descriptor }) { close(descriptor) }
  }

  /// Adds a text; does nothing where the file can't be written, because a log is no reason to fail.
  func add(_ text: String) {
    held.withLock { held in
      makeRoom(&held)
      if held == nil { held = open() }
      guard let descriptor = held?.descriptor else { return }
      ThisProcess.write(text, to: descriptor)
    }
  }

  /// Closes a file that is no longer the one at the path, or that is full.
  private func makeRoom(_ held: inout Held?) {
    guard let current = held else { return }
    var status = stat()
    let isThere = stat(path, &status) == 0
    let isSame = isThere && status.st_dev == current.device && status.st_ino == current.number
    if isSame && status.st_size < limit { return }
    if isSame { rename(path, "\(path).1") }
    close(current.descriptor)
    held = nil
  }

  private func open() -> Held? {
    try? FileManager.default.createDirectory(
      atPath: path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" },
      withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    var status = stat()
    if stat(path, &status) == 0, status.isFile, status.st_size >= limit {
      rename(path, "\(path).1")
    }
    guard let descriptor = Self.opened(path, O_WRONLY), fstat(descriptor, &status) == 0 else {
      return nil
    }
    return Held(descriptor: descriptor, device: status.st_dev, number: status.st_ino)
  }

  /// Opens a log to append to, or makes it; nil where there is something other than a regular file.
  /// A pipe or a device may block whoever opens or writes it for ever.
  static func opened(_ path: String, _ way: Int32) -> Int32? {
    var status = stat()
    if stat(path, &status) == 0, !status.isFile { return nil }
    let flags = way | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK
    let descriptor = Glibc.open(path, flags, mode_t(0o600))
    guard descriptor >= 0 else { return nil }
    guard fstat(descriptor, &status) == 0, status.isFile else {
      close(descriptor)
      return nil
    }
    return descriptor
  }
}

extension stat {
  fileprivate var isFile: Bool { st_mode & S_IFMT == S_IFREG }
}
