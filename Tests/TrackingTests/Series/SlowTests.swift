import Foundation
import RDSExports
import Testing

@testable import Tracking

@Suite struct `A slow task` {
  private let nights = usualNights

  @Test func `has run for longer than earlier runs explain`() throws {
    var store = Store.knowing(nights, tonight(percent: 10))
    store.see(tonight(percent: 20), sent: 60 * 60)
    let task = try store.tonight()
    let limit = try #require(task.usual?.slowAfter)
    #expect(limit >= 50 * 60 * 1.25)
    #expect(limit < 50 * 60 * 2)
    #expect(Phase(of: task, at: at(limit)) == .running)
    #expect(Phase(of: task, at: at(limit + 1)) == .slow)
    #expect(task.nextTurn(after: at(3600)) == at(limit))
  }

  @Test func `is slow at once where its own pace says so`() throws {
    var store = Store.knowing(nights, tonight())
    store.watch(1...30, secondsEach: 120)
    let task = try store.tonight()
    #expect(Phase(of: task, at: at(3601)) == .slow)
    store = Store.knowing(nights, tonight())
    store.watch(1...4, secondsEach: 120)
    #expect(
      try Phase(of: store.tonight(), at: at(481)) == .running,
      "a few percent prove nothing")
  }

  @Test func `that stands still has stalled`() throws {
    var store = Store.knowing(nights, tonight(percent: 10))
    let task = try store.tonight()
    #expect(Phase(of: task, at: at(2 * 86_400)) == .stalled)
    #expect(!task.isIn(PhaseSet(.slow), at: at(2 * 86_400)))
  }

  @Test func `runs, too, and takes its slot`() throws {
    var store = Store.knowing(nights, tonight(percent: 10))
    store.see(tonight(percent: 20), sent: 2 * 3600)
    let tasks = store.look().snapshot.tasks
    let counts = tasks.counts(at: at(2 * 3600))
    #expect(counts[.slow] == 1)
    #expect(counts[.running] == 0)
    #expect(counts.active == 1)
    #expect(tasks.counts.active == 1)
    let task = try store.tonight()
    for phases in [PhaseSet(.slow), PhaseSet(.running), .active] {
      #expect(task.isIn(phases, at: at(2 * 3600)))
    }
    #expect(!task.isIn(PhaseSet(.stalled), at: at(2 * 3600)))
  }

  @Test func `is never one with four runs before it, or one that has ended`() throws {
    var store = Store.knowing(Array(nights.prefix(4)), tonight(percent: 10))
    store.see(tonight(percent: 20), sent: 9 * 3600)
    #expect(try store.tonight().slowFrom == nil)
    #expect(try store.tonight().usual != nil)
    store = Store.knowing(nights, tonight(.complete, percent: 100))
    #expect(try store.tonight().slowFrom == nil)
  }
}
