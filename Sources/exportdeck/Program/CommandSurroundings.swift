import AWSCore

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

  /// Runs an operation to its end on behalf of the main thread, and closes every connection.
  func wait<Value: Sendable>(
    for operation: @escaping @Sendable (Surroundings) async throws -> Value
  ) throws -> Value {
    try ThisProcess.wait { [surroundings, transport] in
      do {
        let value = try await operation(surroundings)
        await transport.shutdown()
        return value
      } catch {
        await transport.shutdown()
        throw error
      }
    }
  }
}
