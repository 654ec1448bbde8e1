import Canvas
import Ground
import Planning
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// The question whether to start marked exports again.
@Suite struct RepeatTests {
  private static let newest = ["a", "b"].map {
    snapshot("rds:\($0)-prod-2026-11-22-01-00", of: "\($0)-prod", hours: 11)
  }

  private static let all =
    newest
    + ["a", "b", "c"].map {
      snapshot("rds:\($0)-prod-2026-11-21-01-00", of: "\($0)-prod", hours: 35)
    }

  @Test func `one question names what differs from each original, and whose data it is`() {
    let script = Script.repeating()
    #expect(script.screen.contains("Start 3 exports again?"))
    #expect(script.repeatedNames == ["a-2026-11-21-2", "b-2026-11-21-2", "c-2026-11-21-2"])
    #expect(script.screen.contains("instead of a-2026-11-21, everything else the same"))
    #expect(script.screen.contains("of rds:a-prod-2026-11-21-01-00, taken 11h ago"))
    #expect(script.screen.contains("3 start now."))
    #expect(script.screen.contains("yes, start 3"))
    #expect(script.effects == [])
  }

  @Test func `three keys repeat what failed last night`() {
    let old = task("old", .failed, started: -200_000, ended: -190_000)
    let again = Script.night("d")
    var script = Script(
      Script.three + [
        again,
        task("d-again", .complete, ended: -1000, source: again.sourceArn) {
          $0.s3Bucket = "lake-raw"
        }, old,
      ],
      rows: 40, columns: 120, settings: Settings(checks: .off))
    script.press(.character("m"))
    #expect(script.marked == ["a-2026-11-21", "b-2026-11-21", "c-2026-11-21"])
    #expect(script.says("marked 3 that failed since last evening"))
    script.press(.character("c"), .control("y"))
    #expect(script.starts.map(\.exportTaskIdentifier) == ["a-2026-11-21-2"])
  }

  @Test func `what waits in the queue failed no longer, and what was skipped or cut off did`() {
    func waiting(_ bucket: String) -> QueueReport {
      QueueReport(entries: [
        QueueEntry(
          id: 1, place: 1, site: Script.place,
          request: StartExportTaskRequest(
            exportTaskIdentifier: "a-again", sourceArn: Script.three[0].sourceArn ?? "",
            s3BucketName: bucket, iamRoleArn: "r", kmsKeyId: "k"), addedAt: Script.start)
      ])
    }
    func again(_ name: String, _ change: (inout ExportTask) -> Void) -> TrackedTask {
      task(name, .complete, ended: -1000, source: Script.three[1].sourceArn) {
        $0.s3Bucket = "lake-raw"
        change(&$0)
      }
    }
    let others = [
      again("part") { $0.exportOnly = ["orders.public"] },
      again("skipped") { $0.warningMessage = "1 table was skipped" },
    ]
    for (bucket, marked) in [("lake-raw", ["b", "c"]), ("elsewhere", ["a", "b", "c"])] {
      var script = Script(Script.three + others, rows: 40, columns: 120)
      script.send(.queue(waiting(bucket)))
      script.press(.character("m"))
      #expect(script.marked.sorted() == marked.map { "\($0)-2026-11-21" })
    }
  }

  @Test func `what the filter hides is not marked, and that is said`() {
    var script = Script(Script.three, rows: 40, columns: 120)
    script.press(.character("/"))
    script.type("b-2026")
    script.press(.enter, .character("m"))
    #expect(script.marked == ["b-2026-11-21"])
    #expect(script.says("the filter hides 2 more"))
  }

  // MARK: Newer snapshots

