import Ground

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What came of asking to have a file to oneself.
public enum FileHold: Sendable {
  /// Until the last reference to it is gone.
  case mine(HeldFile)
  case anothers
  /// There is no such file, or its file system can't do this.
  case unavailable
}

/// A file that is kept to oneself, among those who ask for it.
public final class HeldFile: Sendable {
  private let descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit {
    // A child that was forked just now has the file as well until it runs its program.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}

extension SystemFiles {
  /// Locks the file that is there now (flock): one that has replaced it is another's to lock.
  public func hold(_ path: String) -> FileHold {
    BlockingQueue.current?.isAt(path)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { return .unavailable }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return .mine(HeldFile(descriptor)) }
    let isAnothers = errno == EWOULDBLOCK
    close(descriptor)
    return isAnothers ? .anothers : .unavailable
  }
}
