import Foundation
import RDSExports
import Support
import Testing

@testable import Tracking

/// A snapshot's changes name everything that is other than in the one before, and nothing that isn't.
@Suite struct ChangesTests {
  @Test(.tags(.generated), arguments: Seed.run(), 0..<100)
  func `with its changes alone, a snapshot is the one before made new`(seed: Seed, round: Int) {
    var random = seed.generator("changes \(round)")
    var store = Store.empty
    var seen: [TrackedTask] = []
    var unseen: Changes?
    for step in 0..<40 {
      let time = TimeInterval(step * 5)
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        let number = Int.random(in: 0...(store.count + 1), using: &random)
        let status = random.pick([ExportTaskStatus.starting, .inProgress, .complete, .failed])
        let percent = Int.random(in: 0...100, using: &random)
        store.see(export("task-\(number)", status, percent: percent), sent: time)
      }
      if random.chance(0.05) { store.endSweep(begunAt: at(time)) }
      let (snapshot, changes) = store.look()
      let all = unseen.map { $0.united(with: changes) } ?? changes
      guard random.chance(0.7) else {
        unseen = all
        continue
      }
      unseen = nil
      let newest = Array(snapshot.tasks)
      #expect(all.slots == all.slots.sorted() && Set(all.slots).count == all.slots.count)
      #expect(all.slots == seen.indices.filter { seen[$0] !== newest[$0] })
      #expect(all.added == seen.count..<newest.count)
      seen = newest
    }
  }

  @Test func `a task that came while nobody looked is new, whatever became of it since`() {
    var store = Store.empty
    store.see(export("a"), sent: 0)
    _ = store.look()
    store.see(export("b", percent: 1), sent: 1)
    let first = store.look().changes
    store.see(export("b", percent: 2), sent: 2)
    let second = store.look().changes
    #expect(second.slots == [1])
    #expect(first.united(with: second) == Changes(added: 1..<2))
  }
}
