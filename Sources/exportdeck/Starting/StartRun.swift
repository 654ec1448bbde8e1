import AWSCore
import FoundationEssentials
import Ground
import Monitor
import Planning
import RDSExports
import Tracking
import Words

/// One start by a command: checked, confirmed where it has to be, and sent once.
struct StartRun: Sendable {
  let order: StartOrder
  let configuration: Configuration
  let complaints: Complaints
  /// Whether a check that has failed is passed over.
  var isForced = false
  /// What production is confirmed with, given beforehand: the identifier.
  var confirmed: String?

  /// What was started, and where.
  struct Started: Sendable {
    var task: ExportTask
    var request: StartExportTaskRequest
    var site: Site

    var text: String {
      let status = Format.line(task.status?.word ?? "no status")
      let place = Format.line("s3://\(request.s3BucketName)/\(request.s3Prefix ?? "")")
      return "started \(Format.line(request.exportTaskIdentifier)) (\(status)) in \(site.words): "
        + "\(Format.line(request.sourceArn)) to \(place)\n"
    }

    /// As the AWS CLI prints it.
    var json: String { ExportTaskJSON.text(task) + "\n" }

    /// The first line of those that a wait prints.
    func event(at date: Date) -> String {
      var line = JSONLine()
      line.add("time", date.utcSecond)
      line.add("event", "started")
      line.add("exportTaskIdentifier", request.exportTaskIdentifier)
      line.add("task", json: ExportTaskJSON.line(task))
      return line.text + "\n"
    }
  }

  private struct Prepared {
    var request: StartExportTaskRequest
    var visit: SiteVisit
    var preflight: Preflight
  }

  private func prepared(_ surroundings: Surroundings) async throws -> Prepared {
    let timekeeper = surroundings.timekeeper
    let context = LiveContext(surroundings, overrides: configuration.overrides)
    var (visit, looking) = try await context.visitLooking()
    visit = await visit.withAccount()
    let moment = ThisProcess.moment(
      timekeeper, clocks: ThisProcess.clocks(around: timekeeper.wall))
    let request = try await order.request(
      by: visit.client, template: configuration.identifier.value, at: moment)
    let level = configuration.checks.value
    let known =
      request.problems().contains { $0.field == .exportTaskIdentifier } || level == .off
      ? KnownExports(isIdentifierKnown: false, isRunningKnown: false)
      : await visit.client.known(beside: request.exportTaskIdentifier, timekeeper: timekeeper)
    let preflight = await Preflight.whole(
      of: request, at: visit.site, known: known, level: level, asking: looking)
    return Prepared(request: request, visit: visit, preflight: preflight)
  }

  /// Checks everything, and sends nothing.
  func report(_ surroundings: Surroundings) async throws -> PreflightReport {
    let prepared = try await prepared(surroundings)
    return PreflightReport(
      request: prepared.request, preflight: prepared.preflight,
      way: AWSCommand.Way(prepared.visit.label))
  }

  /// - Throws: `CommandError` where nothing was sent; `ExportTasksError` from the call.
  func start(_ surroundings: Surroundings, _ actions: CommandActions) async throws -> Started {
    let prepared = try await prepared(surroundings)
    let request = prepared.request.asSent
    let problems = request.problems()
    guard problems.isEmpty else { throw ExportTasksError.invalid(problems) }
    let preflight = prepared.preflight
    if preflight.hasFailed, !isForced { throw preflight.refusal }
    for line in preflight.lines where [.fail, .warning].contains(line.outcome) {
      complaints.remark(
        [line.sentence, line.fix].compactMap(\.self).joined(separator: " "))
    }
    var visit = prepared.visit
    let site = visit.site
    if actions.guardRails.isProduction {
      try await Confirmation(word: request.exportTaskIdentifier)
        .require("Starting", at: site.words, given: confirmed)
      // A question can stand for hours, and the settings may lead elsewhere by then.
      visit = try await LiveContext(surroundings, overrides: configuration.overrides).visit()
    }
    let answer = try await actions.carryOut(.start(request), by: visit, shown: site)
    return Started(task: answer.task, request: request, site: site)
  }

  /// Follows what was started to its end.
  func follow(
    _ started: Started, _ surroundings: Surroundings, _ actions: CommandActions,
    interval: Duration, limit: Duration?, telling: WaitTelling
  ) async throws -> [WaitedTask] {
    let context = LiveContext(surroundings, overrides: configuration.overrides)
    // AWS may list what was just started a little later.
    let wait = TaskWait(
      TaskWait.Order(
        identifiers: [started.request.exportTaskIdentifier], interval: interval, limit: limit,
        grace: .seconds(60)),
      timekeeper: surroundings.timekeeper, random: surroundings.random,
      visit: { () async throws(AWSError) in try await context.visit() },
      tell: actions.noting(telling.tell))
    return try await wait.run()
  }
}

extension StartOrder {
  /// Which account and region the text names.
  var way: AWSCommand.Way {
    if case .text(let text) = base { text.way } else { AWSCommand.Way() }
  }
}
