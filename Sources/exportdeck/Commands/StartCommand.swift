import AWSCore
import ArgumentParser
import Glibc
import Ground
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

      In a context that is production the identifier has to be typed, or given with --confirm.
      """)

  @OptionGroup(title: "The export") var order: StartOrderOptions
  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Check everything, say it, and send nothing.") var dryRun = false
  @Flag(help: "Start it though a check has failed.") var force = false
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Don't ask in production: this is the identifier that would be typed.", valueName: "name"))
  var confirm: String?
  @Option(\.checks) var checks: Given?
  @Flag(\.readOnly) var readOnly: Bool
  @Flag(\.production) var production: Bool

  @Flag(help: "Wait until it has ended, and exit as `exportdeck wait` does.") var wait = false
  @Option(\.interval) var interval: Given?
  @OptionGroup var waiting: WaitOptions

  private static let output = CommandOption.choice(
    "--output", of: "output", fallback: WaitTelling.Output.text, help: "How to print it.")
  @Option(Self.output) var output: GivenText?

  private var given: [Given] {
    [checks, interval, Given(\.readOnly, readOnly), Given(\.production, production)]
      .compactMap(\.self)
  }

  func validate() throws {
    try given.check()
    try waiting.check()
    _ = try Self.output.value(output)
    if dryRun, wait {
      throw ValidationError("--dry-run starts nothing that --wait could wait for.")
    }
    if !wait, try waiting.limit != nil || waiting.warningsOK {
      throw ValidationError("--timeout and --warnings-ok belong to --wait.")
    }
  }

  func run() throws {
    try Printing.mustBePossible("what is started")
    let output = try Self.output.value(output)
    let complaints = Complaints(isJSON: output == .json)
    do {
      let order = try order.order()
      let configuration = try Configuration.ofUser(
        ThisProcess.environment, given: connection.given(filledUpBy: order.way) + given
      ).forOneContext(Self._commandName)
      complaints.tell(of: configuration)
      if case .text(let text) = order.base { text.remarks.forEach(complaints.remark) }
      var run = StartRun(order: order, configuration: configuration, complaints: complaints)
      run.isForced = force
      run.confirmed = confirm
      let command = CommandSurroundings(
        environment: ThisProcess.environment, configuration: configuration)
      if dryRun {
        let report = try command.wait { [run] in try await run.report($0) }
        let text =
          output == .json ? report.json : report.text(columns: TerminalSize.ofOutput?.columns)
        try Printing.print(text, what: "what was checked")
        throw ExitCode(report.preflight.hasFailed ? 1 : 0)
      }
      if let refusal = configuration.guardRails.refusal { throw ExportTasksError.call(refusal) }
      try start(run, by: command, output, configuration)
    } catch let error as ExportTasksError {
      complaints.tell(error)
      // What the command line leaves out is wrong use of it.
      if case .invalid = error { throw ExitCode.validationFailure }
      throw ExitCode.failure
    } catch {
      throw complaints.end(with: error)
    }
  }

  private func start(
    _ run: StartRun, by command: CommandSurroundings, _ output: WaitTelling.Output,
    _ configuration: Configuration
  ) throws {
    guard wait else {
      let started = try command.act(
        .start, configuration, complaints: run.complaints,
        whenLeaving: "left before AWS answered: `exportdeck list` tells whether it was started"
      ) { [run] surroundings, actions in try await run.start(surroundings, actions) }
      try Printing.print(
        output == .json ? started.json : started.text, what: "what was started")
      return
    }
    let limit = try waiting.limit
    let interval = Duration.seconds(configuration.interval.value)
    let warningsAreFine = waiting.warningsOK
    let telling = MainActor.assumeIsolated {
      WaitTelling.standard(
        output, tasks: 1, ThisProcess.environment, isASCII: configuration.ascii.value,
        timekeeper: command.surroundings.timekeeper, warningsAreFine: warningsAreFine)
    }
    let tasks = try command.act(
      .start, configuration, complaints: run.complaints,
      whenLeaving: "left without waiting any longer; what was started goes on"
    ) { [run] surroundings, actions in
      let started = try await run.start(surroundings, actions)
      let event = started.event(at: surroundings.timekeeper.wall)
      ThisProcess.write(output == .json ? event : started.text, to: STDOUT_FILENO)
      return try await run.follow(
        started, surroundings, actions, interval: interval, limit: limit, telling: telling)
    }
    telling.end(tasks)
    try Printing.check(telling.problem, what: "what happens")
    throw ExitCode(WaitEnd.status(of: tasks.compactMap(\.end), warningsAreFine: warningsAreFine))
  }
}

extension ConnectionOptions {
  /// What a text names of the account and the region holds where the command line names nothing.
  fileprivate func given(filledUpBy way: AWSCommand.Way) -> [Given] {
    var given = given
    func fillUp(_ isNamed: Bool, _ setting: Setting<String?>, _ text: String?) {
      if !isNamed, let text { given.append(Given(setting, text)) }
    }
    let declared = Configuration.declared
    fillUp(!profile.isEmpty, declared.profile, way.profile)
    fillUp(!region.isEmpty, declared.region, way.region)
    fillUp(endpoint != nil, declared.endpoint, way.endpointURL)
    return given
  }
}
