import Foundation
import RDSExports
import Support
import Testing

@testable import Tracking

/// What is kept beside the tasks is the same as what a look at all of them says, and what was handed
/// out does not change any more.
@Suite struct TrackedTasksTests {
  private static let statuses: [ExportTaskStatus?] = [
    .starting, .inProgress, .canceling, .complete, .failed, .canceled, .unknown("NEW"), nil,
  ]

  private func task(_ number: Int, _ random: inout SeededGenerator) -> TrackedTask {
    var task = export("task-\(number)", random.pick(Self.statuses))
    if random.chance(0.3) { task.warningMessage = random.pick(["", " ", "{}"]) }
    return TrackedTask(
      id: TaskID(site: SiteID(1), identifier: task.exportTaskIdentifier), task: task,
      observedAt: noon)
  }

  @Test(.tags(.generated), arguments: Seed.run(), 0..<20)
  func `whatever is added and changed, all of it agrees with a plain list`(seed: Seed, round: Int) {
    var random = seed.generator("tasks \(round)")
    var tasks = TrackedTasks()
    var plain: [TrackedTask] = []
    var handedOut: [(TrackedTasks, [TrackedTask])] = []
    for _ in 0..<1500 {
      if plain.isEmpty || random.chance(0.7) {
        plain.append(task(plain.count, &random))
        tasks.append(plain[plain.count - 1])
      } else {
        let slot = Int.random(in: plain.indices, using: &random)
        plain[slot] = task(slot, &random)
        tasks.replace(slot, with: plain[slot])
      }
      if random.chance(0.02) { handedOut.append((tasks, plain)) }
    }
    handedOut.append((tasks, plain))
    for (tasks, plain) in handedOut {
      #expect(tasks.count == plain.count)
      #expect(zip(tasks, plain).allSatisfy { $0 === $1 })
      #expect(tasks.indices.allSatisfy { tasks.slot(of: plain[$0].identifier) == $0 })
      #expect(tasks.slot(of: "task-\(plain.count)") == nil)
      #expect(tasks.open == plain.indices.filter { plain[$0].task.status?.isFinal != true })
      for phase in Phase.allCases {
        #expect(tasks.counts[phase] == plain.count { Phase(of: $0.task) == phase })
      }
    }
  }

  @Test func `of two tasks with one identifier the last counts`() {
    var random = SeededGenerator(seed: 1)
    let (first, second) = (task(1, &random), task(1, &random))
    let tasks = TrackedTasks([first, second])
    #expect(tasks.count == 1)
    #expect(tasks[0] === second)
    #expect(tasks.counts.total == 1)
  }

  @Test func `a task of another site is another task`() {
    var random = SeededGenerator(seed: 1)
    let tasks = TrackedTasks([task(1, &random)])
    #expect(tasks.task(TaskID(site: SiteID(1), identifier: "task-1")) != nil)
    #expect(tasks.task(TaskID(site: SiteID(2), identifier: "task-1")) == nil)
  }
}
