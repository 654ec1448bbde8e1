import AWSCore
import Synchronization

/// What a command without a screen works with: the real network, files, clock and terminal.
struct CommandSurroundings {
  let surroundings: Surroundings
  let transport: AsyncHTTPTransport

  init(environment: Environment, connection: ConnectionOptions) {
    let timekeeper = SystemTimekeeper()
    transport = AsyncHTTPTransport(
      timekeeper: timekeeper,
      options: AWSSettings.transportOptions(
        environment: environment, overrides: connection.overrides, files: SystemFiles()))
    surroundings = Surroundings(
      environment: environment,
      transport: LoggedTransport(
        base: transport,
        log: CallLog.inStateFolder(
          environment, level: connection.logLevel, timekeeper: timekeeper),
        timekeeper: timekeeper),
      timekeeper: timekeeper,
      ask: AskQueue(
        TerminalAsk(timekeeper: timekeeper), timekeeper: timekeeper,
        wayToAskAgain: "run the command again"),
      version: ExportdeckCommand.version)
  }

  /// Runs an operation to its end on behalf of the main thread, and leaves nothing behind: no
  /// connection, and no child process, not even where a signal ends the program.
  func wait<Value: Sendable>(
    for operation: @escaping @Sendable (Surroundings) async throws -> Value
  ) throws -> Value {
    let signals = endingChildrenFirst()
    defer { signals.cancel() }
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
  private func endingChildrenFirst() -> LeavingSignals {
    let isLeaving = Mutex(false)
    return LeavingSignals { [surroundings] number in
      let isSecond = isLeaving.withLock { isLeaving in
        defer { isLeaving = true }
        return isLeaving
      }
      if isSecond { return LeavingSignals.die(of: number) }
      Task(executorPreference: BackgroundQueue.shared) {
        await surroundings.processes.endAll()
        LeavingSignals.die(of: number)
      }
    }
  }
}
