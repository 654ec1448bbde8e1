import Foundation
import RDSExports
import Testing

@testable import Tracking

/// A server that always names a next page is asked ever more slowly, and not for ever.
@Suite struct PollPlanPagesTests {
  private func walk(
    _ bench: inout PlanBench, _ lane: PollLane, tasks: (Int) -> [ExportTask]
  ) throws -> (advance: PollAdvance, rested: Double) {
    let start = bench.now
    var number = 0
    while true {
      let rest = try #require(bench.rest(lane))
      if rest > 0 { bench.pass(rest) }
      let poll = try #require(bench.take().first { $0.lane == lane })
      number += 1
      let advance = bench.answer(poll, with: tasks(number), marker: "m\(lane)\(number)")
      guard advance == .goesOn, number < 20_000 else {
        return (advance, (bench.now.monotonic - start.monotonic).seconds)
      }
    }
  }

  @Test func `empty pages slow a sweep down, and end it`() throws {
    var bench = PlanBench()
    try bench.answer(bench.takeOne(), with: [])
    let (advance, rested) = try walk(&bench, .sweep) { _ in [] }
    #expect(advance == .tooLong(pages: 100, tasks: 0))
    #expect(rested > 40 && rested < 60)
    #expect(bench.plan.sweeping == nil)
    #expect(try #require(bench.rest(.sweep)) >= 1200)
  }

  @Test func `full pages end a sweep that never comes to an end`() throws {
    var bench = PlanBench()
    try bench.answer(bench.takeOne(), with: [])
    let (advance, rested) = try walk(&bench, .sweep) { page in
      (0..<1000).map { export("\(page)-\($0)", .complete) }
    }
    #expect(advance == .tooLong(pages: 200, tasks: 200_000))
    #expect(rested == 0)
  }

  @Test func `running tasks without end are given up sooner, and longer each time`() throws {
    var bench = PlanBench()
    for wanted in [5.0, 10, 20, 40, 60, 60] {
      let (advance, _) = try walk(&bench, .fast) { page in (0..<100).map { export("\(page)-\($0)") }
      }
      #expect(advance == .tooLong(pages: 100, tasks: 10_000))
      #expect(bench.rest(.fast) == wanted)
    }
  }

  @Test func `a page with tasks between empty ones is no reason to slow down`() throws {
    var bench = PlanBench()
    try bench.answer(bench.takeOne(), with: [])
    for page in 0..<30 {
      let tasks = page % 3 == 2 ? (0..<20).map { export("\(page)-\($0)", .complete) } : []
      let poll = try #require(bench.take().first { $0.lane == .sweep })
      #expect(bench.answer(poll, with: tasks, marker: "m\(page)") == .goesOn)
      #expect(bench.rest(.sweep) == 0)
    }
  }
}
