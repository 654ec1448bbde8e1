import Glibc
import Planning

/// Which programs on this machine would start what comes to wait: each holds a lock on a file of its
/// own beside the database, in which stands where it can.
///
/// The files have numbers and are never removed: the next program takes the first that is free.
final class StandbyLocks {
  struct Other {
    var name: QueueRunnerName
    /// The sites where it starts what waits, by their numbers in the database.
    var sites: Set<Int>
  }

  /// Nil where nothing else can have the queue.
  private let folder: String?
  private var own: (descriptor: Int32, number: Int, text: [UInt8])?

  /// As many stand by at once; one more is not seen.
  private static let most = 64
  /// In bytes. Who has more sites says nothing at all.
  private static let longest = 4096
  /// Ends what was written as a whole.
  private static let end = "end"

  init(folder: String?) { self.folder = folder }

  deinit { leave() }

  func join(as kind: QueueRunnerName.Kind, for sites: Set<Int>) throws(LockFailure) {
    guard let folder else { return }
    let numbers = sites.sorted().map { "\($0)" }.joined(separator: " ")
    let text = Array("\(getpid()) \(kind.rawValue)\n\(numbers)\n\(Self.end)\n".utf8)
    guard text.count <= Self.longest else { return leave() }
    if own == nil { own = try free(in: folder) }
    guard let own, own.text != text else { return }
    // In one piece, and what follows its end counts for nothing.
    let padding = [UInt8](repeating: 0, count: max(0, own.text.count - text.count))
    let written = pwrite(own.descriptor, text + padding, text.count + padding.count, 0)
    guard written == text.count + padding.count else {
      let code = errno
      leave()
      throw LockFailure(path: Self.path(own.number, in: folder), code: code)
    }
    self.own?.text = text
  }

  private func free(in folder: String) throws(LockFailure) -> (Int32, Int, [UInt8])? {
    for number in 1...Self.most {
      let path = Self.path(number, in: folder)
      let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, mode_t(0o600))
      guard descriptor >= 0 else { throw LockFailure(path: path, code: errno) }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
        ftruncate(descriptor, 0)
        return (descriptor, number, [])
      }
      close(descriptor)
    }
    return nil
  }

  func leave() {
    if let own { FileLock.end(own.descriptor) }
    own = nil
  }

  func others() -> [Other] {
    guard let folder else { return [] }
    var others: [Other] = []
    for number in 1...Self.most {
      let descriptor = open(Self.path(number, in: folder), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
      guard descriptor >= 0 else { break }
      if number != own?.number, flock(descriptor, LOCK_SH | LOCK_NB) != 0,
        let other = Self.other(in: descriptor)
      {
        others.append(other)
      }
      // A lock that is had by asking is given back at once.
      FileLock.end(descriptor)
    }
    return others
  }

  private static func path(_ number: Int, in folder: String) -> String {
    "\(folder)/queue-standby-\(number).lock"
  }

  /// Nil for one that is just being written.
  private static func other(in descriptor: Int32) -> Other? {
    var bytes = [UInt8](repeating: 0, count: longest)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    let lines = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 3, lines[2] == end else { return nil }
    let words = lines[0].split(separator: " ", maxSplits: 1)
    guard words.count == 2, let pid = Int32(words[0]) else { return nil }
    let kind = QueueRunnerName.Kind(rawValue: String(words[1])) ?? .command
    return Other(
      name: QueueRunnerName(kind: kind, pid: pid, isThis: false, isStandby: true),
      sites: Set(lines[1].split(separator: " ").compactMap { Int($0) }))
  }
}
