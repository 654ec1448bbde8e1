import Foundation
import RDSExports
import Testing

@testable import Tracking

@Suite struct StallTests {
  /// A task that goes at a steady pace, looked at every 5 seconds.
  private func steady(secondsForAPercent: Double, until percent: Int) -> Store {
    var store = Store.empty
    var time = 0.0
    while time / secondsForAPercent <= Double(percent) {
      store.see(export("a", percent: Int(time / secondsForAPercent), started: at(0)), sent: time)
      time += 5
    }
    return store
  }

  @Test(arguments: [(120.0, 360.0), (30, 150), (600, 1800)])
  func `a rest much longer than usual is a stall`(pace: Double, patience: Double) throws {
    var store = steady(secondsForAPercent: pace, until: 20)
    let progress = try #require(store.task("a")?.progress)
    let last = try #require(progress.lastMovement)
    #expect(abs(last.timeIntervalSince(at(pace * 20))) <= 5)
    #expect(progress.stalledFor(at: last.addingTimeInterval(patience - 20)) == nil)
    #expect(progress.stalledFor(at: last.addingTimeInterval(patience + 20)) == patience + 20)
  }

  @Test func `a demonstration at sixty times the speed stalls sixty times as soon`() throws {
    var store = steady(secondsForAPercent: 1.2, until: 40)
    let progress = try #require(store.task("a")?.progress)
    let last = try #require(progress.lastMovement)
    #expect(progress.stalledFor(at: last.addingTimeInterval(10)) == nil)
    #expect(progress.stalledFor(at: last.addingTimeInterval(20)) == 20)
  }

  @Test func `a task that moves never stalls, at any pace`() throws {
    for pace in [0.5, 1, 2, 7, 30, 72, 120, 400, 1000] {
      var store = Store.empty
      var time = 0.0
      while time <= pace * 100 {
        store.see(export("a", percent: Int(time / pace), started: at(0)), sent: time)
        let progress = try #require(store.task("a")?.progress)
        #expect(progress.stalledFor(at: at(time)) == nil, "\(pace) s a percent, at \(time)")
        time += 5
      }
    }
  }

  @Test func `one long rest does not make long rests usual`() throws {
    var store = Store.empty
    for percent in 0...30 {
      let pause = percent > 15 ? 3600.0 : 0
      store.see(export("a", percent: percent, started: at(0)), sent: Double(percent) * 60 + pause)
    }
    let usual = try #require(store.task("a")?.progress.usualRest)
    #expect(usual <= 900)
  }

  @Test func `who joins a task that stands still learns it by its age`() throws {
    var store = Store.empty
    store.see(export("a", percent: 30, started: at(-3600)), sent: 0)
    let progress = try #require(store.task("a")?.progress)
    #expect(progress.stalledFor(at: at(360)) == nil)
    #expect(progress.stalledFor(at: at(1000)) == 1000)
  }

  @Test func `at nothing a task has stood still since it began, and an hour is too long`() throws {
    var store = Store.empty
    store.see(export("a", percent: 0, started: at(-600)), sent: 0)
    let progress = try #require(store.task("a")?.progress)
    #expect(progress.stalledFor(at: at(2900)) == nil)
    #expect(progress.stalledFor(at: at(3100)) == 3700)
    store.see(export("a", percent: 0, started: at(-600)), sent: 3100)
    let later = store.task("a")
    #expect(later.map { Phase(of: $0, at: at(3100)) } == .stalled)
    store.see(export("a", percent: 1, started: at(-600)), sent: 3200)
    let moved = store.task("a")
    #expect(moved.map { Phase(of: $0, at: at(3200)) } == .running)
  }

  @Test(arguments: [ExportTaskStatus.starting, .canceling])
  func `what has no percentage is stalled an hour after it was first seen`(
    status: ExportTaskStatus
  ) throws {
    var store = Store.empty
    for minute in 0...70 {
      store.see(export("a", status, percent: 0), sent: Double(minute) * 60)
    }
    let seen = store.task("a")
    let task = try #require(seen)
    #expect(Phase(of: task, at: at(3600)) == Phase(of: task.task))
    #expect(Phase(of: task, at: at(3601)) == .stalled)
    #expect(task.progress.stalledFor(at: at(4200)) == 4200)
  }

  @Test func `STARTING that goes on to run begins its rest anew`() throws {
    var store = Store.empty
    store.see(export("a", .starting), sent: 0)
    store.see(export("a", .starting), sent: 4000)
    store.see(export("a", percent: 0), sent: 4005)
    let seen = store.task("a")
    let task = try #require(seen)
    #expect(task.progress.lastMovement == at(4000), "it was not running before that")
    #expect(Phase(of: task, at: at(4010)) == .running)
  }

  @Test func `a part of the way without a start time stalls by the clock`() throws {
    var store = Store.empty
    store.see(export("a", percent: 30), sent: 0)
    let progress = try #require(store.task("a")?.progress)
    #expect(progress.stalledFor(at: at(3600)) == nil)
    #expect(progress.stalledFor(at: at(3700)) == 3700)
  }

  @Test func `where AWS gives no percentage nobody can tell`() throws {
    var store = Store.empty
    store.see(export("a"), sent: 0)
    let progress = try #require(store.task("a")?.progress)
    #expect(progress.stalledFor(at: at(1e6)) == nil)
  }

  @Test func `what is no longer listed is not watched, so it can't be seen to stall`() throws {
    var store = Store.empty
    store.see(export("a", .starting), sent: 0)
    store.endSweep(begunAt: at(10))
    let seen = store.task("a")
    let task = try #require(seen)
    #expect(Phase(of: task, at: at(1e6)) == .starting)
  }

  @Test func `a gap ends with an answer: what has moved meanwhile did not stand still`() throws {
    var store = steady(secondsForAPercent: 60, until: 20)
    store.see(export("a", percent: 45, started: at(0)), sent: 9000)
    let seen = store.task("a")
    let task = try #require(seen)
    #expect(Phase(of: task, at: at(9001)) == .running)
    #expect(task.progress.lastMovement == at(9000))
  }

  @Test func `stalled tasks are counted as stalled, and the next one is foreseen`() throws {
    var store = Store.empty
    store.see(
      export("a", .starting), export("b", percent: 0), export("c", .canceling),
      export("d", .failed), sent: 0)
    store.see(export("late", .starting), sent: 100)
    let tasks = store.look().snapshot.tasks
    #expect(tasks.counts(at: at(10)) == tasks.counts)
    #expect(tasks.nextTurn(after: at(10)) == at(3600))
    let counts = tasks.counts(at: at(3650))
    #expect(counts[.stalled] == 3 && counts[.starting] == 1 && counts[.running] == 0)
    #expect(counts.total == 5 && counts.active == 4)
    #expect(tasks.nextTurn(after: at(3650)) == at(3700))
  }

  @Test func `gigabytes are movement too`() throws {
    var store = Store.empty
    for look in 0...60 {
      store.see(export("a", percent: 1, gigabytes: look, started: at(0)), sent: Double(look) * 60)
    }
    #expect(store.task("a")?.progress.lastMovement == at(3600))
  }
}
