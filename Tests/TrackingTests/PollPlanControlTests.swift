import Foundation
import RDSExports
import Testing

@testable import Tracking

@Suite struct PollPlanControlTests {
  private let running = export("run", .inProgress, percent: 5)
  private let done = export("done", .complete)

  @Test func `while paused nothing is due, and going on begins with the fast lane`() throws {
    var bench = PlanBench(tasks: [running, done])
    bench.round()
    bench.plan.setPaused(true, at: bench.now)
    #expect(bench.plan.due(of: .fast) == nil && bench.plan.due(of: .sweep) == nil)
    bench.pass(60)
    #expect(bench.take().isEmpty)
    bench.plan.setPaused(false, at: bench.now)
    #expect(bench.round() == [.active])
  }

  @Test func `a pause drops what is under way`() throws {
    var bench = PlanBench(tasks: [running])
    try bench.answer(bench.takeOne(), with: [running])
    bench.pass(5)
    let polls = bench.take()
    bench.plan.setPaused(true, at: bench.now)
    #expect(polls.allSatisfy { !bench.plan.wants($0) })
  }

  @Test(arguments: [(20.0, "2"), (90, nil)] as [(Double, String?)])
  func `a sweep goes on after a short pause and begins anew after a long one`(
    pause: Double, marker: String?
  ) throws {
    var bench = PlanBench(tasks: [running])
    try bench.answer(bench.takeOne(), with: [running])
    try bench.answer(bench.takeOne(), with: [done], marker: "2")
    _ = bench.take()
    bench.plan.setPaused(true, at: bench.now)
    bench.pass(pause)
    bench.plan.setPaused(false, at: bench.now)
    let polls = bench.take()
    #expect(polls.map(\.lane) == [.fast, .sweep])
    #expect(polls.last?.request.marker == marker)
  }

  @Test func `a refresh polls now, and sweeps where the last sweep is over a minute old`() throws {
    var bench = PlanBench(tasks: [running, done])
    bench.round()
    bench.pass(2)
    bench.plan.refresh(at: bench.now)
    #expect(bench.round() == [.active])
    bench.pass(57)
    bench.plan.refresh(at: bench.now)
    #expect(bench.round() == [.active])
    bench.pass(2)
    bench.plan.refresh(at: bench.now)
    #expect(bench.round() == [.active, .everything])
  }

  @Test func `a refresh goes on with a sweep that is under way`() throws {
    var bench = PlanBench(tasks: [running])
    try bench.answer(bench.takeOne(), with: [running])
    try bench.answer(bench.takeOne(), with: [done], marker: "2")
    let page = try bench.takeOne()
    bench.plan.refresh(at: bench.now)
    #expect(!bench.plan.wants(page))
    let polls = bench.take()
    #expect(polls.map(\.lane) == [.fast, .sweep])
    #expect(polls.last?.request.marker == "2")
    #expect(bench.plan.sweeping == 1)
  }

  @Test func `a refresh while paused is one round`() throws {
    var bench = PlanBench(tasks: [running, done])
    bench.round()
    bench.plan.setPaused(true, at: bench.now)
    bench.pass(100)
    bench.plan.refresh(at: bench.now)
    #expect(bench.round() == [.active, .everything])
    #expect(bench.plan.isPaused)
    bench.pass(1000)
    #expect(bench.take().isEmpty)
  }

  @Test func `a refresh does not wait for the end of a back-off`() throws {
    var bench = PlanBench(tasks: [running])
    try bench.fail(bench.takeOne(), .other)
    bench.plan.refresh(at: bench.now)
    #expect(bench.take().map(\.lane) == [.fast])
  }

  @Test func `a new interval measures the rest under way anew`() throws {
    var bench = PlanBench(tasks: [running])
    bench.round()
    bench.pass(3)
    bench.plan.setInterval(.seconds(20))
    #expect(bench.rest(.fast) == 17)
    #expect(bench.plan.interval == .seconds(20))
    bench.plan.setInterval(.seconds(2))
    #expect(bench.rest(.fast) == -1)
    #expect(bench.take().map(\.lane) == [.fast])
  }

  @Test func `an interval is a second at the least, and never longer than the idle rest`() throws {
    var bench = PlanBench(tasks: [running])
    bench.round()
    bench.plan.setInterval(.zero)
    #expect(bench.plan.interval == .seconds(1))
    bench.plan.setInterval(.seconds(90))
    bench.tasks = []
    bench.pass(90)
    bench.round()
    bench.pass(90)
    bench.round()
    #expect(bench.plan.interval == .seconds(90))
  }

  @Test func `a new interval leaves a back-off alone`() throws {
    var bench = PlanBench(tasks: [running])
    try bench.fail(bench.takeOne(), .other)
    bench.plan.setInterval(.seconds(60))
    #expect(bench.rest(.fast) == 5)
  }

  @Test func `after the stop nothing is ever due`() throws {
    var bench = PlanBench(tasks: [running])
    let poll = try bench.takeOne()
    bench.plan.stop()
    #expect(!bench.plan.wants(poll))
    bench.plan.refresh(at: bench.now)
    bench.plan.setPaused(false, at: bench.now)
    bench.pass(1000)
    #expect(bench.take().isEmpty)
  }
}
