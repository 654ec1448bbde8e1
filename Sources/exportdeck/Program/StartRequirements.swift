import Glibc

/// What the program needs from the system. This is tried before anything else, because a shortage
/// later would end the program without an explanation.
struct StartRequirements {
  /// What there is too little of.
  enum Shortage: Error, Hashable {
    case descriptors(allowed: UInt64)
    case memory(megabytes: Int)
    case threads(needed: Int)
  }

  /// Open files, in addition to those already open.
  var descriptors = 48
  /// Of address space, mostly for thread stacks.
  var megabytes = 384
  var threads = 12

  /// Acquires that much, and gives it back.
  func check() throws(Shortage) {
    try checkDescriptors()
    try checkMemory()
    try checkThreads()
  }

  private func checkDescriptors() throws(Shortage) {
    var opened: [Int32] = []
    defer { for descriptor in opened { close(descriptor) } }
    for _ in 0..<descriptors {
      let descriptor = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
      guard descriptor >= 0 else {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        throw .descriptors(allowed: UInt64(limit.rlim_cur))
      }
      opened.append(descriptor)
    }
  }

  private func checkMemory() throws(Shortage) {
    let size = megabytes << 20
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    guard let start = mmap(nil, size, PROT_READ | PROT_WRITE, flags, -1, 0), start != MAP_FAILED
    else { throw .memory(megabytes: megabytes) }
    munmap(start, size)
  }

  /// All at the same time: one after the other would pass under any limit.
  private func checkThreads() throws(Shortage) {
    let gate = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    defer { gate.deallocate() }
    pthread_mutex_init(gate, nil)
    pthread_mutex_lock(gate)
    var made: [pthread_t] = []
    for _ in 0..<threads {
      var thread = pthread_t()
      let code = pthread_create(
        &thread, nil,
        { passed in
          guard let gate = passed?.assumingMemoryBound(to: pthread_mutex_t.self) else { return nil }
          pthread_mutex_lock(gate)
          pthread_mutex_unlock(gate)
          return nil
        }, gate)
      guard code == 0 else { break }
      made.append(thread)
    }
    pthread_mutex_unlock(gate)
    for thread in made { pthread_join(thread, nil) }
    pthread_mutex_destroy(gate)
    if made.count < threads { throw .threads(needed: threads) }
  }
}

extension StartRequirements.Shortage: CustomStringConvertible {
  var description: String {
    switch self {
    case .descriptors(let allowed):
      """
      Too few open files are allowed here: \(allowed), and exportdeck needs 64 or more.
      Raise the limit (ulimit -n 64; in a service: LimitNOFILE) and start it again.
      """
    case .memory(let megabytes):
      """
      Too little memory may be used here: exportdeck needs \(megabytes) MB of address space more.
      Raise the limit (ulimit -v unlimited, ulimit -d unlimited) and start it again.
      """
    case .threads(let needed):
      """
      Too few threads may run here: exportdeck needs \(needed).
      Raise the limit (ulimit -u, or the pids limit of its container or service) or end other \
      programs, and start it again.
      """
    }
  }
}