  @Test func `a newer snapshot is named, and one key takes the newest of each`() {
    var script = Script.repeating()
    #expect(script.screen.contains("looking for newer snapshots"))
    script.found(.dbSnapshots(), .sources(Self.all))
    #expect(script.screen.contains("; newer: rds:a-prod-2026-11-22-01-00, 11h ago"))
    #expect(
      script.screen.contains("of rds:c-prod-2026-11-21-01-00, taken 1d ago; none newer"))
    script.press(.control("n"))
    #expect(script.repeatedNames == ["a-2026-11-22", "b-2026-11-22", "c-2026-11-21-2"])
    #expect(script.screen.contains("s3-prefix raw/2026/11/22, was raw/2026/11/21"))
    #expect(script.screen.contains("was rds:a-prod-2026-11-21-01-00"))
    script.press(.control("n"))
    #expect(script.repeatedNames == ["a-2026-11-21-2", "b-2026-11-21-2", "c-2026-11-21-2"])
    script.press(.control("n"), .control("y"))
    #expect(script.starts.map(\.sourceArn) == [Self.newest[0].arn])
  }

  @Test func `a C-y of the same breath as the newest snapshots starts nothing`() {
    var script = Script.repeating()
    script.found(.dbSnapshots(), .sources(Self.all))
    script.pressTogether(.control("n"), .control("y"))
    #expect(script.starts == [])
    #expect(script.repeatedNames.first == "a-2026-11-22")
  }

  @Test func `where nobody may look, that is said, and the same ones can be started`() {
    var script = Script.repeating()
    script.failed(.dbSnapshots(), .denied, "rds:DescribeDBSnapshots is denied")
    #expect(
      script.screen.contains("isn't known: you may not list snapshots (rds:DescribeDBSnapshots)"))
    script.press(.control("n"))
    #expect(script.repeatQuestion?.takesNewest == false)
    #expect(script.screen.contains("newer snapshots can't be looked up"))
    #expect(script.times(.dbSnapshots()) == 1)
    script.press(.control("r"))
    #expect(script.times(.dbSnapshots()) == 2)
    script.press(.control("y"))
    #expect(script.starts.count == 1)
  }

  // MARK: What speaks against them

  private func checked(_ bad: String?) -> Script {
    var script = Script.repeating(settings: Settings(checks: .basic))
    script.found(
      .bucket("lake-raw"),
      .bucket(
        BucketPlace(
          name: "lake-raw", region: "eu-west-1", isAccessible: true, isOwn: true)))
    script.found(
      .publicAccess(bucket: "lake-raw"), .publicAccess(PublicAccessBlock(isComplete: false)))
    script.found(.objectLock(bucket: "lake-raw"), .objectLock(ObjectLock(isEnabled: false)))
    for source in Self.all.suffix(3) {
      let lookup = Lookup.dbSnapshots(named: source.identifier)
      if source.database == bad {
        script.failed(lookup, .missing)
      } else {
        script.found(lookup, .sources([source]))
      }
    }
    return script
  }

  @Test func `what would fail is left out, and one key takes it all the same`() {
    var script = checked("b-prod")
    #expect(script.turns.map { $0 == .starts } == [true, false, true])
    #expect(script.screen.contains("There is no such DB snapshot in this account"))
    #expect(script.screen.contains("2 start now, 1 would fail and is left out."))
    #expect(script.screen.contains("Each of them:"))
    #expect(script.screen.contains("not checked"))
    script.press(.control("y"))
    script.answerStart("a-2026-11-21-2")
    script.answerStart("c-2026-11-21-2")
    #expect(script.screen.contains("2 of 3 started, 1 left out"))
    #expect(script.screen.contains("not sent: There is no such DB snapshot"))
    #expect(script.marked == ["b-2026-11-21"])
    script = checked("b-prod")
    script.press(.control("f"))
    #expect(script.turns == [.starts, .starts, .starts])
    script.press(.control("y"))
    script.answerStart("a-2026-11-21-2")
    #expect(script.starts.map(\.exportTaskIdentifier) == ["b-2026-11-21-2"])
  }

  @Test func `a failure that is found the moment before holds the C-y back`() {
    var script = Script.repeating(settings: Settings(checks: .basic))
    let lookup = Lookup.dbSnapshots(named: "rds:b-prod-2026-11-21-01-00")
    script.failed(lookup, .missing)
    script.send(.input(.key(.control("y"))))
    #expect(script.starts == [])
    #expect(script.repeatQuestion != nil)
    script.press(.control("y"))
    #expect(script.starts.count == 1)
  }

  @Test func `what was typed stays while what is asked about changes`() {
    var script = Script.repeating(settings: Settings(checks: .basic), isProduction: true)
    script.typeWord("start")
    // In the same breath as the change.
    script.failed(Lookup.dbSnapshots(named: "rds:b-prod-2026-11-21-01-00"), .missing)
    for key in " 3" { script.send(.input(.key(.character(key)))) }
    #expect(script.repeatQuestion?.word.field.text == "start 3")
    script.send(.input(.key(.control("y"))))
    #expect(script.starts == [])
    script.press(.control("y"))
    #expect(script.starts.count == 1)
  }

  @Test func `where each would fail, C-y starts none and says so`() {
    let broken = ["a", "b"].map { name in
      task("\(name)-2026-11-21", .failed) { $0.s3Bucket = "lake-raw" }
    }
    var script = Script.repeating(broken)
    script.press(.control("y"))
    #expect(script.starts == [])
    #expect(script.screen.contains("each would fail"))
    // No key makes a request that has no role.
    script.press(.control("f"), .control("y"))
    #expect(script.starts == [])
  }

  // MARK: The question itself

  @Test func `what has not ended is left out, and nothing at all says why`() {
    var script = Script.repeating(Script.three + [Script.night("d", .inProgress)])
    #expect(script.screen.contains("Start 3 exports again?"))
    #expect(script.screen.contains("1 of 4 marked is left out: d-2026-11-21: not ended yet"))
    script = Script.repeating([Script.night("d", .inProgress)])
    #expect(script.state.dialog == nil)
    #expect(script.says("not ended yet"))
  }

  @Test func `more than twenty are refused`() {
    let script = Script.repeating((0..<21).map { Script.night("n\($0)x") })
    #expect(script.state.dialog == nil)
    #expect(script.says("more than the 20"))
  }

  @Test func `fresh names never meet, not even what waits in the queue`() {
    let source = "rds:x-prod-2026-11-21-01-00"
    let twins = ["x", "x-2"].map { name in
      let night = Script.night("x", source: source)
      return name == "x"
        ? night
        : task("x-2026-11-21-2", .failed, source: night.sourceArn) {
          $0.s3Bucket = "lake-raw"
          $0.iamRoleArn = "arn:aws:iam::123456789012:role/export"
          $0.kmsKeyId = "alias/export"
        }
    }
    #expect(Set(Script.repeating(twins).repeatedNames) == ["x-2026-11-21-3", "x-2026-11-21-4"])
    var script = Script(Script.three, rows: 40, columns: 120, settings: Settings(checks: .off))
    var waiting = Script.request
    waiting.exportTaskIdentifier = "a-2026-11-21-2"
    script.send(
      .queue(
        QueueReport(entries: [
          QueueEntry(
            id: 1, place: 1, site: Script.place, request: waiting, addedAt: Script.start,
            state: .held(.byUser))
        ])))
    script.state.list.marks = Set(Script.three.map(\.id))
    script.press(.character("c"))
    #expect(script.repeatedNames.first == "a-2026-11-21-3")
  }

  @Test func `three exports and all that is to be said fit on a small screen`() {
    var script = Script(Script.three, rows: 24, columns: 80, settings: Settings(checks: .off))
    script.state.list.marks = Set(Script.three.map(\.id))
    script.press(.character("c"))
    script.found(.dbSnapshots(), .sources(Self.all))
    for name in ["a", "b", "c"] { #expect(script.screen.contains("\(name)-2026-11-21-2")) }
    #expect(script.screen.contains("the newest snapshots"))
    #expect(script.screen.contains("yes, start 3"))
  }
}
