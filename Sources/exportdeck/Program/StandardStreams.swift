import Glibc

/// Standard input, output and error as the program was started with them.
enum StandardStreams {
  /// Gives a stream that was closed a descriptor that refuses reads or writes. Otherwise the next
  /// file or connection would get its number, and what is meant for standard output would go there.
  ///
  /// A reader that goes away makes a write fail, and doesn't end the program.
  static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(stream, F_GETFD) < 0 && errno == EBADF {
      _ = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  static var isOutputOpen: Bool { fcntl(STDOUT_FILENO, F_GETFL) & O_ACCMODE != O_RDONLY }

  /// Whether whoever read standard output has gone: a pipe says so before anything is written to it.
  static var isOutputUnread: Bool {
    var output = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
    return poll(&output, 1, 0) > 0 && output.revents & Int16(POLLERR) != 0
  }

  /// Why standard output accepts no more, from the system's error number.
  static func outputProblem(_ code: Int32) -> String {
    code == EBADF
      ? "standard output is closed; give it a terminal, a file or a pipe"
      : String(cString: strerror(code))
  }
}
