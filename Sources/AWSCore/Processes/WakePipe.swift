import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Wakes one thread that sleeps in `poll`. Waking is safe from anywhere, at any time; after the
/// thread has closed the pipe, it does nothing.
final class WakePipe: Sendable {
  /// What the thread polls.
  let sleeper: Int32
  private let waker: Mutex<Int32?>

  /// - Throws: The system's words, where it has no descriptors left.
  init() throws(SystemCallFailure) {
    let pipe = try Pipe()
    _ = fcntl(pipe.writeEnd, F_SETFL, O_NONBLOCK)
    sleeper = pipe.readEnd
    waker = Mutex(pipe.writeEnd)
  }

  func wake() {
    waker.withLock { waker in
      guard let waker else { return }
      var byte: UInt8 = 1
      // A full pipe has already woken the thread.
      while write(waker, &byte, 1) < 0 && errno == EINTR {}
    }
  }

  /// Takes what has woken the thread, so that it can sleep again.
  func drain() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while true {
      let count = read(sleeper, &bytes, bytes.count)
      guard count > 0 || count < 0 && errno == EINTR else { return }
    }
  }

  func close() {
    let open = waker.withLock { waker in
      defer { waker = nil }
      return waker
    }
    guard let open else { return }
    _ = [open, sleeper].map(closeDescriptor)
  }
}
