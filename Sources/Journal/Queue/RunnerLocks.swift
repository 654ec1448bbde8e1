import Glibc
import Planning
import Tracking

enum FileLock {
  /// Gives a lock back and closes its file. A child that was forked just now has the file as well until
  /// it runs its program: closing alone would leave the lock with it.
  static func end(_ descriptor: Int32) {
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}

/// A lock file that can't be used.
struct LockFailure: Error {
  var path: String
  var code: Int32
}

/// Which program starts the entries of which site, and which is filling the slots of an account: it
/// holds a lock on a file beside the database.
///
/// A lock that the system holds goes with the process, however that ends, and is never held by one
/// that is gone. A note in the database could not say whether its writer still lives.
final class RunnerLocks {
  /// Nil where nothing else can have the queue.
  private let folder: String?
  private var held: [Name: Int32] = [:]
  /// Those whose files don't say yet who has them.
  private var unsigned: Set<Name> = []

  /// What is locked.
  enum Name: Hashable {
    /// By its number in the database.
    case site(Int)
    case account(String, partition: String)

    fileprivate var file: String {
      switch self {
      case .site(let number): "queue-\(number).lock"
      case .account(let account, let partition):
        // A server calls an account what it likes: neither length nor letters of that may matter. Two
        // that met in one number would only wait for each other.
        "queue-account-\(String(Self.digest("\(partition) \(account)"), radix: 16)).lock"
      }
    }

    /// FNV-1a, 64 bits.
    private static func digest(_ text: String) -> UInt64 {
      text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
  }

  init(folder: String?) { self.folder = folder }

  deinit { giveBackAll() }

  /// Takes a site or an account's slots, if nobody has them.
  /// - Returns: Whether it is this program's now.
  /// - Throws: The path and the system's error, where nobody can tell.
  func take(_ name: Name, as kind: QueueRunnerName.Kind) throws(LockFailure) -> Bool {
    if let descriptor = held[name] {
      if unsigned.contains(name) { sign(name, descriptor, as: kind) }
      return true
    }
    guard let path = path(of: name) else {
      held[name] = -1
      return true
    }
    let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC
    let descriptor = open(path, flags, mode_t(0o600))
    guard descriptor >= 0 else { throw LockFailure(path: path, code: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      close(descriptor)
      guard code == EWOULDBLOCK else { throw LockFailure(path: path, code: code) }
      return false
    }
    held[name] = descriptor
    sign(name, descriptor, as: kind)
    return true
  }

  /// For others to read; the lock itself is what counts. What follows the line counts for nothing.
  private func sign(_ name: Name, _ descriptor: Int32, as kind: QueueRunnerName.Kind) {
    let text = Array("\(getpid()) \(kind.rawValue)\n".utf8)
    if pwrite(descriptor, text, text.count, 0) == text.count {
      unsigned.remove(name)
    } else {
      unsigned.insert(name)
    }
  }

  func giveBack(_ name: Name) {
    unsigned.remove(name)
    if let descriptor = held.removeValue(forKey: name), descriptor >= 0 {
      FileLock.end(descriptor)
    }
  }

  func giveBackAll() {
    for name in Array(held.keys) { giveBack(name) }
  }

  /// Who has it; nil where nobody has. It may be one whose name can't be read.
  func holder(of name: Name) -> QueueRunnerName? {
    if let descriptor = held[name] {
      return self.name(in: descriptor, isThis: true)
        ?? QueueRunnerName(kind: .dashboard, pid: getpid(), isThis: true)
    }
    guard let path = path(of: name) else { return nil }
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    // A lock that is had by asking is given back at once.
    defer { FileLock.end(descriptor) }
    if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
    return self.name(in: descriptor, isThis: false)
      ?? QueueRunnerName(kind: .command, pid: nil, isThis: false)
  }

  private func path(of name: Name) -> String? { folder.map { "\($0)/\(name.file)" } }

  private func name(in descriptor: Int32, isThis: Bool) -> QueueRunnerName? {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = descriptor < 0 ? 0 : pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    let words = String(decoding: bytes.prefix(count), as: UTF8.self)
      .split(separator: " ", maxSplits: 1)
    guard words.count == 2, let pid = Int32(words[0]) else { return nil }
    let kind = QueueRunnerName.Kind(rawValue: String(words[1].prefix { $0 != "\n" }))
    return QueueRunnerName(kind: kind ?? .command, pid: pid, isThis: isThis)
  }
}
