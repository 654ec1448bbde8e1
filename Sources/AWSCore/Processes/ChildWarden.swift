#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Ends a child when this program no longer can, because it was killed or has crashed.
///
/// A shell of its own waits for the end of a pipe that only this program can write to; the kernel
/// closes the pipe however the program dies. The kernel's own signal at a parent's death would
/// reach only the child, and nothing that the child has started.
struct ChildWarden {
  /// Where this program dies after the child began and before its number was told, the child is found
  /// by what it writes to.
  private static let duty = """
    if read -r group; then read -r word; kill -s KILL -- "-$group"; exit; fi
    for file in /proc/[0-9]*/fd/1; do
      [ "$(readlink "$file")" = "pipe:[$1]" ] || continue
      number=${file#/proc/}; kill -s KILL "${number%%/*}"
    done
    """

  private let warden: pid_t
  private let pipe: Int32

  /// Nil where the system can't start one more process: the child then runs without a warden.
  /// - Parameter output: The end of the pipe that the child is going to write to.
  init?(of output: Int32) {
    var status = stat()
    guard fstat(output, &status) == 0, let pipe = try? Pipe() else { return nil }
    defer { closeDescriptor(pipe.readEnd) }
    // The shell has to block in its read; our own pipe ends never block.
    _ = fcntl(pipe.readEnd, F_SETFL, 0)
    let spawn = ChildSpawn(
      arguments: ["/bin/sh", "-c", Self.duty, "sh", "\(status.st_ino)"],
      environment: Environment(variables: ["PATH": "/bin:/usr/bin"]), input: pipe.readEnd)
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
    // It fits into an empty pipe, and the reader is there unless someone kills it.
    while write(pipe, line, line.count) < 0 && errno == EINTR {}
  }

  /// Call this before the child is reaped: until then its number can't belong to another group.
  func dismiss() {
    kill(warden, SIGKILL)
    var status: Int32 = 0
    while waitpid(warden, &status, 0) < 0 && errno == EINTR {}
    closeDescriptor(pipe)
  }
}
