#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a child is given to read, written as fast as it takes it.
struct ChildInput {
  let descriptor: Int32
  private(set) var isOpen = true
  private var rest: ArraySlice<UInt8>

  /// - Parameter descriptor: The writing end of a pipe; it doesn't block.
  init(_ descriptor: Int32, _ bytes: [UInt8]) {
    self.descriptor = descriptor
    rest = bytes[...]
  }

  /// Writes as much as fits, and closes the pipe once all is written or nobody reads it any more.
  mutating func writeWhatFits() {
    while isOpen, !rest.isEmpty {
      let (count, problem) = Self.write(rest, to: descriptor)
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if problem == EAGAIN {
        return
      } else if problem != EINTR {
        rest = []
      }
    }
    close()
  }

  /// A child may end without having read all of it. That must be no signal to this process, whatever
  /// it does with SIGPIPE elsewhere.
  private static func write(
    _ bytes: ArraySlice<UInt8>, to descriptor: Int32
  ) -> (count: Int, problem: Int32) {
    var brokenPipe = sigset_t()
    sigemptyset(&brokenPipe)
    sigaddset(&brokenPipe, SIGPIPE)
    var before = sigset_t()
    pthread_sigmask(SIG_BLOCK, &brokenPipe, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
    let problem = errno
    if count < 0, problem == EPIPE {
      var now = timespec()
      sigtimedwait(&brokenPipe, nil, &now)
    }
    return (count, problem)
  }

  mutating func close() {
    guard isOpen else { return }
    isOpen = false
    closeDescriptor(descriptor)
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
