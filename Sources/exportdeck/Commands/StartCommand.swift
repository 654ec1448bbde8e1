import AWSCore
import ArgumentParser
import Glibc
import Ground
import Journal
import Planning
import RDSExports
import Tracking
import Words

struct StartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "Start an export, checked before it is sent.",
    usage: "exportdeck start [<options>]",
    discussion: """
      The options are those of `aws rds start-export-task`. What AWS would refuse is found before \
      it is asked, and then nothing is sent; --dry-run prints all that was checked, with the \
      command of the AWS CLI, and never sends anything. It exits with 0 if nothing speaks against \
      the export, else with 1.

      A start whose answer is lost on the way is looked up, so that it is never made twice. What is \
      started is printed as AWS has it: with --output json as the AWS CLI prints it.

      With --queue an export that can't start now, because no slot is free or its source is being \
      exported, waits in the queue of this machine, and the command exits with 0: it says who \
      starts it, which may be nobody. With --wait it waits through the queue, too.

      In a context that is production the identifier has to be typed, or given with --confirm.

      With --wait it exits as `exportdeck wait` does; with 1, too, where the queue holds the \
      export, and with 2 where somebody takes it out of the queue.
      """)

  @OptionGroup(title: "The export") var order: StartOrderOptions
  @OptionGroup var connection: ConnectionOptions

  @OptionGroup var safeguards: StartSafeguards

  @Flag(help: "Let it wait in the queue where it can't start now.") var queue = false
  @Flag(help: "Wait until it has ended, and exit as `exportdeck wait` does.") var wait = false
  @Option(\.interval) var interval: Given?
  @OptionGroup var waiting: WaitOptions

  private static let output = CommandOption.choice(
    "--output", of: "output", fallback: WaitTelling.Output.text, help: "How to print it.")
  @Option(Self.output) var output: GivenText?

  func validate() throws {
    try [interval].compactMap(\.self).check()
    try waiting.check()
    _ = try Self.output.value(output)
    if safeguards.dryRun, wait {
      throw ValidationError("--dry-run starts nothing that --wait could wait for.")
    }
    if !wait, try waiting.limit != nil || waiting.warningsOK {
      throw ValidationError("--timeout and --warnings-ok belong to --wait.")
    }
  }

  func run() throws {
    let output = try Self.output.value(output)
    let complaints = Complaints(isJSON: output == .json)
    do {
      try Printing.mustBePossible("what is started")
      let environment = ThisProcess.environment
      let order = try order.order()
      let configuration = try Configuration.ofUser(
        environment,
        given: connection.given(filledUpBy: order) + safeguards.given
          + [interval].compactMap(\.self)
      ).forOneContext(Self._commandName)
      complaints.tell(of: configuration)
      order.remarks.forEach(complaints.remark)
      let command = CommandSurroundings(environment: environment, configuration: configuration)
      let store = QueueStore.ofUser(
        environment, configuration, timekeeper: command.surroundings.timekeeper)
      let run = StartRun(
        order: order, configuration: configuration, complaints: complaints,
        aim: queue ? .startOrQueue(store) : .start, isForced: safeguards.force,
        confirmed: safeguards.confirm)
      if safeguards.dryRun { try run.printDryRun(command, isJSON: output == .json) }
      if let refusal = configuration.guardRails.refusal { throw ExportTasksError.call(refusal) }
      if wait {
        try startAndWait(run, by: command, output)
      } else {
        try start(run, by: command, output)
      }
    } catch {
      throw complaints.end(with: error)
    }
  }

  private func start(
    _ run: StartRun, by command: CommandSurroundings, _ output: WaitTelling.Output
  ) throws {
    let tells =
      queue ? "`exportdeck queue list` and `exportdeck list` tell" : "`exportdeck list` tells"
    let outcome = try command.act(
      .start, run.configuration, complaints: run.complaints,
      whenLeaving: "left before AWS answered: \(tells) whether it was started"
    ) { surroundings, actions in try await run.carryOut(surroundings, actions) }
    let now = ThisProcess.momentNow
    try Printing.print(
      output == .json ? outcome.json(at: now) : outcome.text(at: now), what: "what was started")
  }

  private func startAndWait(
    _ run: StartRun, by command: CommandSurroundings, _ output: WaitTelling.Output
  ) throws {
    let configuration = run.configuration
    let wait = StartWait(
      run: run, interval: .seconds(configuration.interval.value), limit: try waiting.limit,
      isJSON: output == .json)
    let aim = WaitAim.complete(warningsAreFine: waiting.warningsOK)
    let telling = MainActor.assumeIsolated {
      WaitTelling.standard(
        output, tasks: 1, ThisProcess.environment, isASCII: configuration.ascii.value,
        timekeeper: command.surroundings.timekeeper, aim: aim)
    }
    let end = try command.act(
      .start, configuration, complaints: run.complaints,
      whenLeaving: "left without waiting any longer; what was started goes on"
        + (queue ? ", and what waits in the queue stays there" : "")
    ) { surroundings, actions in try await wait.run(surroundings, actions, telling) }
    switch end {
    case .ended(let tasks):
      try telling.end(tasks)
      throw ExitCode(WaitEnd.status(of: tasks.compactMap(\.end), for: aim))
    case .leftQueue(let end): throw ExitCode(end.status)
    }
  }
}
