import Foundation
import RDSExports
import Testing

@testable import Tracking

/// The ways to find out that a server does not honour filters, and the ways not to.
@Suite struct FilterTrustTests {
  private let running = export("run", .inProgress, percent: 5)
  private let done = export("done", .complete)

  @Test func `two answers running with what was not asked for`() {
    var bench = PlanBench(tasks: [running, done])
    bench.server = .ignoresFilters
    bench.round()
    #expect(!bench.plan.areFiltersIgnored)
    bench.pass(5)
    #expect(bench.round() == [.active, .everything])
    #expect(bench.plan.areFiltersIgnored)
    #expect(bench.plan.due(of: .fast) == nil)
    #expect(bench.rest(.sweep) == 5)
    bench.pass(5)
    #expect(bench.round() == [.everything])
  }

  @Test func `one such answer alone is forgiven, and its further pages are not read`() {
    var bench = PlanBench(tasks: [running])
    #expect(bench.answer(bench.take()[0], with: [running, done], marker: "2") == .roundOver)
    bench.round()
    for _ in 0..<3 {
      bench.pass(5)
      bench.round()
      bench.pass(5)
      for poll in bench.take() { bench.answer(poll, with: [running, done]) }
    }
    #expect(!bench.plan.areFiltersIgnored)
  }

  @Test func `a refusal`() {
    var bench = PlanBench(tasks: [running])
    bench.fail(bench.take()[0], .filtersRefused)
    #expect(bench.plan.areFiltersIgnored)
    #expect(bench.round() == [.everything])
    #expect(bench.rest(.sweep) == 5)
  }

  @Test func `a refusal of the leavers' filter`() {
    var bench = PlanBench(tasks: [running])
    bench.round()
    bench.pass(5)
    bench.answer(bench.take()[0], with: [])
    bench.fail(bench.take()[0], .filtersRefused)
    #expect(bench.plan.areFiltersIgnored)
  }

  @Test func `an active task of a sweep that the next fast answer lacks`() {
    var bench = PlanBench(tasks: [running, done])
    bench.server = .comparesCase
    #expect(bench.round() == [.active, .everything])
    #expect(!bench.plan.areFiltersIgnored)
    // Something runs, so the next fast poll comes soon.
    #expect(bench.rest(.fast) == 5)
    bench.pass(5)
    #expect(bench.round() == [.active, .leavers(["run"]), .everything])
    #expect(bench.plan.areFiltersIgnored)
  }

  @Test func `a server that finds it by identifier neither needs a second sweep`() {
    var bench = PlanBench(tasks: [running, done])
    bench.server = .findsNothing
    bench.round()
    bench.pass(5)
    #expect(bench.round() == [.active, .leavers(["run"])])
    #expect(!bench.plan.areFiltersIgnored)
    bench.pass(295)
    bench.round()
    bench.pass(30)
    bench.round()
    #expect(bench.plan.areFiltersIgnored)
  }

  @Test func `a task that ended between the sweep and the fast answer proves nothing`() {
    var bench = PlanBench(tasks: [running, done])
    bench.answer(bench.take()[0], with: [])
    bench.answer(bench.take()[0], with: [running, done])
    bench.tasks = [export("run", .complete), done]
    bench.pass(5)
    #expect(bench.round() == [.active, .leavers(["run"])])
    #expect(!bench.plan.areFiltersIgnored)
  }

  /// A list may lag behind a start for a moment.
  @Test func `a task just started that the list lacks once proves nothing`() {
    var bench = PlanBench(tasks: [done])
    bench.round()
    bench.store.see(export("new", .starting), sent: 0, from: .operation)
    bench.plan.activeTasksChanged(to: bench.store.active)
    bench.pass(5)
    bench.answer(bench.take()[0], with: [])
    bench.answer(bench.take()[0], with: [export("new", .starting)])
    #expect(!bench.plan.areFiltersIgnored)
    bench.tasks.append(export("new", .starting))
    bench.pass(5)
    #expect(bench.round() == [.active])
    #expect(!bench.plan.areFiltersIgnored)
  }

  @Test func `but lacked twice running it does`() {
    var bench = PlanBench(tasks: [done])
    bench.server = .comparesCase
    bench.round()
    bench.tasks.append(export("new", .starting))
    bench.store.see(export("new", .starting), sent: 0, from: .operation)
    bench.plan.activeTasksChanged(to: bench.store.active)
    bench.pass(5)
    bench.round()
    #expect(!bench.plan.areFiltersIgnored)
    bench.pass(5)
    bench.round()
    #expect(bench.plan.areFiltersIgnored)
  }

  @Test func `a refresh tries the filters again`() {
    var bench = PlanBench(tasks: [running, done])
    bench.server = .comparesCase
    bench.round()
    bench.pass(5)
    bench.round()
    #expect(bench.plan.areFiltersIgnored)
    bench.server = .honest
    bench.pass(1)
    bench.plan.refresh(at: bench.now)
    #expect(!bench.plan.areFiltersIgnored)
    #expect(bench.round() == [.active])
    #expect(bench.rest(.fast) == 5)
    #expect((bench.rest(.sweep) ?? 0) > 200)
  }

  @Test func `one lane rests by what its sweeps cost`() {
    var bench = PlanBench(tasks: [running])
    bench.fail(bench.take()[0], .filtersRefused)
    let page = bench.take()[0]
    bench.pass(2)
    bench.answer(page, with: [running, done])
    #expect(bench.rest(.sweep) == 40)
    #expect(bench.plan.interval == .seconds(40))
  }
}
