import Dispatch
import Ground

/// Child processes of this machine.
///
/// Each has a thread of its own for as long as it runs, and another that waits for its end, so
/// nothing else in the program waits with it. What a child leaves running when it ends by itself is
/// left alone; a child that is ended from here ends with its whole process group.
public struct ChildProcesses: ProcessRunning {
  private let timekeeper: any Timekeeper
  private let running = RunningChildren()

  public init(timekeeper: any Timekeeper = SystemTimekeeper()) {
    self.timekeeper = timekeeper
  }

  public func run(
    _ arguments: [String], environment: Environment, within limit: Duration
  ) async throws(ChildProcessError) -> ChildProcessOutcome {
    try await run(arguments, environment: environment, input: [], within: limit)
  }

  /// - Parameter input: What the program reads from its standard input; /dev/null where there is
  ///   none.
  public func run(
    _ arguments: [String], environment: Environment, input: [UInt8], within limit: Duration
  ) async throws(ChildProcessError) -> ChildProcessOutcome {
    if Task.isCancelled { throw .cancelled }
    let program = arguments.first ?? ""
    let (wakePipe, leash) = try makeLeash(for: program)
    let end = Awaited<Result<ChildProcessOutcome, ChildProcessError>>()
    guard running.add(leash) else {
      leash.letGo()
      throw .cancelled
    }
    leash.limit(to: limit)
    DispatchQueue(label: "exportdeck.child").async { [running] in
      end.give(Self.run(arguments, environment, input, on: leash, wakePipe, within: limit))
      running.remove(leash)
    }
    return try await withTaskCancellationHandler {
      await end.value()
    } onCancel: {
      leash.end(.cancelled)
    }.get()
  }

  public func endAll() async { await running.endAll(timekeeper) }

  private func makeLeash(
    for program: String
  ) throws(ChildProcessError) -> (WakePipe, ChildLeash) {
    do throws(SystemCallFailure) {
      let wakePipe = try WakePipe()
      return (wakePipe, ChildLeash(waking: wakePipe, timekeeper: timekeeper))
    } catch {
      throw .notStarted(program: program, reason: error.words)
    }
  }

  /// The whole life of a child, on the calling thread.
  private static func run(
    _ arguments: [String], _ environment: Environment, _ input: [UInt8], on leash: ChildLeash,
    _ wakePipe: WakePipe, within limit: Duration
  ) -> Result<ChildProcessOutcome, ChildProcessError> {
    defer { leash.letGo() }
    do throws(ChildProcessError) {
      var watch = try start(arguments, environment, input, on: leash, wakePipe)
      let outcome = watch.run()
      switch leash.orders.cause {
      case nil: return .success(outcome)
      case .cancelled: return .failure(.cancelled)
      case .output: return .failure(.tooMuchOutput(program: watch.program))
      case .limit:
        return .failure(
          .timeout(program: watch.program, limit: limit, errors: outcome.errors))
      }
    } catch {
      return .failure(error)
    }
  }

  private static func start(
    _ arguments: [String], _ environment: Environment, _ input: [UInt8], on leash: ChildLeash,
    _ wakePipe: WakePipe
  ) throws(ChildProcessError) -> ChildWatch {
    let program = arguments.first ?? ""
    let pipes: [Pipe]
    do throws(SystemCallFailure) {
      pipes = try Pipe.several(input.isEmpty ? 2 : 3)
    } catch {
      throw .notStarted(program: program, reason: error.words)
    }
    let (output, errors) = (pipes[0], pipes[1])
    let inward = pipes.dropFirst(2).first
    inward?.turnInward()
    let ofChild = [output.writeEnd, errors.writeEnd] + [inward?.readEnd].compactMap(\.self)
    defer { for end in ofChild { closeDescriptor(end) } }
    let warden = ChildWarden(of: output.writeEnd)
    do throws(ChildProcessError) {
      let child = try ChildSpawn(
        arguments: arguments, environment: environment, input: inward?.readEnd,
        output: output.writeEnd, errors: errors.writeEnd
      ).start()
      warden?.watch(child)
      return ChildWatch(
        program: program, child: child, leash: leash, warden: warden, wakePipe: wakePipe,
        input: inward.map { ChildInput($0.writeEnd, input) }, output: output.readEnd,
        errors: errors.readEnd)
    } catch {
      warden?.dismiss()
      let ours = [output.readEnd, errors.readEnd] + [inward?.writeEnd].compactMap(\.self)
      for end in ours { closeDescriptor(end) }
      throw error
    }
  }
}
