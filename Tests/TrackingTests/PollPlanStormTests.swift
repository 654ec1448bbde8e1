import Foundation
import RDSExports
import Support
import Testing

@testable import Tracking

/// Whatever happens in whatever order, a plan that runs always has something to do next.
@Suite struct PollPlanStormTests {
  private let statuses: [ExportTaskStatus] = [
    .starting, .inProgress, .canceling, .complete, .failed,
  ]

  private func somePage(_ random: inout SeededGenerator) -> ([ExportTask], String?) {
    let tasks = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      export(
        "t\(Int.random(in: 0...5, using: &random))",
        statuses.randomElement(using: &random) ?? .starting)
    }
    return (tasks, Int.random(in: 0...3, using: &random) == 0 ? "\(random.next() % 9)" : nil)
  }

  private func somethingHappens(
    _ bench: inout PlanBench, _ polls: inout [Poll], _ random: inout SeededGenerator
  ) {
    switch Int.random(in: 0...11, using: &random) {
    case 0: bench.plan.refresh(at: bench.now)
    case 1: bench.plan.setPaused(.random(using: &random), at: bench.now)
    case 2: bench.plan.setInterval(.seconds(Int.random(in: 0...90, using: &random)))
    case 3: bench.plan.clockWasSetBack(at: bench.now)
    case 4: bench.pass(.random(in: 0...400, using: &random))
    case 5: bench.plan.activeTasksChanged(to: bench.store.active)
    case 6, 7:
      guard let poll = polls.popLast() else { return }
      let failures: [PollFailure] = [
        .setup, .throttled, .filtersRefused, .other, .resting(until: .seconds(60)),
      ]
      bench.fail(poll, failures.randomElement(using: &random) ?? .other)
    default:
      guard !polls.isEmpty else { return }
      let (tasks, marker) = somePage(&random)
      bench.answer(polls.remove(at: 0), with: tasks, marker: marker)
    }
  }

  @Test(.tags(.generated), arguments: Seed.run(), 0..<100)
  func `a plan never stands still for good`(seed: Seed, round: Int) {
    var random = seed.generator("plan \(round)")
    var bench = PlanBench()
    var polls: [Poll] = []
    for _ in 0..<300 {
      polls += bench.take()
      let wanted = polls.filter(bench.plan.wants)
      #expect(Set(wanted.map(\.lane)).count == wanted.count, "two requests in one lane")
      #expect(Set(polls.map(\.number)).count == polls.count)
      let rests = PollLane.allCases.compactMap(bench.rest)
      if !bench.plan.isPaused {
        #expect(!wanted.isEmpty || !rests.isEmpty, "nothing to do next")
      }
      #expect(rests.allSatisfy { $0 <= 24 * 400 * 20 })
      somethingHappens(&bench, &polls, &random)
    }
    // A server in good order brings everything back to its usual pace.
    bench.plan.setPaused(false, at: bench.now)
    bench.plan.refresh(at: bench.now)
    bench.store = .empty
    bench.tasks = [export("run")]
    for _ in 0..<20 {
      bench.round()
      bench.pass(bench.rest(bench.plan.leadingLane) ?? 0)
    }
    #expect(!bench.plan.isThrottled)
    #expect(!bench.plan.areFiltersIgnored)
    #expect(bench.plan.interval == bench.plan.policy.activeInterval)
  }
}
