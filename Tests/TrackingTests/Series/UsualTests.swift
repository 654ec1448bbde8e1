import Foundation
import RDSExports
import Testing

@testable import Tracking

@Suite struct `What is usual` {
  private func usual(_ nights: [ExportTask], _ running: ExportTask = tonight()) -> Usual? {
    var store = Store.knowing(nights, running)
    return store.task(running.exportTaskIdentifier)?.usual
  }

  @Test func `needs three runs that ended well`() {
    let bad: [ExportTaskStatus] = [.failed, .canceled]
    let nights = bad.enumerated().map { night($0 + 1, minutes: 5, status: $1) }
    #expect(usual(nights + (3...4).map { night($0, minutes: 50) }) == nil)
    let known = usual(nights + (3...5).map { night($0, minutes: 50) })
    #expect(known?.runs == 3)
    #expect(known?.duration == 3000)
    #expect(known?.slowAfter == nil, "three runs say too little of a spread")
    #expect(known?.size?.median == 200)
  }

  @Test func `counts a run with warnings`() {
    var warned = night(1, minutes: 50)
    warned.warningMessage = "skipped"
    #expect(usual([warned] + (2...3).map { night($0, minutes: 50) })?.runs == 3)
  }

  @Test func `is learned from the runs before it alone`() throws {
    var store = Store.knowing(
      (1...5).map { night($0, minutes: 20) } + (6...10).map { night($0, minutes: 50) })
    let found = store.task("nightly-orders-2995")
    let older = try #require(found)
    #expect(store.look().snapshot.tasks.usual(of: older)?.duration == 3000)
  }

  @Test func `is told to a running task as soon as its history is read`() throws {
    var store = Store.empty
    store.see(tonight(), sent: 0, from: .fastLane)
    _ = store.look()
    #expect(try store.tonight().usual == nil)
    store.merge(
      (1...5).map { night($0, minutes: 50) }, Observation(sentAt: at(1)), seenAt: at(1),
      from: .sweep)
    let (snapshot, changes) = store.look()
    #expect(snapshot.tasks[0].usual?.runs == 5)
    #expect(changes.slots == [0], "its row has to be drawn again")
    store.see(tonight(percent: 1), sent: 60, from: .fastLane)
    #expect(try store.tonight().usual?.runs == 5, "it is kept as the task moves")
  }

  @Test func `follows data that grows, by what a gigabyte takes`() throws {
    let nights = (1...30).map { number in
      night(number, minutes: Double(3000 - 90 * number) / 10, gigabytes: 3000 - 90 * number)
    }
    let known = try #require(usual(nights))
    // Fifteen nights' median would be seven nights behind, at 228 minutes.
    #expect(abs(known.duration / 60 - 282) < 3)
  }

  @Test func `tells a weekend from a workday`() throws {
    let nights = (1...63).map { night($0, minutes: $0 % 7 == 0 ? 150 : 50) }
    #expect(usual(nights)?.duration == 9000)
    let sunday = (0...62).map { night($0 + 1, minutes: ($0 + 2) % 7 == 0 ? 150 : 50) }
    #expect(usual(sunday)?.duration == 3000)
  }

  @Test func `of a series with a new name is that of its source, and says so`() throws {
    let nights = (1...6).map { night($0, minutes: 50) }
    let known = try #require(usual(nights, tonight(series: "night-of-orders")))
    #expect(known.isOfSource)
    #expect(known.duration == 3000)
    var partial = tonight(series: "orders-stock-alone")
    partial.exportOnly = ["orders.stock"]
    #expect(usual(nights, partial) == nil, "a part of the data takes another time")
  }

  @Test func `STARTING takes as long as it was watched to`() throws {
    var store = Store.empty
    store.endSweep(begunAt: noon)
    for number in 1...3 {
      let begin = Double(number) * 10_000
      var task = tonight(.starting)
      task.exportTaskIdentifier = "nightly-orders-\(number)"
      store.see(task, sent: begin, from: .fastLane)
      task.status = .inProgress
      task.taskStartTime = at(begin + 600 + Double(number))
      store.see(task, sent: begin + 605, from: .fastLane)
      task.status = .complete
      task.taskEndTime = at(begin + 3000)
      store.see(task, sent: begin + 3000, from: .leavers)
    }
    store.see(tonight(.starting), sent: 90_000, from: .fastLane)
    #expect(try store.tonight().usual?.starting?.median == 602)
  }

  @Test func `STARTING that was not watched from its beginning is no evidence`() throws {
    var store = Store.empty
    for number in 1...3 {
      let begin = Double(number) * 10_000
      var task = tonight(.starting)
      task.exportTaskIdentifier = "nightly-orders-\(number)"
      store.see(task, sent: begin, from: .sweep)
      task.status = .complete
      task.taskStartTime = at(begin + 600)
      task.taskEndTime = at(begin + 3000)
      store.see(task, sent: begin + 3000, from: .leavers)
    }
    store.see(tonight(.starting), sent: 90_000, from: .fastLane)
    let usual = try store.usual()
    #expect(usual.starting == nil)
  }

  @Test func `time between snapshot and start counts only as a habit`() throws {
    let steady = (1...5).map { night($0, minutes: 50, startAfterSnapshot: 10 + Double($0)) }
    let median = try #require(usual(steady)?.startAfterSnapshot?.median)
    #expect(abs(median - 13 * 60) < 0.001)
    let chance = (1...5).map { night($0, minutes: 50, startAfterSnapshot: 300 * Double($0)) }
    #expect(usual(chance)?.startAfterSnapshot == nil)
  }
}
