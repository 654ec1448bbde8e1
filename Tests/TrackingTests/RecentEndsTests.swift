import Foundation
import RDSExports
import Support
import Testing

@testable import Tracking

@Suite struct RecentEndsTests {
  private func ended(_ name: String, _ hours: Double, _ status: ExportTaskStatus = .complete)
    -> ExportTask
  {
    var task = export(name, status, started: at(hours * 3600 - 600))
    task.taskEndTime = at(hours * 3600)
    return task
  }

  private func names(_ ends: RecentEnds, _ store: inout Store, at hours: Double) -> [String] {
    let tasks = store.look().snapshot.tasks
    return ends.slots(at: at(hours * 3600)).map { tasks[$0].identifier }
  }

  @Test func `what ended within a day is there, the newest first, and goes with time alone`() {
    var store = Store.empty
    store.see(
      ended("old", -25), ended("early", -20), ended("late", -1, .failed), export("runs"), sent: 0)
    let ends = RecentEnds(of: store.look().snapshot.tasks, at: at(0))
    #expect(names(ends, &store, at: 0) == ["late", "early"])
    #expect(names(ends, &store, at: 4) == ["late"])
    #expect(names(ends, &store, at: 23) == [])
  }

  /// Tasks come, end and move, in snapshots some of which are skipped.
  @Test(.tags(.generated), arguments: Seed.run())
  func `kept by changes it is what a look at all of them gives`(seed: Seed) {
    var random = seed.generator("recent ends")
    for round in 0..<20 {
      var store = Store.empty
      var kept = RecentEnds(of: TrackedTasks(), at: at(0))
      var skipped: Changes?
      for step in 0..<60 {
        let time = Double(step) * 1800
        for _ in 0..<Int.random(in: 0...4, using: &random) {
          let status = random.pick([ExportTaskStatus.inProgress, .complete, .failed, .canceled])
          var task = export("t\(Int.random(in: 0...(store.count + 1), using: &random))", status)
          if status.isFinal, random.chance(0.9) {
            task.taskEndTime = at(time - Double.random(in: 0...100_000, using: &random))
          }
          store.see(task, sent: time)
        }
        let (snapshot, new) = store.look()
        let changes = skipped.map { $0.united(with: new) } ?? new
        guard random.chance(0.7) else {
          skipped = changes
          continue
        }
        skipped = nil
        kept.take(snapshot.tasks, changes, at: at(time))
        let anew = RecentEnds(of: snapshot.tasks, at: at(time))
        #expect(kept.slots(at: at(time)) == anew.slots(at: at(time)), "round \(round) \(step)")
      }
    }
  }

  @Test func `a poll looks at what it brings alone`() {
    var store = Store.empty
    for number in 0..<500 { store.see(ended("t\(number)", -2), sent: 0) }
    var ends = RecentEnds(of: store.look().snapshot.tasks, at: at(0))
    // Tasks of which nothing is said, as if they had never ended: whoever looks notices.
    let others = TrackedTasks(
      (0..<500).map { number in
        TrackedTask(
          id: TaskID(site: SiteID(1), identifier: "t\(number)"), task: export("t\(number)"),
          observedAt: at(0))
      })
    ends.take(others, Changes(slots: [7], added: 500..<500), at: at(0))
    #expect(ends.slots(at: at(0)).count == 499)
  }
}
