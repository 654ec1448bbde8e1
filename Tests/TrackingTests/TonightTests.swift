import Foundation
import Ground
import RDSExports
import Support
import Testing

@testable import Tracking

@Suite struct TonightTests {
  private static let evening = at(6 * 3600)..<at(30 * 3600)

  private func tonight(_ store: inout Store) -> Tonight {
    Tonight(window: Self.evening, of: store.look().snapshot.tasks)
  }

  @Test func `what began in the window counts, by what has become of it`() {
    var store = Store.empty
    store.see(
      export("before", .complete, gigabytes: 7, started: at(0)),
      export("done", .complete, gigabytes: 40, started: at(7 * 3600)),
      export("failed", .failed, gigabytes: 2, started: at(8 * 3600)),
      export("runs", .inProgress, gigabytes: 10, started: at(9 * 3600)),
      export("after", .inProgress, gigabytes: 9, started: at(30 * 3600)), sent: 31 * 3600)
    let tonight = tonight(&store)
    #expect(tonight.counts.total == 3)
    #expect(
      [.complete, .failed, .running].map { tonight.counts[$0] } == [1, 1, 1])
    #expect(tonight.gigabytes == 52)
  }

  @Test func `what AWS gives no start time for counts from when it was first seen, or its end`() {
    var store = Store.empty
    store.see(export("starting", .starting), sent: 7 * 3600)
    var failed = export("failed", .failed)
    failed.taskEndTime = at(8 * 3600)
    store.see(failed, export("unknown", .failed), sent: 8 * 3600)
    let tonight = tonight(&store)
    #expect(tonight.counts[.starting] == 1)
    #expect(tonight.counts[.failed] == 1)
  }

  @Test func `the window goes from an evening to the next`() throws {
    let local = LocalTime(utcOffset: 0)
    #expect(Tonight.window(since: .evening, at: at(0), local) == at(-18 * 3600)..<at(6 * 3600))
    #expect(Tonight.window(since: .evening, at: at(6 * 3600), local) == Self.evening)
  }

  @Test func `no sum of sizes overflows`() {
    var store = Store.empty
    store.see(
      export("a", gigabytes: .max, started: at(7 * 3600)),
      export("b", gigabytes: .max, started: at(7 * 3600)),
      export("c", gigabytes: -5, started: at(7 * 3600)), sent: 8 * 3600)
    #expect(tonight(&store).gigabytes == 2_000_000_000)
  }

  /// Tasks come, begin, move, end and begin at another time, in snapshots some of which are skipped.
  @Test(.tags(.generated), arguments: Seed.run())
  func `kept by changes it is what counting all of them gives`(seed: Seed) {
    var random = seed.generator("tonight")
    for round in 0..<20 {
      var store = Store.empty
      var kept = Tonight(window: Self.evening)
      var skipped: Changes?
      for step in 0..<60 {
        let time = Double(step) * 1200
        for _ in 0..<Int.random(in: 0...4, using: &random) {
          let status = random.pick([
            ExportTaskStatus.starting, .inProgress, .complete, .failed, .canceled, .canceling,
          ])
          var task = export(
            "t\(Int.random(in: 0...(store.count + 1), using: &random))", status,
            percent: Int.random(in: 0...100, using: &random),
            gigabytes: Int.random(in: 0...500, using: &random),
            started: random.chance(0.7) ? at(Double.random(in: 0...40 * 3600, using: &random)) : nil
          )
          if status.isFinal { task.taskEndTime = at(time) }
          store.see(task, sent: time)
        }
        let (snapshot, new) = store.look()
        let changes = skipped.map { $0.united(with: new) } ?? new
        guard random.chance(0.7) else {
          skipped = changes
          continue
        }
        skipped = nil
        kept.take(snapshot.tasks, changes)
        let anew = Tonight(window: Self.evening, of: snapshot.tasks)
        #expect(kept.counts == anew.counts, "round \(round), step \(step)")
        #expect(kept.gigabytes == anew.gigabytes, "round \(round), step \(step)")
      }
    }
  }
}
