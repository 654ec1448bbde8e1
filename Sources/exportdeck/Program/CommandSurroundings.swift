import AWSCore
import Glibc
import Synchronization

/// What a command without a screen works with: the real network, files, clock and terminal.
struct CommandSurroundings {
  let surroundings: Surroundings
  let transport: AsyncHTTPTransport
  private let ask: TerminalAsk

  init(environment: Environment, connection: ConnectionOptions) {
    let timekeeper = SystemTimekeeper()
    transport = AsyncHTTPTransport(
      timekeeper: timekeeper,
      options: AWSSettings.transportOptions(
        environment: environment, overrides: connection.overrides, files: SystemFiles()))
    ask = TerminalAsk(timekeeper: timekeeper)
    surroundings = Surroundings(
      environment: environment,
      transport: LoggedTransport(
        base: transport,
        log: CallLog.inStateFolder(
          environment, level: connection.logLevel, timekeeper: timekeeper),
        timekeeper: timekeeper),
      timekeeper: timekeeper,
      ask: AskQueue(
        ask, timekeeper: timekeeper,
        wayToAskAgain: "run the command again"),
      version: ExportdeckCommand.version)
  }

  /// Runs an operation to its end on behalf of the main thread, and leaves nothing behind: no
  /// connection, no child process and no terminal without echo, not even where a signal ends the
  /// program.
  func wait<Value: Sendable>(
    for operation: @escaping @Sendable (Surroundings) async throws -> Value
  ) throws -> Value {
    let leaving = Leaving()
    let signals = windingUpFirst(leaving)
    defer {
      // What a signal cut off is not told as a failure: its own end follows.
      while leaving.hasBegun { pause() }
      signals.cancel()
    }
    return try ThisProcess.wait { [surroundings, transport] in
      let outcome: Result<Value, any Error>
      do {
        outcome = .success(try await operation(surroundings))
      } catch {
        outcome = .failure(error)
      }
      await surroundings.processes.endAll()
      await transport.shutdown()
      return try outcome.get()
    }
  }

  /// Child processes have sessions of their own, which no C-c at the terminal reaches. The second
  /// signal ends the program at once.
  private func windingUpFirst(_ leaving: Leaving) -> LeavingSignals {
    LeavingSignals { [surroundings, ask] number in
      guard leaving.begin() else { return LeavingSignals.die(of: number) }
      Task(executorPreference: BackgroundQueue.shared) {
        await ask.end()
        await surroundings.processes.endAll()
        LeavingSignals.die(of: number)
      }
    }
  }
}

private final class Leaving: Sendable {
  private let state = Mutex(false)

  var hasBegun: Bool { state.withLock { $0 } }

  /// - Returns: Whether this is the first signal.
  func begin() -> Bool {
    state.withLock { hasBegun in
      defer { hasBegun = true }
      return !hasBegun
    }
  }
}
