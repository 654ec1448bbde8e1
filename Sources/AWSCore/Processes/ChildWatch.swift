import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Looks after one child from its start to its end, on a thread that does nothing else. The child
/// is signalled and reaped only here, so no signal can reach a process that took over its number.
struct ChildWatch {
  static let largestOutput = 1 << 20
  /// How much of the end of its standard error is kept, in bytes.
  static let keptOfErrors = 8 << 10

  let program: String
  let child: pid_t
  let leash: ChildLeash
  private let warden: ChildWarden?
  private let wakePipe: WakePipe
  private var input: ChildInput?
  private var output: ChildStream
  private var errors: ChildStream

  init(
    program: String, child: pid_t, leash: ChildLeash, warden: ChildWarden?, wakePipe: WakePipe,
    input: ChildInput?, output: Int32, errors: Int32
  ) {
    self.program = program
    self.child = child
    self.leash = leash
    self.warden = warden
    self.wakePipe = wakePipe
    self.input = input
    self.output = ChildStream(output, keeping: .first(Self.largestOutput))
    self.errors = ChildStream(errors, keeping: .last(Self.keptOfErrors))
  }

  /// Returns when the child has ended and is reaped.
  mutating func run() -> ChildProcessOutcome {
    awaitExit()
    var sent: Int32?
    var isFinishing = false
    while true {
      sleep()
      input?.writeWhatFits()
      output.readWhatIsThere()
      errors.readWhatIsThere()
      if output.isOverflowing { leash.end(.output) }
      let orders = leash.orders
      if orders.cause != nil {
        let signal = orders.isKillDue ? SIGKILL : SIGTERM
        if sent != signal { kill(-child, signal) }
        sent = signal
      }
      guard orders.hasExited else { continue }
      let isAllRead = !output.isOpen && !errors.isOpen
      if isAllRead || orders.cause != nil || orders.isPatienceOver { break }
      // A process that the child started and left behind may hold its output open for good.
      if !isFinishing { leash.losePatienceSoon() }
      isFinishing = true
    }
    // The child isn't reaped yet, so its number still stands for its group and no other.
    if leash.orders.cause != nil { kill(-child, SIGKILL) }
    warden?.dismiss()
    input?.close()
    output.close()
    errors.close()
    return ChildProcessOutcome(status: reap(), output: output.bytes, errors: errors.text)
  }

  /// Waits on another thread, because `waitid` blocks; the child isn't reaped here.
  private func awaitExit() {
    let (child, leash) = (child, leash)
    DispatchQueue(label: "exportdeck.child.exit").async {
      var information = siginfo_t()
      while waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT) < 0 && errno == EINTR {}
      leash.childHasExited()
    }
  }

  /// Sleeps until there is something on one of the two streams or from the leash, or the child
  /// takes more input.
  private func sleep() {
    var polled = ([wakePipe.sleeper] + [output, errors].filter(\.isOpen).map(\.descriptor))
      .map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    if let input, input.isOpen {
      polled.append(pollfd(fd: input.descriptor, events: Int16(POLLOUT), revents: 0))
    }
    while poll(&polled, nfds_t(polled.count), -1) < 0 && errno == EINTR {}
    wakePipe.drain()
  }

  private func reap() -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      // Somebody else took its status.
      guard errno == EINTR else { return 255 }
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}
