import FoundationEssentials
import Ground
import Planning
import RDSExports
import Tracking
import Words

/// What became of an export that a command was asked for.
enum StartOutcome: Sendable {
  case started(StartedExport)
  case queued(QueuedExport)

  var identifier: String {
    switch self {
    case .started(let started): started.request.exportTaskIdentifier
    case .queued(let queued): queued.entry.request.exportTaskIdentifier
    }
  }

  /// For people, in a line.
  func text(at now: Moment) -> String {
    switch self {
    case .started(let started): started.text
    case .queued(let queued): queued.text(at: now)
    }
  }

  /// For programs: what was started as the AWS CLI prints it, what waits as `queue list` does.
  func json(at now: Moment) -> String {
    switch self {
    case .started(let started): ExportTaskJSON.text(started.task) + "\n"
    case .queued(let queued): queued.json(at: now)
    }
  }
}

/// An export that was started, and where.
struct StartedExport: Sendable {
  var task: ExportTask
  var request: StartExportTaskRequest
  var site: Site

  var text: String {
    let status = Format.line(task.status?.word ?? "no status")
    let place = Format.line("s3://\(request.s3BucketName)/\(request.s3Prefix ?? "")")
    return "started \(Format.line(request.exportTaskIdentifier)) (\(status)) in \(site.words): "
      + "\(Format.line(request.sourceArn)) to \(place)\n"
  }

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

/// An export that waits in the queue.
struct QueuedExport: Sendable {
  var entry: QueueEntry
  /// Why it wasn't started at once, in a line; nil where nobody asked for that.
  var why: String?
  /// Who starts it; nil for nobody.
  var runner: QueueRunnerName?

  func json(at now: Moment) -> String {
    let report = QueueReport(entries: [entry], runners: runner.map { [entry.site: $0] } ?? [:])
    return QueueListing(report, reasons: why.map { [entry.id: $0] } ?? [:], at: now).json
  }

  /// Where it waits, why, and who starts it.
  func text(at now: Moment) -> String {
    let name = Format.line(entry.request.exportTaskIdentifier)
    let reason = why.map { ": \($0)" } ?? ""
    let times = entry.schedule.map { " It starts \($0.words(at: now))." } ?? ""
    return "queued \(name) as number \(entry.id), in \(entry.site.words)\(reason).\(times) "
      + QueueReport.sentence(on: runner) + "\n"
  }

  /// The first line of those that a wait prints.
  func event(at date: Date) -> String {
    var line = JSONLine()
    line.add("time", date.utcSecond)
    line.add("event", "queued")
    line.add("exportTaskIdentifier", entry.request.exportTaskIdentifier)
    line.add("number", entry.id)
    line.add("words", why)
    line.add("runner", runner?.kind.rawValue)
    line.add("runnerPid", runner?.pid.map(Int.init))
    line.add("isRunnerOnStandby", runner?.isStandby)
    return line.text + "\n"
  }
}
