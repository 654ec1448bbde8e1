import Canvas
import Foundation
import Ground
import RDSExports
import Tracking

@testable import Dashboard
@testable import Listing

/// An account with something of everything, as frames and their tests show it.
enum Fleet {
  static let context = ContextID(1)
  static let site = SiteID(1)
  static let place = Site(
    endpoint: "https://rds.eu-west-1.amazonaws.com", region: "eu-west-1", partition: "aws",
    account: "123456789012")
  /// 2026-11-22 12:04:30 UTC.
  static let wall = Date(timeIntervalSince1970: 1_795_348_800 + 270)
  static let moment = Moment(wall: wall, monotonic: .seconds(1000), utcOffset: 0)
  static let shown = [site: place]
  static let label = ContextLabel(
    profile: "prod", region: "eu-west-1", endpoint: nil)

  static func minutesAgo(_ minutes: Double) -> Date { wall.addingTimeInterval(-minutes * 60) }

  static func id(_ identifier: String) -> TaskID {
    TaskID(site: SiteID(context.number), identifier: identifier)
  }

  static func task(
    _ identifier: String, _ status: ExportTaskStatus, percent: Int? = nil, gigabytes: Int? = nil,
    source: String = "orders-prod", started: Double? = nil, ended: Double? = nil,
    prefix: String = "rds/orders", only: [String]? = nil, cause: String? = nil,
    warning: String? = nil, evidence: ProgressEvidence = .none, isListed: Bool = true
  ) -> TrackedTask {
    var export = ExportTask(exportTaskIdentifier: identifier)
    export.sourceArn = "arn:aws:rds:eu-west-1:123456789012:snapshot:\(source)"
    export.sourceType = .snapshot
    export.snapshotTime = Date(timeIntervalSince1970: 1_795_226_400)
    export.s3Bucket = "lake-raw"
    export.s3Prefix = prefix
    export.iamRoleArn = "arn:aws:iam::123456789012:role/rds-export-to-lake"
    export.kmsKeyId =
      "arn:aws:kms:eu-west-1:123456789012:key/1f7ab3c2-4c1d-4b52-9d0e-2f0f6a9f4d11"
    export.exportOnly = only
    export.status = status
    export.percentProgress = percent
    export.totalExtractedDataInGB = gigabytes
    export.taskStartTime = started.map(minutesAgo)
    export.taskEndTime = ended.map(minutesAgo)
    export.failureCause = cause
    export.warningMessage = warning
    return TrackedTask(
      id: id(identifier), task: export, observedAt: minutesAgo(0.1), progress: evidence,
      isListed: isListed)
  }

  static func pace(_ minutesLeft: Double) -> ProgressEvidence {
    ProgressEvidence(
      percentPerHour: 48, gigabytesPerHour: 160, expectedEnd: minutesAgo(-minutesLeft),
      lastMovement: minutesAgo(0.5), usualRest: 300, samples: 9)
  }

  static let cause =
    "The IAM role arn:aws:iam::123456789012:role/rds-export-to-lake isn't authorized to call "
    + "s3:PutObject on the S3 bucket lake-raw. Review your permissions and retry the export."

  static let warning =
    #"{"skippedTables":[{"tableName":"shapes.public.outlines","reason":"PERMISSIONS_DO_NOT_EXIST"}],"#
    + #""skippedObjectives":[],"general":[]}"#

  static let active = [
    task(
      "nightly-orders-2026-11-22", .inProgress, percent: 64, gigabytes: 212, started: 72,
      evidence: pace(39.5)),
    task(
      "nightly-stock-2026-11-21", .failed, percent: 31, gigabytes: 88,
      source: "rds:stock-prod-1121",
      started: 1300, ended: 1176, prefix: "rds/stock", only: ["stock.public"], cause: cause),
    task(
      "nightly-users-2026-11-22", .inProgress, percent: 19, gigabytes: 31, source: "users-prod",
      started: 22, evidence: pace(94.2)),
    task(
      "adhoc-billing", .starting, percent: 0, source: "billing-cluster",
      evidence: ProgressEvidence(
        lastMovement: minutesAgo(14), usualRest: 3600, knownSince: minutesAgo(14))),
    task(
      "archive-events-2026-q3", .inProgress, percent: 87, gigabytes: 1422, source: "events-prod",
      started: 612,
      evidence: ProgressEvidence(
        percentPerHour: 9, gigabytesPerHour: 140, expectedEnd: nil, lastMovement: minutesAgo(47),
        usualRest: 420, samples: 40)),
    task(
      "adhoc-carts", .canceling, percent: 42, gigabytes: 17, source: "carts-prod", started: 31),
    task(
      "nightly-shapes-2026-11-21", .complete, percent: 100, gigabytes: 3, source: "shapes-prod",
      started: 1290, ended: 1270, warning: warning),
    task(
      "nightly-users-2026-11-21", .canceled, percent: 8, gigabytes: 0, source: "users-prod",
      started: 1280, ended: 1275),
    task("nightly-future-2026-11-22", .unknown("UPLOADING"), percent: 50, gigabytes: 5, started: 5),
    task(
      "nightly-lost-2026-11-20", .complete, percent: 100, gigabytes: 44, started: 2900,
      ended: 2840, isListed: false),
  ]

