import ArgumentParser
import FoundationEssentials
import Ground
import Journal
import Planning
import RDSExports
import Words

extension QueueCommand {
  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let an export wait for its turn, checked before it does.",
      usage: "exportdeck queue add [<options>]",
      discussion: """
        The options are those of `exportdeck start`. What AWS would refuse for good is found \
        before it waits; that no slot is free or its source is being exported is no failure, since \
        the queue is there for that.

        A time is 22:00 (the next one), 2026-11-30 02:30, or with a zone 2026-11-30T01:30Z. What \
        could not start by its latest start is held.
        """)

    enum Output: CaseIterable { case text, json }

    @OptionGroup(title: "The export") var order: StartOrderOptions
    @OptionGroup var connection: ConnectionOptions

    @Option(help: ArgumentHelp("Not before this time.", valueName: "time")) var at: String?
    @Option(
      help: ArgumentHelp(
        "Held where it could not start by then, such as 06:00 or +2h. (default: 4 hours after "
          + "--at)", valueName: "time"))
    var latest: String?

    @OptionGroup var safeguards: StartSafeguards

    private static let output = CommandOption.choice(
      "--output", of: "form", fallback: Output.text, help: "How to print it.")
    @Option(Self.output) var output: GivenText?

    func validate() throws {
      _ = try Self.output.value(output)
      _ = try QueueSchedule.written(at, latest: latest, now: ThisProcess.momentNow)
    }

    func run() throws {
      let isJSON = try Self.output.value(output) == .json
      let complaints = Complaints(isJSON: isJSON)
      do {
        try Printing.mustBePossible("what was queued")
        let environment = ThisProcess.environment
        let order = try order.order()
        let configuration = try Configuration.ofUser(
          environment, given: connection.given(filledUpBy: order) + safeguards.given
        ).forOneContext(Self._commandName)
        complaints.tell(of: configuration)
        order.remarks.forEach(complaints.remark)
        let command = CommandSurroundings(environment: environment, configuration: configuration)
        let store = QueueStore.ofUser(
          environment, configuration, timekeeper: command.surroundings.timekeeper)
        let schedule = try QueueSchedule.written(at, latest: latest, now: ThisProcess.momentNow)
        let run = StartRun(
          order: order, configuration: configuration, complaints: complaints,
          aim: .queue(store, schedule), isForced: safeguards.force, confirmed: safeguards.confirm)
        if safeguards.dryRun { try run.printDryRun(command, isJSON: isJSON) }
        if let refusal = configuration.guardRails.refusal { throw ExportTasksError.call(refusal) }
        let outcome = try command.act(
          .queueCommand, configuration, complaints: complaints,
          whenLeaving: "left: `exportdeck queue list` tells whether it was queued"
        ) { surroundings, actions in try await run.carryOut(surroundings, actions) }
        let now = ThisProcess.momentNow
        try Printing.print(
          isJSON ? outcome.json(at: now) : outcome.text(at: now), what: "what was queued")
      } catch {
        throw complaints.end(with: error)
      }
    }
  }
}

extension QueueSchedule {
  /// What two options say; nil where neither was given.
  static func written(_ at: String?, latest: String?, now: Moment) throws -> QueueSchedule? {
    guard let at else {
      if latest != nil { throw ValidationError("--latest goes with --at") }
      return nil
    }
    guard let start = QueueTime.date(written: at, now: now) else { throw wrong("--at", at) }
    guard start > now.wall else { throw ValidationError("--at: \(at) has passed") }
    var end: Date?
    if let latest {
      guard let date = QueueTime.date(written: latest, after: start, now: now) else {
        throw wrong("--latest", latest)
      }
      guard date > start else { throw ValidationError("--latest: \(latest) is before --at") }
      end = date
    }
    return QueueSchedule(start: start, zone: QueueTime.zone(at: start, now: now), latest: end)
  }

  private static func wrong(_ flag: String, _ text: String) -> ValidationError {
    ValidationError(
      "\(flag): `\(text)` is no time: write 22:00, 2026-11-30 02:30 or 2026-11-30T01:30Z"
        + (flag == "--latest" ? ", or +4h after --at" : ""))
  }
}
