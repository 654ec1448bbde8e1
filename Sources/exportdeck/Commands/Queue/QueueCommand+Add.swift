import AWSCore
import ArgumentParser
import FoundationEssentials
import Ground
import Journal
import Monitor
import Planning
import RDSExports
import Words

extension QueueCommand {
  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let an export wait for its turn.",
      usage: "exportdeck queue add <options>",
      discussion: """
        The options are those of `aws rds start-export-task`. A time is 22:00 (the next one), \
        2026-11-30 02:30, or with a zone 2026-11-30T01:30Z.
        """)

    @OptionGroup var connection: ConnectionOptions

    @Option(help: "Its name, which no other export of the account and region ever had.")
    var exportTaskIdentifier: String
    @Option(help: "The snapshot or cluster.") var sourceArn: String
    @Option(help: "The bucket.") var s3BucketName: String
    @Option(help: "The role that writes to the bucket.") var iamRoleArn: String
    @Option(help: "The key that encrypts what is written.") var kmsKeyId: String
    @Option(help: "Where in the bucket.") var s3Prefix: String?
    @Option(parsing: .upToNextOption, help: "Databases, schemas or tables; everything otherwise.")
    var exportOnly: [String] = []

    @Option(help: "Not before this time.") var at: String?
    @Option(help: "Held where it could not start by then (default: four hours after --at).")
    var latest: String?

    @Option(help: "Its name again: in production it is queued without asking.")
    var confirm: String?

    @Option(QueueCommand.output) var output: GivenText?

    var request: StartExportTaskRequest {
      StartExportTaskRequest(
        exportTaskIdentifier: exportTaskIdentifier, sourceArn: sourceArn,
        s3BucketName: s3BucketName, iamRoleArn: iamRoleArn, kmsKeyId: kmsKeyId,
        s3Prefix: s3Prefix, exportOnly: exportOnly)
    }

    func validate() throws {
      _ = try QueueCommand.output.value(output)
      let problems = request.problems()
      if !problems.isEmpty { throw ValidationError("\(ExportTasksError.invalid(problems))") }
      _ = try QueueSchedule.written(at, latest: latest, now: ThisProcess.momentNow)
    }

    func run() throws {
      let form = try QueueCommand.output.value(output)
      try Printing.mustBePossible("what was queued")
      let environment = ThisProcess.environment
      let configuration = try Configuration.ofUser(environment, given: connection.given)
        .forOneContext(Self._commandName)
      configuration.complain()
      guard !configuration.readOnly.value else {
        ThisProcess.complain(
          "starting and canceling are off (\(configuration.readOnly.origin)), and so is the queue")
        throw ExitCode.failure
      }
      let now = ThisProcess.momentNow
      let schedule = try QueueSchedule.written(at, latest: latest, now: now)
      let overrides = configuration.overrides
      let (request, confirm) = (request, confirm)
      let command = CommandSurroundings(environment: environment, configuration: configuration)
      let entry: QueueEntry
      do {
        entry = try command.wait { surroundings in
          let visit = try await LiveContext(surroundings, overrides: overrides).visit()
          let site = await visit.withAccount().site
          if configuration.guardRails.isProduction {
            // It starts by itself, with nobody there.
            try await Confirmation(word: request.exportTaskIdentifier)
              .require("Queueing", at: site.words, given: confirm)
          }
          let store = QueueStore.ofUser(
            environment, configuration, timekeeper: surroundings.timekeeper)
          let draft = QueueDraft(site: site, request: request, schedule: schedule)
          return try await store.add([draft])[0]
        }
      } catch {
        throw Complaints(isJSON: form == .json).end(with: error)
      }
      try Printing.print(
        form == .json ? QueueReport(entries: [entry]).json : entry.addedWords(at: now),
        what: "what was queued")
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
