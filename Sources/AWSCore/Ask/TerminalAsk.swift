import Dispatch
import Ground
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Asks at the terminal of a command that has no screen: on /dev/tty, so that the standard streams
/// are left alone, and without showing what is typed.
public struct TerminalAsk: Ask {
  /// Called when echo is switched off on a terminal, and when it is back on, for code that has to
  /// restore the terminal if the program dies in between.
  public struct Silence: Sendable {
    public var begins: @Sendable (Int32) -> Void
    public var ends: @Sendable () -> Void

    /// - Parameter begins: Called with the terminal's descriptor, before echo is switched off.
    public init(
      begins: @escaping @Sendable (Int32) -> Void = { _ in },
      ends: @escaping @Sendable () -> Void = {}
    ) {
      self.begins = begins
      self.ends = ends
    }
  }

  private let path: String
  private let silence: Silence
  private let timekeeper: any Timekeeper
  private let limit: Duration
  private let conversations = Conversations()

  /// - Parameter path: Of the terminal.
  public init(
    path: String = "/dev/tty", timekeeper: any Timekeeper, limit: Duration = .seconds(120),
    whileSilent silence: Silence = Silence()
  ) {
    self.path = path
    self.silence = silence
    self.timekeeper = timekeeper
    self.limit = limit
  }

  /// - Throws: `AskError.nobody` where there is no terminal; `AskError.declined` for C-c, C-d and
  ///   an empty line; `AskError.timeout`; `AskError.cancelled`.
  public func answer(to question: Question) async throws(AskError) -> String {
    if Task.isCancelled { throw .cancelled }
    guard let wakePipe = try? WakePipe() else { throw .nobody("no descriptor is left") }
    let interruption = Awaited<AskError>()
    let answer = Awaited<Result<String, AskError>>()
    @Sendable func interrupt(_ cause: AskError) {
      if interruption.give(cause) { wakePipe.wake() }
    }
    let appointment = timekeeper.after(limit, on: BackgroundQueue.shared.queue) {
      interrupt(.timeout)
    }
    defer { appointment.cancel() }
    let (path, silence) = (path, silence)
    let end = Awaited<Void>()
    guard conversations.begin(endingIn: end, { interrupt(.cancelled) }) else {
      wakePipe.close()
      throw .cancelled
    }
    DispatchQueue(label: "exportdeck.ask").async { [conversations] in
      answer.give(Self.ask(question, at: path, silence, wakePipe))
      end.give(())
      conversations.finish()
      wakePipe.close()
    }
    let result = await withTaskCancellationHandler {
      await answer.value()
    } onCancel: {
      interrupt(.cancelled)
    }
    // A conversation that was interrupted ends as cancelled; the real cause is known here.
    if case .failure(.cancelled) = result {
      interruption.give(.cancelled)
      throw await interruption.value()
    }
    return try result.get()
  }

  /// Interrupts the question being asked and asks no more: the program is leaving. When this
  /// returns, the terminal is as it was before.
  public func end() async { await conversations.end() }

  /// The whole conversation, on the calling thread.
  private static func ask(
    _ question: Question, at path: String, _ silence: Silence, _ wakePipe: WakePipe
  ) -> Result<String, AskError> {
    // Never waits: neither for a line that is not connected nor for a terminal that takes no
    // output.
    let descriptor = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return .failure(.nobody("there is no terminal to ask at")) }
    defer { closeDescriptor(descriptor) }
    let foreground = tcgetpgrp(descriptor)
    guard foreground < 0 || foreground == getpgrp() else {
      return .failure(.nobody("this command runs in the background of its terminal"))
    }
    silence.begins(descriptor)
    defer { silence.ends() }
    guard var terminal = SilentTerminal(descriptor, interruptedBy: wakePipe) else {
      return .failure(.nobody("\(path) is no terminal that can hide what is typed"))
    }
    defer { terminal.restore() }
    terminal.say("\(question.reason.singleLine())\n\(question.text.singleLine()): ")
    defer { terminal.say("\n") }
    while true {
      var polled = [descriptor, wakePipe.sleeper]
        .map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      while poll(&polled, nfds_t(polled.count), -1) < 0 && errno == EINTR {}
      if polled[1].revents != 0 { return .failure(.cancelled) }
      if let answer = terminal.read() { return answer }
    }
  }
}

/// The conversation that began last, so that it can be ended when the program leaves.
private final class Conversations: Sendable {
  private struct State {
    var isOver = false
    var interrupt: (@Sendable () -> Void)?
    var end: Awaited<Void>?
  }

  private let state = Mutex(State())

  /// - Returns: Whether a conversation may begin.
  func begin(endingIn end: Awaited<Void>, _ interrupt: @escaping @Sendable () -> Void) -> Bool {
    state.withLock { state in
      guard !state.isOver else { return false }
      (state.interrupt, state.end) = (interrupt, end)
      return true
    }
  }

  /// There is nothing left to interrupt.
  func finish() { state.withLock { $0.interrupt = nil } }

  func end() async {
    let end = state.withLock { state in
      state.isOver = true
      // Under the lock: the pipe it writes to is closed after `finish`.
      state.interrupt?()
      return state.end
    }
    await end?.value()
  }
}
