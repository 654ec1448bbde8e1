import AWSCore
import FoundationEssentials
import Ground
import Journal
import Monitor
import Planning
import RDSExports
import Tracking
import Words

/// One start by a command: checked, confirmed where it has to be, and sent once, or put into the
/// queue.
struct StartRun: Sendable {
  /// What is done with an export that nothing speaks against.
  enum Aim: Sendable {
    case start
    /// What can't start now waits in the queue.
    case startOrQueue(QueueStore)
    /// It waits in the queue, also where it could start now.
    case queue(QueueStore, QueueSchedule?)
  }

  let order: StartOrder
  let configuration: Configuration
  let complaints: Complaints
  var aim = Aim.start
  /// Whether a check that has failed is passed over.
  var isForced = false
  /// What production is confirmed with, given beforehand: the identifier.
  var confirmed: String?

  struct Prepared: Sendable {
    var request: StartExportTaskRequest
    var visit: SiteVisit
    var preflight: Preflight
    /// Why it has to wait, in a line; nil where it may start now, as far as is known.
    var wait: String?
  }

  /// Checks everything, and sends nothing.
  func report(_ surroundings: Surroundings) async throws -> PreflightReport {
    let prepared = try await prepared(surroundings)
    return PreflightReport(
      request: prepared.request, preflight: prepared.preflight,
      way: AWSCommand.Way(prepared.visit.label), isForQueue: aim.store != nil,
      wait: prepared.wait)
  }

  /// - Throws: `CommandError` where nothing was sent; `ExportTasksError` from the call;
  ///   `QueueProblem` where it can't wait.
  func carryOut(
    _ surroundings: Surroundings, _ actions: CommandActions
  ) async throws -> StartOutcome {
    var prepared = try await prepared(surroundings)
    let request = prepared.request.asSent
    let problems = request.problems()
    guard problems.isEmpty else { throw ExportTasksError.invalid(problems) }
    let preflight = prepared.preflight
    let failed = aim.store == nil ? preflight.failed : preflight.failedForGood
    if !failed.isEmpty, !isForced { throw CommandError.refusal(because: failed) }
    let passing = preflight.failed.filter { !failed.contains($0) }
    for line in preflight.lines
    where [.fail, .warning].contains(line.outcome) && !passing.contains(line) {
      complaints.remark([line.sentence, line.fix].compactMap(\.self).joined(separator: " "))
    }
    var visit = prepared.visit
    let site = visit.site
    if actions.guardRails.isProduction {
      try await Confirmation(word: request.exportTaskIdentifier)
        .require(aim.doing, at: site.words, given: confirmed)
      // A question can stand for hours, and the settings may lead elsewhere by then.
      visit = try await LiveContext(surroundings, overrides: configuration.overrides).visit()
      prepared.wait = try await waitNow(of: request, by: visit.withAccount(), surroundings)
    }
    let action = Action(request: request, visit: visit, site: site, actions: actions)
    switch aim {
    case .start:
      do throws(ExportTasksError) {
        return .started(try await action.start())
      } catch {
        throw CommandError.start(of: request, hasFailed: error)
      }
    case .queue(let store, let schedule):
      return .queued(try await action.queue(in: store, schedule, because: prepared.wait))
    case .startOrQueue(let store):
      if let wait = prepared.wait {
        return .queued(try await action.queue(in: store, because: wait))
      }
      do throws(ExportTasksError) {
        return .started(try await action.start())
      } catch {
        // AWS knows better than whoever asked it what runs. What may have been started must not be
        // sent again by somebody who doesn't know that.
        guard [.limit, .source].contains(error.startObstacle), !error.mayHaveStarted else {
          throw CommandError.start(of: request, hasFailed: error)
        }
        return .queued(
          try await action.queue(in: store, because: Format.line(error.summary, limit: 300)))
      }
    }
  }

  /// What is done once everybody agrees.
  private struct Action: Sendable {
    let request: StartExportTaskRequest
    let visit: SiteVisit
    let site: Site
    let actions: CommandActions

    func start() async throws(ExportTasksError) -> StartedExport {
      let answer = try await actions.carryOut(.start(request), by: visit, shown: site)
      return StartedExport(task: answer.task, request: request, site: site)
    }

    func queue(
      in store: QueueStore, _ schedule: QueueSchedule? = nil, because wait: String?
    ) async throws -> QueuedExport {
      let draft = QueueDraft(site: site, request: request, schedule: schedule)
      let entry = try await actions.enqueue(draft, in: store, by: visit)
      // Not knowing who starts it is no reason to say that it wasn't queued.
      let runner = try? await store.starter(at: site)
      return QueuedExport(
        entry: entry, why: schedule == nil ? wait : nil, runner: runner ?? nil)
    }
  }

  /// Follows what was started to its end.
  func follow(
    _ identifier: String, _ surroundings: Surroundings, _ actions: CommandActions,
    interval: Duration, limit: Duration?, telling: WaitTelling
  ) async throws -> [WaitedTask] {
    let context = LiveContext(surroundings, overrides: configuration.overrides)
    // AWS may list what was just started a little later.
    let wait = TaskWait(
      TaskWait.Order(
        identifiers: [identifier], interval: interval, limit: limit, grace: .seconds(60)),
      timekeeper: surroundings.timekeeper, random: surroundings.random,
      visit: { () async throws(AWSError) in try await context.visit() },
      tell: actions.noting(telling.tell))
    return try await wait.run()
  }
}

extension StartRun.Aim {
  /// Where it may have to wait; nil where it must not.
  var store: QueueStore? {
    switch self {
    case .start: nil
    case .startOrQueue(let store), .queue(let store, _): store
    }
  }

  fileprivate var doing: String {
    switch self {
    case .start: "Starting"
    case .startOrQueue: "Starting or queueing"
    case .queue: "Queueing"
    }
  }
}

extension CommandError {
  /// Why a start has failed. Where it may have arrived and could not be looked up, nobody says that
  /// nothing was started.
  fileprivate static func start(
    of request: StartExportTaskRequest, hasFailed error: ExportTasksError
  ) -> any Error {
    guard error.isAnswerLost else { return error }
    let name = Format.line(request.exportTaskIdentifier)
    return CommandError(
      name: "StartUnknown",
      message:
        "The answer was lost, and nobody knows whether \(name) was started. \(error.summary)",
      advice: "`exportdeck show \(name)` tells; starting it again under this name is safe.",
      place: name, requestID: error.requestID)
  }
}

extension StartOrder {
  /// Which account and region the text names.
  var way: AWSCommand.Way {
    if case .text(let text) = base { text.way } else { AWSCommand.Way() }
  }

  /// What of the text isn't taken.
  var remarks: [String] {
    if case .text(let text) = base { text.remarks } else { [] }
  }
}
