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

  /// How many names are tried for what repeats an export.
  private static let mostNames = 50

  /// The request, with a fresh identifier where it repeats a task and names none.
  /// - Throws: `CommandError` where there is no such task, or its like can't be named.
  func request(
    by client: any ExportTasksClient, template: IdentifierTemplate?, at moment: Moment
  ) async throws -> StartExportTaskRequest {
    switch base {
    case .nothing: Self.blank.replacing(values)
    case .text(let text): text.request.replacing(values)
    case .task(let identifier):
      try await repeating(identifier, by: client, template: template, at: moment)
        .replacing(values)
    }
  }

  private static let blank = StartExportTaskRequest(
    exportTaskIdentifier: "", sourceArn: "", s3BucketName: "", iamRoleArn: "", kmsKeyId: "")

  private func repeating(
    _ identifier: String, by client: any ExportTasksClient, template: IdentifierTemplate?,
    at moment: Moment
  ) async throws -> StartExportTaskRequest {
    guard let task = try await client.task(identifier) else {
      throw CommandError(
        name: "ExportTaskNotFound", message: "There is no export task \(Format.line(identifier)).",
        advice:
          "Check its name, the account and the region: `exportdeck list` prints what is there.")
    }
    let series = TrackedTask(
      id: TaskID(site: SiteID(0), identifier: identifier), task: task, observedAt: moment.wall
    ).seriesName
    var known: Set<String> = [identifier]
    for _ in 0..<Self.mostNames {
      let request = StartPlan.repeating(
        task, of: values[.sourceArn]?.first, series: series, template: template, known: known,
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
