import AWSCore
import Ground
import Planning
import RDSExports
import Tracking
import Words

/// The export that a command is asked for: what it names, over what it repeats.
struct StartOrder: Sendable {
  /// What fills the fields that aren't named.
  enum Base: Sendable {
    case nothing
    /// An export task of this identifier.
    case task(String)
    case text(StartText)
  }

  var base: Base
  var values: [FieldProblem.Field: [String]]
  /// Whether the newest snapshot of the source's database takes the source's place.
  var wantsNewest = false

  /// How many names are tried for what repeats an export.
  private static let mostNames = 50

  /// The request, with a fresh identifier where it repeats a task and names none.
  /// - Parameters:
  ///   - taken: Identifiers that wait in the queue: no fresh one is among them.
  ///   - remark: Told what somebody may not expect of it.
  /// - Throws: `CommandError` where there is no such task, its like can't be named, or its newest
  ///   snapshot can't be found.
  func request(
    by client: any ExportTasksClient, asking looking: any LookingUp,
    template: IdentifierTemplate?, taken: Set<String>, at moment: Moment,
    remark: (String) -> Void
  ) async throws -> StartExportTaskRequest {
    var request: StartExportTaskRequest
    switch base {
    case .nothing: request = Self.blank.replacing(values)
    case .text(let text): request = text.request.replacing(values)
    case .task(let identifier):
      let task = try await task(identifier, by: client)
      // Before the name, whose date is that of its data.
      let newest = try await newest(like: task.sourceArn ?? "", asking: looking, remark)
      if newest == nil, values[.sourceArn] == nil, let words = task.oldSourceWords {
        remark(words)
      }
      return try await repeating(
        task, of: newest ?? values[.sourceArn]?.first, by: client, template: template,
        taken: taken, at: moment
      ).replacing(values)
    }
    let source = try await newest(like: request.sourceArn, asking: looking, remark)
    request.sourceArn = source ?? request.sourceArn
    return request
  }

  /// The ARN of the newest snapshot of a source's database; nil where it isn't wanted.
  private func newest(
    like arn: String, asking looking: any LookingUp, _ remark: (String) -> Void
  ) async throws(CommandError) -> String? {
    guard wantsNewest else { return nil }
    let newest = try await NewestSnapshot(like: arn, asking: looking).source()
    if newest.arn != arn { remark(newest.words(insteadOf: arn)) }
    return newest.arn
  }

  private static let blank = StartExportTaskRequest(
    exportTaskIdentifier: "", sourceArn: "", s3BucketName: "", iamRoleArn: "", kmsKeyId: "")

  private func task(
    _ identifier: String, by client: any ExportTasksClient
  ) async throws -> ExportTask {
    guard let task = try await client.task(identifier) else {
      throw CommandError(
        name: "ExportTaskNotFound", message: "There is no export task \(Format.line(identifier)).",
        advice:
          "Check its name, the account and the region: `exportdeck list` prints what is there.")
    }
    return task
  }

  private func repeating(
    _ task: ExportTask, of source: String?, by client: any ExportTasksClient,
    template: IdentifierTemplate?, taken: Set<String>, at moment: Moment
  ) async throws -> StartExportTaskRequest {
    let identifier = task.exportTaskIdentifier
    let series = TrackedTask(
      id: TaskID(site: SiteID(0), identifier: identifier), task: task, observedAt: moment.wall
    ).seriesName
    var known = taken.union([identifier])
    for _ in 0..<Self.mostNames {
      let request = StartPlan.repeating(
        task, of: source, series: series, template: template, known: known,
        at: moment)
      if values[.exportTaskIdentifier] != nil { return request }
      let name = request.exportTaskIdentifier
      if try await client.task(name) == nil { return request }
      known.insert(name)
    }
    throw CommandError(
      name: "NoFreeIdentifier",
      message: "Every name that follows \(Format.line(identifier)) is taken.",
      advice: "Name it: --export-task-identifier.")
  }
}

extension ExportTasksClient {
  /// The task of an identifier; nil where there is none.
  func task(_ identifier: String) async throws(ExportTasksError) -> ExportTask? {
    do {
      let page = try await describeExportTasks(.init(exportTaskIdentifier: identifier))
      return page.tasks.first { $0.exportTaskIdentifier == identifier }
    } catch .modelled(.exportTaskNotFound, _) {
      return nil
    }
  }

  /// What an export of this identifier would meet. Whoever may not list tasks may start one all the
  /// same: then it isn't known.
  func known(
    beside identifier: String, timekeeper: any Timekeeper
  ) async -> KnownExports {
    var known = KnownExports()
    do throws(ExportTasksError) {
      known.namesake = try await task(identifier).map { $0.status ?? .unknown("") }
    } catch {
      known.isIdentifierKnown = false
    }
    do throws(ExportTasksError) {
      let active = DescribeExportTasksRequest(
        filters: [.status([.starting, .inProgress, .canceling])])
      for try await page in exportTaskPages(matching: active, timekeeper: timekeeper) {
        // A server may ignore filters.
        known.running += page.tasks.filter { $0.status?.isActive == true }.map {
          KnownExports.Running(
            exportTaskIdentifier: $0.exportTaskIdentifier, sourceArn: $0.sourceArn)
        }
      }
    } catch {
      known.isRunningKnown = false
    }
    return known
  }
}