  static let history = (1...402).map { number in
    task(
      "nightly-orders-\(3000 - number)", .complete, percent: 100, gigabytes: 180 + number % 40,
      started: 1440 * Double(number) + 90, ended: 1440 * Double(number))
  }

  static let feed = Feed(
    lastAnswer: wall.addingTimeInterval(-7), serverAhead: 0, interval: .seconds(5),
    nextPoll: .seconds(1003), hasSwept: true)

  static func feed(_ change: (inout Feed) -> Void) -> Feed {
    var feed = feed
    change(&feed)
    return feed
  }

  static func trouble(_ kind: Trouble.Kind) -> Trouble {
    switch kind {
    case .noCredentials:
      Trouble(
        kind: kind, summary: "No source had credentials.",
        advice: "Give a profile, set the variables, or sign in; nothing has to be restarted.",
        lookups: [
          ("environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", "not set"),
          (#"profile "prod" in ~/.aws/config"#, "not there; the file has default, staging"),
          ("container credentials", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is not set"),
          ("EC2 instance metadata", "no answer within 1 s"),
        ], since: minutesAgo(2))
    case .noRegion:
      Trouble(
        kind: kind, summary: "No source named a region.",
        advice: "Exports are listed by region, so one has to be chosen.",
        lookups: [
          ("--region", "not given"), ("environment variable AWS_REGION", "not set"),
          (#"profile "prod" in ~/.aws/config"#, "has no region"),
        ], since: minutesAgo(2))
    default:
      Trouble(
        kind: .unreachable, summary: "RDS in eu-west-1 can't be reached: connection refused.",
        advice: "Check the network, a proxy or a VPN.", since: minutesAgo(2))
    }
  }

  /// A cancel that was sent.
  static func cancel(_ task: TrackedTask) -> PendingAction {
    PendingAction(site: task.id.site, shown: place, action: .cancel(task.id.identifier))
  }

  /// A dashboard of `tasks`, the first of them selected.
  static func state(
    _ tasks: [TrackedTask] = active + history, feed: Feed = feed, label: ContextLabel = label,
    site: Site? = place,
    settings: Settings = Settings(themeNames: ["default", "light", "high-contrast", "mono"])
  ) -> State {
    var state = State(settings: settings, size: Size(columns: 80, rows: 24))
    state.put([
      Snapshot(
        context: context, label: label, id: Self.site, site: site, version: 1,
        tasks: TrackedTasks(tasks),
        feed: feed)
    ])
    state.snapshots[context].map {
      state.countTonight($0, Changes(isWhole: true), at: moment)
    }
    state.list.show(tasks)
    state.list.selected = tasks.first?.id
    return state
  }
}

extension ListState {
  /// Lists tasks as they stand, whatever the order.
  mutating func show(_ tasks: [TrackedTask]) {
    let list = arrangement.pool.list(of: Fleet.site)
    arrangement.pool.set(TrackedTasks(tasks), as: list)
    hold(arrangement.pool.rows(tasks.indices, in: list))
  }

  mutating func keep(_ rows: Range<Int>) { hold(Array(self.rows.ids[rows])) }

  private mutating func hold(_ rows: [RowID]) {
    let open = rows.indices.filter { place in
      arrangement.pool[rows[place]].task?.phase.isActive == true
    }
    held = HeldRows(rows, openPlaces: open)
  }

  mutating func letLeave(_ row: Int) {
    let id = rows.ids[row]
    held?.leaving.insert(id)
  }

  mutating func letWait(_ count: Int) {
    held?.waiting = Set(arrangement.pool.rows(0..<count, in: 0))
  }
}
