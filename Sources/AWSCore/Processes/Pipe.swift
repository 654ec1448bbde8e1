import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A pipe that no child inherits by chance, and whose reading end never blocks.
struct Pipe {
  /// Held while a pipe is made and while a child is started: no child may start between a pipe's
  /// creation and its marking as close-on-exec. (`pipe2` does both at once, but isn't in the C
  /// library's module.)
  static let making = Mutex(())

  let readEnd: Int32
  let writeEnd: Int32

  init() throws(SystemCallFailure) {
    var ends = try Self.ends()
    // If the program was started with its standard streams closed, the pipe gets their numbers, and
    // a child's own streams would be put on top of them.
    for index in ends.indices where ends[index] <= STDERR_FILENO {
      let higher = fcntl(ends[index], F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
      let code = errno
      closeDescriptor(ends[index])
      ends[index] = higher
      guard higher >= 0 else {
        for end in ends where end >= 0 { closeDescriptor(end) }
        throw SystemCallFailure(code)
      }
    }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  private static func ends() throws(SystemCallFailure) -> [Int32] {
    var ends: [Int32] = [-1, -1]
    let code: Int32 = making.withLock { _ in
      guard pipe(&ends) == 0 else { return errno }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      return 0
    }
    guard code == 0 else { throw SystemCallFailure(code) }
    return ends
  }

  /// All of them, or none.
  static func several(_ count: Int) throws(SystemCallFailure) -> [Pipe] {
    var pipes: [Pipe] = []
    do throws(SystemCallFailure) {
      for _ in 0..<count { pipes.append(try Pipe()) }
    } catch {
      for pipe in pipes { pipe.close() }
      throw error
    }
    return pipes
  }

  /// For a child's standard input: it is our end that never blocks then.
  func turnInward() {
    _ = fcntl(readEnd, F_SETFL, 0)
    _ = fcntl(writeEnd, F_SETFL, O_NONBLOCK)
  }

  func close() {
    for end in [readEnd, writeEnd] { closeDescriptor(end) }
  }
}

/// Why the system didn't do what it was asked.
struct SystemCallFailure: Error {
  let code: Int32

  init(_ code: Int32) {
    self.code = code
  }

  var words: String { String(cString: strerror(code)) }
}

@discardableResult
func closeDescriptor(_ descriptor: Int32) -> Int32 { close(descriptor) }
