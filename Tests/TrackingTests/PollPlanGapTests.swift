import Foundation
import Ground
import RDSExports
import Testing

@testable import Tracking

/// Sweeps are rare while the fast lane sees everything, and come at once after it did not.
@Suite struct PollPlanGapTests {
  private let running = export("run", percent: 5)
  private let done = export("done", .complete)

  /// Lets the plan run for some seconds, answering at once.
  private func pass(_ bench: inout PlanBench, _ seconds: Double) -> [Poll.Question] {
    let end = bench.now.monotonic + .seconds(seconds)
    var questions: [Poll.Question] = []
    while true {
      questions += bench.round()
      let due = PollLane.allCases.compactMap { bench.plan.due(of: $0)?.monotonic }.min()
      guard let due, due <= end else { break }
      bench.pass((due - bench.now.monotonic).seconds)
    }
    bench.pass((end - bench.now.monotonic).seconds)
    return questions
  }

  @Test func `over an hour after the first sweep a refresh takes a request and a half at most`()
    throws
  {
    var bench = PlanBench(tasks: [running])
    // 100 pages of 100 tasks.
    try bench.answer(bench.takeOne(), with: [running])
    var requests = 0
    var refreshes = 0
    func sweepPage(_ poll: Poll) -> String? {
      let page = Int(poll.request.marker ?? "1") ?? 1
      return page < 100 ? "\(page + 1)" : nil
    }
    while bench.plan.lastSweep == nil {
      let polls = bench.take()
      // A sweep breathes between pages that hold next to nothing.
      if polls.isEmpty { bench.pass(0.1) }
      for poll in polls { bench.answer(poll, with: [running], marker: sweepPage(poll)) }
    }
    let end = bench.now.monotonic + .seconds(3600)
    while let due = PollLane.allCases.compactMap({ bench.plan.due(of: $0)?.monotonic }).min(),
      due <= end
    {
      bench.pass(max(0, (due - bench.now.monotonic).seconds))
      for poll in bench.take() {
        requests += 1
        if poll.question == .active { refreshes += 1 }
        bench.pass(0.02)
        bench.answer(poll, with: [running], marker: poll.lane == .sweep ? sweepPage(poll) : nil)
      }
    }
    #expect(refreshes > 700)
    #expect(Double(requests) / Double(refreshes) <= 1.5)
    #expect(requests > refreshes)
  }

  @Test(arguments: [30.0, 60, 64])
  func `a pause that is no longer than a rest and a minute costs no sweep`(
    seconds: Double
  ) {
    var bench = PlanBench(tasks: [running, done])
    _ = pass(&bench, 20)
    bench.pass(seconds)
    #expect(!pass(&bench, 5).contains(.everything))
  }

  @Test func `after a gap the fast lane goes first, and a sweep follows at once`() throws {
    var bench = PlanBench(tasks: [running, done])
    _ = pass(&bench, 20)
    bench.plan.setPaused(true, at: bench.now)
    bench.pass(120)
    bench.plan.setPaused(false, at: bench.now)
    #expect(!bench.plan.mayHaveMissed)
    try bench.answer(bench.takeOne(), with: [running])
    #expect(bench.plan.mayHaveMissed, "nobody has looked for what began and ended meanwhile")
    #expect(pass(&bench, 1) == [.everything])
    #expect(!bench.plan.mayHaveMissed)
    #expect(!pass(&bench, 600).contains(.everything))
  }

  @Test func `a machine that slept sweeps too, although its monotonic clock stood still`() {
    var bench = PlanBench(tasks: [running, done])
    _ = pass(&bench, 20)
    bench.now.wall += 3600
    #expect(pass(&bench, 1) == [.active, .everything])
  }

  @Test func `an outage is a gap`() {
    var bench = PlanBench(tasks: [running, done])
    _ = pass(&bench, 20)
    let end = bench.now.monotonic + .seconds(200)
    while bench.now.monotonic < end {
      for poll in bench.take() { bench.fail(poll, .other) }
      bench.pass(bench.rest(.fast) ?? 5)
    }
    #expect(pass(&bench, 60).contains(.everything))
    #expect(!pass(&bench, 600).contains(.everything))
  }

  @Test func `a sweep that was under way in a gap is followed by another`() throws {
    var bench = PlanBench(tasks: [running])
    try bench.answer(bench.takeOne(), with: [running])
    let page = try bench.takeOne()
    bench.pass(200)
    let fast = try #require(bench.take().first { $0.lane == .fast })
    bench.answer(fast, with: [running])
    let begun = page.begun
    #expect(bench.answer(page, with: [running]) == .sweepOver(begunAt: begun))
    #expect(bench.rest(.sweep) == 0)
    #expect(bench.plan.mayHaveMissed)
    _ = bench.round()
    #expect(!bench.plan.mayHaveMissed)
    #expect(bench.rest(.sweep) == 1200)
  }

  @Test func `filters that are ignored make no gaps: the sweep is the only lane`() {
    var bench = PlanBench(tasks: [running, done])
    bench.server = .ignoresFilters
    _ = pass(&bench, 60)
    #expect(bench.plan.areFiltersIgnored)
    bench.pass(300)
    let rest = bench.plan.interval
    _ = bench.round()
    #expect(bench.rest(.sweep) == rest.seconds)
  }
}
