import Foundation
import Ground
import Planning
import RDSExports
import Testing
import Tracking

@testable import Listing

/// Exports of the queue among the tasks of a list.
@Suite struct WaitingRowsTests {
  private static let site = SiteID(0)

  private func waiting(
    _ name: String, turn: Int? = nil, at start: TimeInterval? = nil, isAtLeast: Bool = false,
    _ state: QueueEntry.State = .waiting, verdict: QueueVerdict? = nil, bucket: String = "lake"
  ) -> WaitingExport {
    let entry = QueueEntry(
      id: turn ?? 99, place: turn ?? 99,
      site: Site(endpoint: "e", region: "eu-west-1", partition: "aws", account: "123456789012"),
      request: StartExportTaskRequest(
        exportTaskIdentifier: name,
        sourceArn: "arn:aws:rds:eu-west-1:123456789012:snapshot:\(name)-source",
        s3BucketName: bucket, iamRoleArn: "arn:aws:iam::123456789012:role/lake-export",
        kmsKeyId: "alias/lake"), addedAt: FilterFixtures.now, state: state)
    return WaitingExport(
      entry, at: Self.site, verdict: verdict,
      start: turn.map {
        QueueStart(
          turn: $0, at: start.map(FilterFixtures.now.addingTimeInterval), isAtLeast: isAtLeast)
      })
  }

  private func sieve(_ filter: String = "") throws -> Sieve {
    Sieve(
      filter: try Filter.parse(filter), moment: FilterFixtures.moment, now: FilterFixtures.now)
  }

  private func arranged(
    _ tasks: [TrackedTask] = FilterFixtures.tasks, _ exports: [WaitingExport],
    by sort: Sort = .first, filter: String = ""
  ) throws -> Arrangement {
    var arrangement = Arrangement()
    let ordering = Ordering(sort: sort, now: FilterFixtures.now)
    _ = arrangement.replace(
      with: [Self.site: TrackedTasks(tasks)], by: ordering, try sieve(filter))
    _ = arrangement.wait(exports, try sieve(filter))
    return arrangement
  }

  private func names(_ arrangement: Arrangement) -> [String] {
    arrangement.matching.map { arrangement.pool[$0].identifier }
  }

