import Foundation
import Ground
import RDSExports
import Testing

@testable import Tracking

@Suite struct PollPlanTests {
  private let running = export("run", .inProgress, percent: 5)
  private let done = export("done", .complete)

  @Test func `the fast lane goes first, and the sweep when it has answered`() throws {
    var bench = PlanBench(tasks: [running, done])
    let first = bench.take()
    #expect(first.map(\.question) == [.active])
    #expect(
      (try #require(first.first)).request.filters == [
        .status([.starting, .inProgress, .canceling])
      ])
    #expect(try #require(first.first).request.maxRecords == 100)
    #expect(bench.plan.due(of: .sweep) == nil)
    try bench.answer(#require(first.first), with: [running])
    let second = bench.take()
    #expect(second.map(\.question) == [.everything])
    #expect(try #require(second.first).request.filters == [])
  }

  @Test func `nothing is due before the start or twice`() throws {
    var plan = PollPlan()
    let now = Moment(wall: noon, monotonic: .zero)
    #expect(plan.takeDue(at: now).isEmpty)
    plan.start(at: now)
    #expect(plan.takeDue(at: now).count == 1)
    #expect(plan.takeDue(at: now).isEmpty)
    plan.start(at: now)
    #expect(plan.takeDue(at: now).isEmpty)
  }

  @Test func `the fast lane rests 5 seconds while something runs and 30 while nothing does`() throws
  {
    var bench = PlanBench(tasks: [running, done])
    bench.round()
    #expect(bench.rest(.fast) == 5)
    #expect(bench.plan.interval == .seconds(5))
    bench.pass(5)
    bench.tasks = [export("run", .complete), done]
    #expect(bench.round() == [.active, .leavers(["run"])])
    #expect(bench.rest(.fast) == 30)
    #expect(bench.plan.interval == .seconds(30))
  }

  @Test func `a start of ours shortens the rest that is under way`() throws {
    var bench = PlanBench(tasks: [done])
    bench.round()
    bench.pass(3)
    bench.store.see(export("new", .starting), sent: 3, from: .operation)
    bench.plan.activeTasksChanged(to: bench.store.active)
    #expect(bench.rest(.fast) == 2)
  }

  @Test func `a sweep rests twenty minutes, or twenty times its own duration`() throws {
    var bench = PlanBench(tasks: [done])
    bench.round()
    #expect(bench.rest(.sweep) == 1200)
    bench.pass(1200)
    for poll in bench.take() where poll.lane == .sweep {
      bench.pass(60)
      bench.answer(poll, with: [done], marker: "2")
    }
    bench.pass(1000)
    // What lies between two pages is no duration of its own.
    let poll = try #require(bench.take().first { $0.lane == .sweep })
    bench.pass(20)
    bench.answer(poll, with: [])
    #expect(bench.rest(.sweep) == 1600)
  }

  @Test func `a sweep reads page by page, and the fast lane between the pages`() throws {
    var bench = PlanBench(tasks: [running])
    try bench.answer(bench.takeOne(), with: [running])
    var page = try bench.takeOne()
    let begun = bench.now
    for number in 2...4 {
      #expect(bench.plan.sweeping == number - 2)
      bench.pass(5)
      let fast = bench.take()
      #expect(fast.map(\.question) == [.active])
      try bench.answer(#require(fast.first), with: [running])
      #expect(
        bench.answer(page, with: [export("t\(number)", .complete)], marker: "\(number)") == .goesOn)
      page = try #require(bench.take().first)
      #expect(page.request.marker == "\(number)")
      #expect(page.isContinued)
    }
    #expect(bench.answer(page, with: []) == .sweepOver(begunAt: begun))
    #expect(bench.plan.sweeping == nil)
  }

  @Test func `a marker that comes twice ends the sweep`() throws {
    var bench = PlanBench()
    try bench.answer(bench.takeOne(), with: [])
    try bench.answer(bench.takeOne(), with: [], marker: "a")
    try bench.answer(bench.takeOne(), with: [], marker: "b")
    #expect(try bench.answer(bench.takeOne(), with: [], marker: "a") == .markerRepeated("a"))
    #expect(bench.rest(.sweep) == 1200)
    bench.pass(1200)
    let next = bench.take()
    #expect(next.first { $0.lane == .sweep }?.request.marker == nil)
  }

