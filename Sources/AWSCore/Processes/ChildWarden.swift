#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Ends a child where this program can't any more, because it was killed or has crashed.
///
/// A shell of its own waits for the end of a pipe that nobody but this program can write to; the
/// kernel closes it whatever the program dies of. The kernel's own signal at a parent's death would
/// reach the child alone, and nothing that the child has started.
struct ChildWarden {
  private static let duty =
    "read -r group || exit; read -r word; kill -s KILL -- \"-$group\""

  private let warden: pid_t
  private let pipe: Int32

  /// Nil where the system has nothing left for one more process: the child runs without it then.
  init?() {
    guard let pipe = try? Pipe() else { return nil }
    defer { closeDescriptor(pipe.readEnd) }
    // The shell waits in its read, where we never would.
    _ = fcntl(pipe.readEnd, F_SETFL, 0)
    let spawn = ChildSpawn(
      arguments: ["/bin/sh", "-c", Self.duty], environment: Environment(), input: pipe.readEnd)
    do {
      warden = try spawn.start()
    } catch {
      closeDescriptor(pipe.writeEnd)
      return nil
    }
    self.pipe = pipe.writeEnd
  }

  /// From now on the child, and what it has started, ends with this program.
  func watch(_ child: pid_t) {
    let line = Array("\(child)\n".utf8)
    // It fits into an empty pipe, whose reader is there as long as nobody kills it.
    while write(pipe, line, line.count) < 0 && errno == EINTR {}
  }

  /// To be called before the child is reaped: its number still stands for its group.
  func dismiss() {
    kill(warden, SIGKILL)
    var status: Int32 = 0
    while waitpid(warden, &status, 0) < 0 && errno == EINTR {}
    closeDescriptor(pipe)
  }
}
