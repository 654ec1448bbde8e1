import Canvas
import Foundation
import Ground
import Planning
import RDSExports
import Tracking

@testable import Dashboard

/// The lists, the checks and the repetition of new exports.
extension Scene {
  static let starts = [
    Scene("form-list") { state in
      var form = StartForm(site: Fleet.site, shown: Fleet.place)
      form.focus = .sourceArn
      form.set(.sourceArn, "ord prod")
      var picker = Picker(.sourceArn, used: [])
      picker.filter = TextField("ord prod")
      picker.isOpen = true
      fill(&state, sources)
      picker.refresh(state.lookups, at: Fleet.site)
      form.picker = picker
      state.dialog = form
    },
    Scene("form-list-entered", sizes: ordinary) { state in
      var form = StartForm(site: Fleet.site, shown: Fleet.place)
      form.focus = .sourceArn
      var picker = Picker(.sourceArn, used: [])
      fill(&state, sources)
      picker.refresh(state.lookups, at: Fleet.site)
      picker.enter(at: "", nil, height: Picker.height)
      picker.move(.down, height: Picker.height)
      form.picker = picker
      state.dialog = form
    },
    Scene("form-list-denied", sizes: ordinary) { state in
      var form = StartForm(site: Fleet.site, shown: Fleet.place)
      form.focus = .s3BucketName
      var picker = Picker(.s3BucketName, used: ["lake-raw", "lake-archive"])
      picker.isOpen = true
      answer(
        &state, .buckets,
        .failure(LookupProblem(.denied, "AWS denies s3:ListAllMyBuckets to this user")))
      picker.refresh(state.lookups, at: Fleet.site)
      form.picker = picker
      state.dialog = form
    },
    Scene("form-production", sizes: ordinary) { state in
      var form = StartForm(site: Fleet.site, shown: Fleet.place)
      form.fill(with: request)
      state.dialog = StartQuestion(form: form, word: request.exportTaskIdentifier)
    },
    Scene("repeat", from: repeated(["orders", "stock"])),
    Scene(
      "repeat-queue", sizes: ordinary,
      from: repeated(["orders", "stock", "users", "crm"], running: 3, isProduction: true)),
    Scene("repeat-results", sizes: ordinary) { state in
      let outcomes: [StartBatch.Outcome] = [
        .started, .refused(because: "AWS refused it: 5 exports run already. Wait for a slot."),
        .sent(ticket: 3), .waiting, .toBeQueued, .queued(number: 14),
        .leftOut(because: "There is no bucket of this name."),
      ]
      state.startBatch = StartBatch(
        entries: zip(
          ["orders", "stock", "users", "billing", "crm", "audit", "shop"], outcomes
        ).map { name, outcome in
          var repeated = request
          repeated.exportTaskIdentifier = "nightly-\(name)-2026-11-23"
          return StartBatch.Entry(
            original: Fleet.id("nightly-\(name)-2026-11-22"), request: repeated,
            shown: Fleet.place, differences: [], outcome: outcome)
        })
      state.dialog = RepeatResults()
    },
  ]

  private static let request = StartExportTaskRequest(
    exportTaskIdentifier: "nightly-orders-2026-11-23",
    sourceArn: "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-prod-2026-11-23-01-00",
    s3BucketName: "lake-raw", iamRoleArn: "arn:aws:iam::123456789012:role/rds-export-to-lake",
    kmsKeyId: "alias/lake", s3Prefix: "rds/orders")

  /// The question about last night's exports, which failed, with what AWS says of them so far.
  private static func repeated(
    _ names: [String], running: Int = 0, isProduction: Bool = false
  ) -> State {
    let failed = names.map { name in
      Fleet.task(
        "nightly-\(name)-2026-11-22", .failed, percent: 30,
        source: "rds:\(name)-prod-2026-11-22-01-00", started: 700, ended: 640,
        prefix: "rds/2026/11/22", cause: Fleet.cause)
    }
    let active = (0..<running).map { number in
      Fleet.task("adhoc-\(number)", .inProgress, percent: 10, source: "n\(number)", started: 20)
    }
    var state = Fleet.state(failed + active)
    state.watch = WatchSet([
      Watched(id: Fleet.context, label: Fleet.label, isProduction: isProduction)
    ])
    state.list.marks = Set(failed.map(\.id))
    var moment = Fleet.moment
    for effect in update(&state, .input(.key(.character("c"))), at: moment) {
      guard case .look(let ticket, _, _, let lookup) = effect else { continue }
      moment.monotonic += .milliseconds(1)
      let answer: Result<FoundPage, LookupProblem> =
        switch lookup {
        case .dbSnapshots(named: nil): .success(FoundPage(.sources(sources), isLast: true))
        case .bucket:
          .success(
            FoundPage(
              .bucket(BucketPlace(name: "lake-raw", region: "eu-west-1", isAccessible: true)),
              isLast: true))
        default: .failure(LookupProblem(.denied, "rds-viewer may not ask this"))
        }
      _ = update(&state, .found(ticket: ticket, answer), at: moment)
    }
    return state
  }

  private static let sources: [ExportSource] = [
    source("rds:orders-prod-2026-11-23-01-00", of: "orders-prod", hours: 6),
    source("rds:orders-prod-2026-11-22-01-00", of: "orders-prod", hours: 30),
    source("orders-prod-legacy", of: "orders-prod-legacy", hours: 50, engine: "oracle-ee"),
    source("rds:stock-prod-2026-11-23-02-00", of: "stock-prod", hours: 5),
  ]

  private static func source(
    _ name: String, of database: String, hours: Double, engine: String = "postgres"
  ) -> ExportSource {
    ExportSource(
      kind: .dbSnapshot, arn: "arn:aws:rds:eu-west-1:123456789012:snapshot:\(name)",
      identifier: name, database: database, engine: engine, engineVersion: "16.3",
      status: "available", snapshotType: name.hasPrefix("rds:") ? "automated" : "manual",
      createdAt: Fleet.wall.addingTimeInterval(-3600 * hours), allocatedStorage: 212)
  }

  private static func fill(_ state: inout State, _ sources: [ExportSource]) {
    answer(&state, .dbSnapshots(), .success(FoundPage(.sources(sources), isLast: true)))
    answer(&state, .dbClusterSnapshots(), .success(FoundPage(.sources([]), isLast: true)))
    answer(&state, .dbClusters(), .success(FoundPage(.sources([]), isLast: true)))
  }

  private static func answer(
    _ state: inout State, _ lookup: Lookup, _ result: Result<FoundPage, LookupProblem>
  ) {
    for case .look(let ticket, _, _, _) in state.look(
      lookup, at: Fleet.site, shown: Fleet.place, Fleet.moment)
    {
      state.lookups.take(result, ticket: ticket)
    }
  }
}
