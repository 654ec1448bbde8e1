import AWSCore
import ArgumentParser
import Ground
import Listing

struct WaitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wait",
    abstract: "Wait until export tasks have ended.",
    usage: "exportdeck wait <identifier> ... [<options>]",
    discussion: """
      On a terminal each task has a line that is drawn again in its place; elsewhere a line is \
      printed for each change, in UTC. With --output json each line is an object of JSON: when a \
      task is seen, when it changes and when it has ended, each with the task as AWS has it.

      Exits with 0 if every task is complete, 1 if one failed or is not there, 124 if the time was \
      up before, 2 if one was canceled, 3 if one is complete with a warning: of several, the first \
      in this order that is true. C-c ends the wait (130) and nothing else: no task is canceled.
      """)

  @OptionGroup var connection: ConnectionOptions

  @Argument(help: "The tasks' identifiers.")
  var identifier: [String]

  @Option(\.interval) var interval: Given?

  @OptionGroup var waiting: WaitOptions

  private static let output = CommandOption.choice(
    "--output", of: "output", fallback: WaitTelling.Output.text, help: "How to print what happens.")
  @Option(Self.output) var output: GivenText?

  func validate() throws {
    try [interval].compactMap(\.self).check()
    try waiting.check()
    _ = try Self.output.value(output)
    if identifier.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
      throw ValidationError("An identifier is empty.")
    }
  }

  func run() throws {
    try Printing.mustBePossible("what happens")
    let environment = ThisProcess.environment
    let output = try Self.output.value(output)
    let complaints = Complaints(isJSON: output == .json)
    let configuration = try Configuration.ofUser(
      environment, given: connection.given + [interval].compactMap(\.self)
    ).forOneContext(Self._commandName)
    complaints.tell(of: configuration)
    let command = CommandSurroundings(environment: environment, configuration: configuration)
    var order = TaskWait.Order(identifiers: identifier.uniqued)
    order.interval = .seconds(configuration.interval.value)
    order.limit = try waiting.limit
    do {
      throw ExitCode(
        try command.follow(
          order, as: output, configuration,
          for: .complete(warningsAreFine: waiting.warningsOK)))
    } catch {
      throw complaints.end(with: error)
    }
  }
}

/// For how long a command waits, and for what.
struct WaitOptions: ParsableArguments {
  private static let timeout = CommandOption.timeSpan(
    "--timeout",
    help: "How long to wait at most, such as 90m or 2h. (default: as long as it takes)")
  @Option(Self.timeout) var timeout: GivenText?

  @Flag(
    name: .customLong("warnings-ok"),
    help: "Exit with 0 instead of 3 where a task is complete with a warning.")
  var warningsOK = false

  /// Nil for no limit.
  var limit: Duration? { get throws { try Self.timeout.value(timeout) } }

  func check() throws { _ = try limit }
}

extension CommandOption where Value == Duration? {
  /// A span as the filter language writes it; nil where it isn't given.
  static func timeSpan(_ flag: String, help: String) -> CommandOption {
    CommandOption(flag: flag, valueName: "span", sentence: help, fallback: nil) {
      text throws(SettingProblem) in
      guard let seconds = TimeSpan.seconds(text), seconds > 0, seconds < 1e9 else {
        throw SettingProblem(message: "`\(text)` won't do: \(TimeSpan.form)")
      }
      return .seconds(seconds)
    }
  }
}

extension CommandSurroundings {
  /// Follows tasks to their end and prints how they are getting on.
  /// - Returns: The exit status that says how they ended.
  func follow(
    _ order: TaskWait.Order, as output: WaitTelling.Output, _ configuration: Configuration,
    for aim: WaitAim
  ) throws -> Int32 {
    let overrides = configuration.overrides
    let telling = MainActor.assumeIsolated {
      WaitTelling.standard(
        output, tasks: order.identifiers.count, surroundings.environment,
        isASCII: configuration.ascii.value, timekeeper: surroundings.timekeeper,
        aim: aim)
    }
    let tasks = try wait(
      telling: Complaints(isJSON: output == .json).remark,
      whenLeaving: "left without waiting any longer; no task was canceled"
    ) { surroundings in
      let context = LiveContext(surroundings, overrides: overrides)
      let wait = TaskWait(
        order, timekeeper: surroundings.timekeeper, random: surroundings.random,
        visit: { () async throws(AWSError) in try await context.visit() }, tell: telling.tell)
      return try await wait.run()
    }
    try telling.end(tasks)
    return WaitEnd.status(of: tasks.compactMap(\.end), for: aim)
  }
}

extension [String] {
  /// Each once, in the order of their first appearance.
  var uniqued: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
