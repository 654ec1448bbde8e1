import Canvas
import Foundation
import Listing
import RDSExports
import Support
import Testing
import Tracking

@testable import Dashboard

@Suite struct ListOrderTests {
  private let day = 86400.0

  @Test func `what runs comes first, then what ended, the newest day and its failures first`() {
    let script = Script([
      task("old-complete", .complete, ended: -3 * day),
      task("new-complete", .complete, ended: -60),
      task("new-failed", .failed, percent: 99, ended: -120),
      task("old-failed", .failed, ended: -3 * day - 10),
      task("starting", .starting, percent: 0),
      task("slow", percent: 3), task("fast", percent: 97),
      task("dateless", .complete),
    ])
    // 12:00 at the start, so that two minutes ago is the same day.
    #expect(
      script.names == [
        "fast", "slow", "starting", "new-failed", "new-complete", "old-failed", "old-complete",
        "dateless",
      ])
  }

  @Test func `reversed, progress still has what runs first`() {
    var script = Script([
      task("done", .complete, ended: -60), task("slow", percent: 3), task("fast", percent: 97),
    ])
    script.press(.character("I"))
    #expect(script.names == ["slow", "fast", "done"])
  }

  @Test func `equal tasks are sorted by identifier, in both directions`() {
    var script = Script([task("c", percent: 5), task("a", percent: 5), task("b", percent: 5)])
    #expect(script.names == ["a", "b", "c"])
    script.press(.character("I"))
    #expect(script.names == ["a", "b", "c"])
  }

  private static let columns: [(ColumnID, Bool, [String])] = [
    (.identifier, true, ["a1", "B2", "c3"]), (.identifier, false, ["c3", "B2", "a1"]),
    (.data, false, ["B2", "a1", "c3"]), (.data, true, ["a1", "B2", "c3"]),
    (.started, false, ["a1", "c3", "B2"]), (.started, true, ["c3", "a1", "B2"]),
    (.ended, false, ["a1", "B2", "c3"]), (.ended, true, ["a1", "B2", "c3"]),
    (.elapsed, false, ["c3", "a1", "B2"]), (.elapsed, true, ["a1", "c3", "B2"]),
    (.status, true, ["c3", "B2", "a1"]), (.status, false, ["a1", "B2", "c3"]),
    (.bucket, true, ["c3", "a1", "B2"]), (.bucket, false, ["a1", "c3", "B2"]),
    (.eta, true, ["c3", "B2", "a1"]),
  ]

  @Test(arguments: columns)
  func `each column sorts by its values, and what has none comes last`(
    column: ColumnID, ascending: Bool, names: [String]
  ) {
    var script = Script([
      task("a1", .complete, started: -100, ended: -50, gigabytes: 5) { $0.s3Bucket = "zoo" },
      task("B2", .failed, gigabytes: 7),
      task(
        "c3", percent: 5, started: -200,
        progress: ProgressEvidence(expectedEnd: Script.start.addingTimeInterval(60))
      ) { $0.s3Bucket = "Ark" },
    ])
    script.state.sort(by: Sort(column: column, ascending: ascending), at: script.moment)
    #expect(script.names == names)
  }

  /// Passes once a source has a name.
  @Test func `sources are sorted by their names, not by their ARNs`() {
    var script = Script([
      task("a", source: "arn:aws:rds:eu-west-1:123456789012:cluster:zoo"),
      task("b", source: "arn:aws:rds:eu-west-1:123456789012:snapshot:ark"),
    ])
    script.state.sort(by: Sort(column: .source, ascending: true), at: script.moment)
    #expect(script.names == ["b", "a"])
  }

  @Test func `the columns are walked through with < and >, wide ones only when they show`() {
    var script = Script(running("a", "b"))
    script.press(.character("<"))
    #expect(script.state.list.sort == Sort(column: .status, ascending: true))
    script.press(.character("<"), .character("<"), .character("<"), .character("<"))
    #expect(script.state.list.sort.column == .identifier)
    for _ in 0..<20 { script.press(.character(">")) }
    #expect(script.state.list.sort.column == .eta)
    script.press(.character("w"))
    for _ in 0..<20 { script.press(.character(">")) }
    #expect(script.state.list.sort.column == .bucket)
  }

  @Test func `counts tell warnings from complete, and follow what changes`() {
    let kept = task("w", .complete, warning: "skipped")
    var script = Script([
      kept, task("c", .complete), task("r"), task("s", .starting), task("x", .canceling),
      task("f", .failed), task("k", .canceled), task("u", .unknown("NEW")),
    ])
    var counts = Counts()
    for phase in Phase.allCases where !PhaseSet.timed.contains(phase) && phase != .waiting {
      counts[phase] = 1
    }
    #expect(script.state.counts == counts)
    #expect(script.state.counts.active == 3)
    #expect(script.state.counts.total == 8)
    script.data([kept, task("c", .complete), task("r", .complete)])
    counts = Counts()
    counts[.warning] = 1
    counts[.complete] = 2
    #expect(script.state.counts == counts)
    #expect(script.state.counts.total == 3)
  }

  @Test func `contexts are listed together and counted together`() {
    let other = ContextID(2)
    var script = Script([task("same", percent: 10)])
    script.data([task("same", percent: 20, context: other)], context: other)
    #expect(script.state.list.rows.map(\.task.id.site) == [SiteID(2), Script.site])
    #expect(script.state.counts.total == 2)
    #expect(script.state.list.selected == id("same"))
  }

  @Test func `an older snapshot changes nothing`() {
    var script = Script(running("a", "b"))
    let old = Snapshot(
      context: Script.context, label: ContextLabel(profile: "", region: ""), id: Script.site,
      site: Script.place, version: 0, tasks: TrackedTasks(), feed: Feed())
    script.send(.snapshot(old, Changes()))
    #expect(script.names == ["a", "b"])
  }

  @Test(.tags(.generated), arguments: Seed.run(), ColumnID.allCases)
  func `a few changes lead to the same order as sorting everything anew`(
    seed: Seed, column: ColumnID
  ) {
    var random = seed.generator("changes")
    var tasks = (0..<200).map { random.task(number: $0) }
    var script = Script(tasks)
    script.state.sort(by: Sort(column: column, ascending: true), at: script.moment)
    for round in 0..<20 {
      for _ in 0..<5 {
        let index = Int(random.next() % UInt64(tasks.count))
        tasks[index] = random.task(number: index)
      }
      if round % 4 == 0 { tasks.append(random.task(number: tasks.count)) }
      script.wait(.seconds(5))
      script.data(tasks)
      var fresh = Script(tasks)
      fresh.moment = script.moment
      fresh.state.sort(by: Sort(column: column, ascending: true), at: fresh.moment)
      #expect(script.names == fresh.names)
      #expect(script.state.counts == fresh.state.counts)
      let newest = Set(tasks.map { ObjectIdentifier($0) })
      let shown = Set(script.state.list.rows.map { ObjectIdentifier($0.task) })
      #expect(shown == newest)
    }
  }

  @Test func `snapshots whose tasks have moved are understood too`() {
    var script = Script(running("a", "b", "c"))
    script.press(.down)
    script.idle(.seconds(6))
    script.data([task("c", percent: 99), task("new", percent: 98), task("b", percent: 1)])
    #expect(script.names == ["c", "new", "b"])
    #expect(script.selected == "b")
    #expect(script.state.counts[.running] == 3)
  }
}

extension SeededGenerator {
  fileprivate mutating func task(number: Int) -> TrackedTask {
    let statuses: [ExportTaskStatus] = [
      .starting, .inProgress, .complete, .failed, .canceling, .canceled,
    ]
    let status = statuses[Int(next() % 6)]
    return DashboardTests.task(
      "t\(number)", status, percent: Int(next() % 100), started: -Double(next() % 900_000),
      ended: status.isFinal ? -Double(next() % 9000) : nil, gigabytes: Int(next() % 50))
  }
}