  @Test func `the active tasks may take several pages`() throws {
    var bench = PlanBench()
    #expect(try bench.answer(bench.takeOne(), with: [running], marker: "m") == .goesOn)
    let second = bench.take().filter { $0.lane == .fast }
    #expect(try #require(second.first).request.marker == "m")
    #expect(
      (try #require(second.first)).request.filters == [
        .status([.starting, .inProgress, .canceling])
      ])
    #expect(try bench.answer(#require(second.first), with: [export("other")]) == .roundOver)
  }

  // MARK: Leavers

  @Test func `what left the fast lane is asked for at once and in one request`() throws {
    var bench = PlanBench(tasks: (1...7).map { export("t\($0)") })
    bench.round()
    bench.tasks = bench.tasks.map { export($0.exportTaskIdentifier, .failed) }
    bench.tasks[3] = export("t4")
    bench.pass(5)
    #expect(bench.round() == [.active, .leavers(["t1", "t2", "t3", "t5", "t6", "t7"])])
    #expect(bench.store.active.map(\.identifier) == ["t4"])
  }

  @Test func `more leavers than fit are left to the next round`() throws {
    var bench = PlanBench(tasks: (1...150).map { export("t\(1000 + $0)") })
    bench.round()
    bench.tasks = bench.tasks.map { export($0.exportTaskIdentifier, .complete) }
    bench.pass(5)
    let first = bench.round()
    guard case .leavers(let asked) = first.last else { return #expect(Bool(false)) }
    #expect(asked.count == 100)
    bench.pass(5)
    guard case .leavers(let rest) = bench.round().last else { return #expect(Bool(false)) }
    #expect(rest.count == 50)
    #expect(Set(asked).isDisjoint(with: rest))
  }

  @Test func `a leaver that is not found is not asked for for ever, nor does it count as running`()
  {
    var bench = PlanBench(tasks: [running])
    bench.round()
    bench.tasks = []
    bench.pass(5)
    #expect(bench.round() == [.active, .leavers(["run"])])
    #expect(bench.rest(.fast) == 30)
    bench.pass(30)
    #expect(bench.round() == [.active])
    #expect(bench.rest(.fast) == 30)
    #expect(bench.store.active.map(\.identifier) == ["run"])
    // Found again, and lost again: asked for again.
    bench.tasks = [running]
    bench.pass(30)
    bench.round()
    bench.tasks = []
    bench.pass(5)
    #expect(bench.round() == [.active, .leavers(["run"])])
  }

  @Test func `what was seen after the request was sent has not left`() throws {
    var bench = PlanBench()
    bench.round()
    bench.pass(30)
    let poll = try bench.takeOne()
    bench.pass(1)
    bench.store.see(export("new", .starting), sent: 30, seen: 31, from: .operation)
    #expect(bench.answer(poll, with: []) == .roundOver)
  }

  // MARK: Results of old numbers

  @Test func `a result of an older generation changes nothing`() throws {
    var bench = PlanBench(tasks: [running])
    let old = try bench.takeOne()
    bench.plan.refresh(at: bench.now)
    #expect(!bench.plan.wants(old))
    let new = try bench.takeOne()
    #expect(new.generation > old.generation)
    #expect(bench.plan.wants(new))
    bench.answer(old, with: [])
    bench.fail(old, .throttled)
    #expect(bench.plan.wants(new))
    #expect(!bench.plan.isThrottled)
    bench.answer(new, with: [running])
    #expect(!bench.plan.wants(new))
  }

  // MARK: A machine that slept

  @Test func `a lane that is overdue by the wall clock polls at once`() throws {
    var bench = PlanBench(tasks: [done])
    bench.round()
    bench.now.wall.addTimeInterval(8 * 3600)
    #expect(Set(bench.take().map(\.lane)) == [.fast, .sweep])
  }

  @Test func `a wall clock that was set back does not delay a lane`() throws {
    var bench = PlanBench(tasks: [running])
    bench.round()
    bench.now.wall.addTimeInterval(-3600)
    bench.now.monotonic += .seconds(5)
    #expect(bench.take().map(\.lane) == [.fast])
  }
}
