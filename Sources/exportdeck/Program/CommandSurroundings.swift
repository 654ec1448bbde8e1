import AWSCore
import Dispatch
import Glibc
import Ground
import Synchronization
import Terminal

/// What a command without a screen works with: the real network, files, clock and terminal.
struct CommandSurroundings {
  let surroundings: Surroundings
  let transport: AsyncHTTPTransport
  private let ask: TerminalAsk
  private let log: CallLog

  init(environment: Environment, configuration: Configuration) {
    let timekeeper = SystemTimekeeper()
    transport = AsyncHTTPTransport(
      timekeeper: timekeeper,
      options: AWSSettings.transportOptions(
        environment: environment, overrides: configuration.overrides, files: SystemFiles()))
    ask = TerminalAsk(
      timekeeper: timekeeper,
      whileSilent: TerminalAsk.Silence(begins: TerminalGuard.hold, ends: TerminalGuard.release))
    log = CallLog.inStateFolder(
      environment, level: configuration.logLevel.value, timekeeper: timekeeper)
    surroundings = Surroundings(
      environment: environment,
      transport: LoggedTransport(base: transport, log: log, timekeeper: timekeeper),
      timekeeper: timekeeper,
      ask: AskQueue(
        ask, timekeeper: timekeeper,
        wayToAskAgain: "run the command again"),
      version: ExportdeckCommand.version)
  }

  /// Runs an operation to its end while the main thread waits, and leaves nothing behind, even if a
  /// signal ends the program: no connection, no child process and no terminal without echo.
  /// - Parameters:
  ///   - tell: Says what the operation waits for, once that takes long.
  ///   - farewell: What is said where a signal ends the program.
  func wait<Value: Sendable>(
    telling tell: @escaping @Sendable (String) -> Void = ThisProcess.complain,
    whenLeaving farewell: String? = nil,
    for operation: @escaping @Sendable (Surroundings) async throws -> Value
  ) throws -> Value {
    let leaving = Leaving()
    let signals = windingUpFirst(leaving, farewell)
    defer {
      // If a signal interrupted the operation, don't report its failure: the signal ends the
      // program.
      while leaving.hasBegun { pause() }
      signals.cancel()
    }
    defer {
      if !leaving.hasBegun {
        let endOfConnections = Ending.Step(name: "the connections") { [transport] in
          await transport.shutdown()
        }
        Ending([endOfPrograms, endOfConnections, log.ending]).run()
      }
    }
    return try ThisProcess.wait { [surroundings] in
      let teller = WaitTeller(timekeeper: surroundings.timekeeper, tell: tell)
      return try await teller.during { try await operation(surroundings) }
    }
  }

  /// Runs something in the background until a signal ends it, and winds it up. A second signal ends
  /// the program at once.
  /// - Parameters:
  ///   - limit: How long its end is waited for.
  ///   - begin: Begins it, and says how it ends.
  func untilSignal(
    within limit: Duration = Ending.limit, _ begin: (Surroundings) -> [Ending.Step]
  ) {
    let leaving = Leaving()
    let isOver = DispatchSemaphore(value: 0)
    let signals = LeavingSignals { number in
      guard leaving.begin() else { return LeavingSignals.die(of: number) }
      isOver.signal()
    }
    let steps = begin(surroundings)
    isOver.wait()
    let endOfConnections = Ending.Step(name: "the connections") { [transport] in
      await transport.shutdown()
    }
    Ending(steps + [endOfPrograms, endOfConnections, log.ending]).run(within: limit)
    signals.cancel()
  }

  private var endOfPrograms: Ending.Step {
    Ending.Step(name: "the programs that give credentials") { [surroundings] in
      await surroundings.processes.endAll()
    }
  }

  /// Child processes have sessions of their own, so C-c at the terminal doesn't reach them. A
  /// second signal ends the program at once.
  private func windingUpFirst(_ leaving: Leaving, _ farewell: String?) -> LeavingSignals {
    LeavingSignals { [endOfPrograms, ask, log] number in
      guard leaving.begin() else { return LeavingSignals.die(of: number) }
      if let farewell { ThisProcess.complain(farewell) }
      let ending = Ending([
        Ending.Step(name: "the question at the terminal") { await ask.end() }, endOfPrograms,
        log.ending,
      ])
      let isWaitedFor = OwnThread.begin {
        ending.run()
        LeavingSignals.die(of: number)
      }
      if !isWaitedFor { LeavingSignals.die(of: number) }
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