  @Test func `stand between what is starting and what has ended, by their turns`() throws {
    let tasks = [
      FilterFixtures.task("runs", "IN_PROGRESS") { $0.percentProgress = 5 },
      FilterFixtures.task("starts", "STARTING"),
      FilterFixtures.task("ended", "COMPLETE") { $0.taskEndTime = FilterFixtures.now },
    ]
    let exports = [
      waiting("held", .held(.byUser)), waiting("second", turn: 2), waiting("first", turn: 1),
      waiting("sent", .sending(since: FilterFixtures.now, by: "me")),
    ]
    #expect(
      names(try arranged(tasks, exports))
        == ["runs", "starts", "sent", "first", "second", "held", "ended"])
  }

  @Test func `are sorted by every column, and no place is left to chance`() throws {
    let exports = (1...9).map { waiting("export-\($0)", turn: 10 - $0, at: Double($0)) }
    for column in ColumnID.allCases {
      for ascending in [true, false] {
        let sort = Sort(column: column, ascending: ascending)
        let arrangement = try arranged(exports, by: sort)
        #expect(arrangement.matching.count == FilterFixtures.tasks.count + 9)
        for (place, row) in arrangement.matching.enumerated() {
          #expect(arrangement.position(of: row) == place, "\(column)")
        }
      }
    }
    let byName = try arranged(exports, by: Sort(column: .identifier, ascending: true))
    #expect(names(byName) == names(byName).sorted())
  }

  private func arranged(_ exports: [WaitingExport], by sort: Sort) throws -> Arrangement {
    try arranged(FilterFixtures.tasks, exports, by: sort)
  }

  @Test(arguments: [
    ("status=waiting", true), ("waiting", true), ("status!=waiting", false), ("!waiting", false),
    ("status=running,waiting", true), ("status=active", false), ("status=failed", false),
    ("nightly", true), ("bucket=lake", true), ("bucket=tmp", false),
    ("source~nightly-x-source", true), ("role=lake-export", true), ("type=snapshot", true),
    ("progress>=0", false), ("progress!=5", true), ("age<2h", false), ("elapsed>usual", false),
    ("started=today", false), ("eta<2h", false), ("status=waiting bucket=tmp", false),
    ("(failed or waiting) nightly", true),
  ])
  func `pass a filter by what their request says`(filter: String, isIn: Bool) throws {
    let arrangement = try arranged([], [waiting("nightly-x", turn: 1)], filter: filter)
    #expect(names(arrangement) == (isIn ? ["nightly-x"] : []))
  }

  /// A filter that is typed is looked for in what the text before it let through.
  @Test func `stay and come back as a filter is typed and taken back`() throws {
    var arrangement = try arranged([waiting("nightly-x", turn: 1)], by: .first)
    func pick(_ text: String) throws -> [String] {
      let sieve = try sieve(text)
      arrangement.list(arrangement.pick(sieve), sieve)
      return names(arrangement)
    }
    #expect(try pick("status=failed").contains("nightly-x") == false)
    #expect(try pick("n").contains("nightly-x"))
    #expect(try pick("nightly-x") == ["nightly-x"])
    #expect(try pick("nightly-xy") == [])
    #expect(try pick("nightly-x") == ["nightly-x"])
    #expect(try pick("").count == FilterFixtures.tasks.count + 1)
  }

  @Test func `what is the same is not listed anew`() throws {
    let export = waiting("a", turn: 1)
    var arrangement = try arranged([export], by: .first)
    let movements = arrangement.movements
    #expect(try arrangement.wait([export], sieve()) == nil)
    #expect(arrangement.movements == movements)
    #expect(try arrangement.wait([], sieve()) != nil)
    #expect(names(arrangement).count == FilterFixtures.tasks.count)
  }

  @Test func `a held row stays in its place when it becomes a task, and dim when it is gone`()
    throws
  {
    let exports = [waiting("a", turn: 1), waiting("b", turn: 2)]
    var arrangement = try arranged([], exports)
    var held = HeldRows(arrangement)
    let before = arrangement.pool
    let ordering = Ordering(sort: .first, now: FilterFixtures.now)
    let task = FilterFixtures.task("a", "STARTING")
    var changes = Changes()
    changes.added = 0..<1
    let moves = arrangement.take(
      [SiteTasks(of: Self.site, TrackedTasks([task]), changes)], by: ordering, try sieve())
    held.note(moves)
    #expect(try arrangement.wait([], sieve()) != nil)
    held.follow(from: before, into: &arrangement.pool)
    held.compare(with: arrangement)
    #expect(held.ids.map { arrangement.pool[$0].identifier } == ["a", "b"])
    #expect(arrangement.pool[held.ids[0]].task === task)
    #expect(held.leaving == [held.ids[1]])
    #expect(held.waiting == [])
  }

  @Test func `cells say what they are, why they wait and when they start`() {
    let asof = Asof(
      now: FilterFixtures.now, known: FilterFixtures.now, local: LocalTime(utcOffset: 0))
    var plain = asof
    plain.unicode = false
    func cells(_ export: WaitingExport, _ asof: Asof) -> [String] {
      [ColumnID.status, .progress, .eta].map {
        ColumnSpec($0).cell(.waiting(export), asof).text
      }
    }
    let slot = waiting("a", turn: 1, at: 1800, verdict: .wait(.slots(of: 5)))
    #expect(cells(slot, asof) == ["⋯ waiting", "waits for a slot", "≈ 12:30"])
    #expect(cells(slot, plain) == ["q waiting", "waits for a slot", "~ 12:30"])
    let bound = waiting(
      "a", turn: 1, at: 1800, isAtLeast: true, verdict: .wait(.source(busyWith: "b")))
    #expect(cells(bound, asof) == ["⋯ waiting", "source is busy", "≥ 12:30"])
    #expect(cells(bound, plain)[2] == ">= 12:30")
    #expect(cells(waiting("a", turn: 1, at: 0, verdict: .start), asof)[2] == "now")
    #expect(cells(waiting("a", .held(.missed)), asof) == ["⋯ held", "missed its time", "–"])
    let later = waiting("a", verdict: .wait(.notBefore(FilterFixtures.now.addingTimeInterval(60))))
    let reason = ColumnSpec(.progress).cell(.waiting(later), asof)
    #expect(
      [reason.text] + reason.shorter == ["not before 12:01", "from 12:01", "its time", "time"])
    let far = ColumnSpec(.eta).cell(.waiting(waiting("a", turn: 1, at: 86_400)), asof)
    #expect(far.text == "≈ Mon 12:00")
    #expect(far.shorter.last == "≈ Mon")
    #expect(ColumnSpec(.data).cell(.waiting(slot), asof).meaning == .absent)
    #expect(ColumnSpec(.source).cell(.waiting(slot), asof).text == "a-source")
  }
}
