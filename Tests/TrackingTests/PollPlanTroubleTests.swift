import Foundation
import RDSExports
import Testing

@testable import Tracking

@Suite struct PollPlanTroubleTests {
  private let running = export("run", .inProgress, percent: 5)

  private func failing(_ failure: PollFailure, times: Int, random: Double) throws -> [Double] {
    var bench = PlanBench(tasks: [running])
    bench.random = random
    return try (0..<times).map { _ in
      let polls = bench.take()
      #expect(polls.map(\.lane) == [.fast])
      try bench.fail(#require(polls.first), failure)
      let rest = bench.rest(.fast) ?? -1
      bench.pass(rest)
      return rest
    }
  }

  @Test func `failures back off up to a minute, with a quarter of jitter`() throws {
    #expect(try failing(.other, times: 7, random: 0.5) == [5, 10, 20, 40, 60, 60, 60])
    #expect(try failing(.other, times: 3, random: 0) == [3.75, 7.5, 15])
    #expect(try failing(.other, times: 3, random: 1) == [6.25, 12.5, 25])
  }

  @Test func `missing credentials are looked for every 5 seconds`() throws {
    #expect(try failing(.setup, times: 9, random: 0.9) == Array(repeating: 5, count: 9))
  }

  @Test func `throttling doubles the rest up to a cap`() throws {
    #expect(try failing(.throttled, times: 6, random: 0.5) == [10, 20, 40, 80, 80, 80])
    #expect(try failing(.throttled, times: 2, random: 0) == [7.5, 15])
  }

  @Test func `throttling wears off by itself`() throws {
    var bench = PlanBench(tasks: [running])
    bench.round()
    for _ in 0..<3 {
      bench.pass(bench.rest(.fast) ?? 0)
      for poll in bench.take() { bench.fail(poll, .throttled) }
    }
    #expect(bench.plan.isThrottled)
    var rests: [Double] = []
    for _ in 0..<4 {
      bench.pass(bench.rest(.fast) ?? 0)
      for poll in bench.take() { bench.answer(poll, with: [running]) }
      rests.append(bench.rest(.fast) ?? 0)
    }
    #expect(rests == [20, 10, 5, 5])
    #expect(!bench.plan.isThrottled)
  }

  @Test func `a throttled sweep rests between its pages, and no slowed rest passes five minutes`()
    throws
  {
    var bench = PlanBench(
      policy: PollingPolicy(activeInterval: .seconds(60), idleInterval: .seconds(60)),
      tasks: [running])
    try bench.answer(bench.takeOne(), with: [running])
    let page = try bench.takeOne()
    bench.fail(page, .throttled)
    #expect(bench.plan.interval == .seconds(120))
    bench.pass(bench.rest(.sweep) ?? 0)
    for poll in bench.take() where poll.lane == .sweep {
      bench.answer(poll, with: [], marker: "2")
    }
    #expect((bench.rest(.sweep) ?? 0) >= 1)
    bench.plan.slowdown = 16
    #expect(bench.plan.interval == .seconds(300))
  }

  @Test func `while a source rests, files are looked at every 5 s, and the source in time`() throws
  {
    var bench = PlanBench(tasks: [running])
    var rests: [Double] = []
    for _ in 0..<4 {
      let poll = try bench.takeOne()
      bench.fail(poll, .resting(until: bench.now.monotonic + .seconds(12 - rests.reduce(0, +))))
      rests.append(bench.rest(.fast) ?? 0)
      bench.pass(rests.last ?? 0)
    }
    #expect(rests == [5, 5, 2, 0.1])
    // What failed only once is not taken for the fifth failure in a row.
    try bench.fail(bench.takeOne(), .other)
    #expect(bench.rest(.fast) == 10)
  }

  @Test func `success ends the back-off`() throws {
    var bench = PlanBench(tasks: [running])
    for failure in [PollFailure.other, .other] {
      for poll in bench.take() { bench.fail(poll, failure) }
      bench.pass(bench.rest(.fast) ?? 0)
    }
    bench.round()
    #expect(bench.rest(.fast) == 5)
    bench.pass(5)
    for poll in bench.take() { bench.fail(poll, .other) }
    #expect(bench.rest(.fast) == 5)
  }

  @Test func `while the fast lane fails the sweep waits`() throws {
    var bench = PlanBench(tasks: [running])
    try bench.answer(bench.takeOne(), with: [running])
    let page = try bench.takeOne()
    bench.pass(5)
    try bench.fail(bench.takeOne(), .other)
    bench.answer(page, with: [], marker: "2")
    #expect(bench.take().isEmpty)
    #expect(bench.plan.due(of: .sweep) == nil)
    bench.pass(5)
    try bench.answer(bench.takeOne(), with: [running])
    #expect(bench.take().map(\.request.marker) == ["2"])
  }

  @Test func `a sweep asks for a failed page again, and begins anew the third time`() throws {
    var bench = PlanBench(tasks: [running])
    try bench.answer(bench.takeOne(), with: [running])
    try bench.answer(bench.takeOne(), with: [running], marker: "2")
    var markers: [String?] = []
    for _ in 0..<4 {
      let polls = bench.take()
      for poll in polls where poll.lane == .sweep {
        markers.append(poll.request.marker)
        bench.fail(poll, .other)
      }
      for poll in polls where poll.lane == .fast { bench.answer(poll, with: [running]) }
      bench.pass(bench.rest(.sweep) ?? 0)
    }
    #expect(markers == ["2", "2", "2", nil])
  }

  @Test func `a failure among the leavers begins the round again`() throws {
    var bench = PlanBench(tasks: [running])
    bench.round()
    bench.tasks = [export("run", .failed)]
    bench.pass(5)
    try bench.answer(bench.takeOne(), with: [])
    let leavers = try bench.takeOne()
    #expect(leavers.question == .leavers(["run"]))
    bench.fail(leavers, .other)
    bench.pass(5)
    #expect(bench.round() == [.active, .leavers(["run"])])
    #expect(bench.store.active.isEmpty)
  }
}
