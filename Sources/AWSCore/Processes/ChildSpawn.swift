#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Starts a program in a session of its own. It inherits no blocked or ignored signals and no open
/// files but its three streams; a stream that isn't given is /dev/null.
struct ChildSpawn {
  var arguments: [String]
  var environment: Environment
  var input: Int32?
  var output: Int32?
  var errors: Int32?

  func start() throws(ChildProcessError) -> pid_t {
    guard let program = arguments.first, !program.isEmpty else {
      throw .notStarted(program: "", reason: "no program is named")
    }
    let variables = environment.variables.map { "\($0)=\($1)" }
    guard (arguments + variables).allSatisfy({ !$0.utf8.contains(0) }) else {
      throw .notStarted(program: program, reason: "an argument or a variable holds a NUL byte")
    }
    var code = ENOENT
    for path in paths(of: program) {
      switch spawn(path, variables) {
      case .success(let child): return child
      // Goes on to the next folder, as execvp does; but a file that exists and can't be run is the
      // better reason.
      case .failure(let failure) where [ENOENT, ENOTDIR].contains(failure.code):
        if access(path, F_OK) == 0 {
          throw .notStarted(
            program: program, reason: "the interpreter that its first line names isn't there")
        }
      case .failure(let failure) where failure.code == EACCES: code = EACCES
      case .failure(let failure):
        throw .notStarted(program: program, reason: reason(failure))
      }
    }
    let isSought = !program.contains("/") && code == ENOENT
    throw .notStarted(
      program: program,
      reason: isSought ? "it isn't in any folder of PATH" : SystemCallFailure(code).words)
  }

  /// The program's own path, or its path in each folder of `PATH`; an empty entry is the working
  /// folder, as everywhere.
  private func paths(of program: String) -> [String] {
    if program.contains("/") { return [program] }
    return (environment["PATH"] ?? "/bin:/usr/bin")
      .split(separator: ":", omittingEmptySubsequences: false)
      .map { "\($0.isEmpty ? "." : $0)/\(program)" }
  }

  private func reason(_ failure: SystemCallFailure) -> String {
    failure.code == ENOEXEC
      ? "\(failure.words): a script needs a first line such as #!/bin/sh" : failure.words
  }

  private func spawn(_ path: String, _ variables: [String]) -> Result<pid_t, SystemCallFailure> {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (given, stream) in zip([input, output, errors], STDIN_FILENO...STDERR_FILENO) {
      if let given {
        posix_spawn_file_actions_adddup2(&actions, given, stream)
      } else {
        let way = stream == STDIN_FILENO ? O_RDONLY : O_WRONLY
        posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", way, 0)
      }
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | Self.newSession
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var words = arguments.map { strdup($0) } + [nil]
    var settings = variables.map { strdup($0) } + [nil]
    defer { for word in words + settings { free(word) } }
    var child: pid_t = 0
    let code = Pipe.making.withLock { _ in
      for descriptor in Self.openDescriptors() where descriptor > STDERR_FILENO {
        posix_spawn_file_actions_addclose(&actions, descriptor)
      }
      return posix_spawn(&child, path, &actions, &attributes, &words, &settings)
    }
    return code == 0 ? .success(child) : .failure(SystemCallFailure(code))
  }

  /// Open files are closed in the child even where a library forgot to mark them close-on-exec.
  private static func openDescriptors() -> [Int32] {
    guard let folder = opendir("/proc/self/fd") else { return [] }
    defer { closedir(folder) }
    var descriptors: [Int32] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { $0.prefix { $0 != 0 }.map(\.self) }
      if let descriptor = Int32(String(decoding: name, as: UTF8.self)) {
        descriptors.append(descriptor)
      }
    }
    return descriptors
  }

  /// `POSIX_SPAWN_SETSID`, which the C library hides behind a feature macro.
  private static let newSession: Int32 = 0x80
}
