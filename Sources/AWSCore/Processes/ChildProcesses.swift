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
      end.give(Self.run(arguments, environment, on: leash, wakePipe, within: limit))
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
    _ arguments: [String], _ environment: Environment, on leash: ChildLeash, _ wakePipe: WakePipe,
    within limit: Duration
  ) -> Result<ChildProcessOutcome, ChildProcessError> {
    defer { leash.letGo() }
    do throws(ChildProcessError) {
      var watch = try start(arguments, environment, on: leash, wakePipe)
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
    _ arguments: [String], _ environment: Environment, on leash: ChildLeash, _ wakePipe: WakePipe
  ) throws(ChildProcessError) -> ChildWatch {
    let program = arguments.first ?? ""
    let (output, errors): (Pipe, Pipe)
    do throws(SystemCallFailure) {
      output = try Pipe()
      do throws(SystemCallFailure) {
        errors = try Pipe()
      } catch {
        output.close()
        throw error
      }
    } catch {
      throw .notStarted(program: program, reason: error.words)
    }
    defer { for pipe in [output, errors] { closeDescriptor(pipe.writeEnd) } }
    let warden = ChildWarden()
    do throws(ChildProcessError) {
      let child = try ChildSpawn(
        arguments: arguments, environment: environment, output: output.writeEnd,
        errors: errors.writeEnd
      ).start()
      warden?.watch(child)
      return ChildWatch(
        program: program, child: child, leash: leash, warden: warden, wakePipe: wakePipe,
        output: output.readEnd, errors: errors.readEnd)
    } catch {
      warden?.dismiss()
      for pipe in [output, errors] { closeDescriptor(pipe.readEnd) }
      throw error
    }
  }
}
