import Foundation
import RDSExports
import Support
import Testing

@testable import Tracking

@Suite struct `Runs of a series` {
  @Test(.tags(.generated), arguments: Seed.run())
  func `are the same in whatever order and pages the account is read`(seed: Seed) throws {
    var random = seed.generator("runs of a series")
    var all: [ExportTask] = []
    for series in ["nightly-orders", "nightly-users", "weekly-orders"] {
      for number in 1...Int.random(in: 1...150, using: &random) {
        all.append(night(number, minutes: .random(in: 10...90, using: &random), series: series))
      }
    }
    all.shuffle(using: &random)
    var store = Store.empty
    var rest = all[...]
    var newest = TrackedTasks()
    while !rest.isEmpty {
      let page = Array(rest.prefix(Int.random(in: 1...100, using: &random)))
      rest = rest.dropFirst(page.count)
      store.merge(page, Observation(sentAt: noon), seenAt: noon, from: .sweep)
      newest = store.look().snapshot.tasks
    }
    let series = (0..<newest.seriesCount).map { (newest.seriesName($0), newest.runs(inSeries: $0)) }
    #expect(
      series.map(\.0.pattern).sorted() == [
        "nightly-orders-*", "nightly-users-*", "weekly-orders-*",
      ])
    for (name, runs) in series {
      let expected = all.filter {
        "\($0.exportTaskIdentifier.prefix { !$0.isNumber })*" == name.pattern
      }
      .sorted { ($0.taskStartTime ?? noon) < ($1.taskStartTime ?? noon) }.suffix(64)
      #expect(runs.map(\.identifier) == expected.map(\.exportTaskIdentifier))
      let task = try #require(runs.first)
      #expect(newest.runs(of: task).map(\.identifier) == runs.map(\.identifier))
    }
  }

  @Test func `of a task that gets its start are in order, and a start that changes moves it`()
    throws
  {
    var store = Store.knowing((1...3).map { night($0, minutes: 50) }, tonight(.starting))
    let starting = try store.tonight()
    var tasks = store.look().snapshot.tasks
    #expect(tasks.runs(of: starting).count == 3, "nobody knows when it starts")
    #expect(
      tasks.runs(inSeries: 0).map(\.identifier) == [
        "nightly-orders-2997", "nightly-orders-2998", "nightly-orders-2999", "nightly-orders-3000",
      ], "but it has begun")
    store.see(tonight(), sent: 60)
    tasks = store.look().snapshot.tasks
    #expect(tasks.runs(of: starting).last?.identifier == "nightly-orders-3000")
    #expect(tasks.runs(inSeries: 0).count == 4, "and begins once")
    var moved = tonight()
    moved.taskStartTime = at(-86_400 * 2.5)
    store.see(moved, sent: 120)
    tasks = store.look().snapshot.tasks
    #expect(
      tasks.runs(of: starting).map(\.identifier) == [
        "nightly-orders-2997", "nightly-orders-3000", "nightly-orders-2998", "nightly-orders-2999",
      ])
  }

  @Test func `of two shards, or of two clusters, are two series`() {
    var store = Store.empty
    for source in ["shard-1", "shard-2"] {
      store.merge(
        (1...4).map { night($0, minutes: 50, series: "nightly-\(source)", source: source) },
        Observation(sentAt: noon), seenAt: noon, from: .sweep)
    }
    let tasks = store.look().snapshot.tasks
    #expect((0..<tasks.seriesCount).map { tasks.runs(inSeries: $0).count } == [4, 4])
  }

  @Test func `that are handed out stay as they were`() throws {
    var store = Store.knowing((1...4).map { night($0, minutes: 50) }, tonight())
    let before = store.look().snapshot.tasks
    let running = try #require(
      before.task(TaskID(site: SiteID(1), identifier: "nightly-orders-3000")))
    var ended = tonight(.complete, percent: 100)
    ended.taskEndTime = at(3600)
    store.see(ended, night(-1, minutes: 9), sent: 3600)
    #expect(store.look().snapshot.tasks.runs(of: running).count == 6)
    #expect(before.runs(of: running).count == 5)
    #expect(before.runs(of: running).last?.phase == .running)
  }
}
