import Foundation
import RDSExports
import Testing

@testable import Tracking

@Suite struct StoreChangesTests {
  private func events(_ changes: Changes) -> [String] {
    changes.events.map { event in
      let what =
        switch event.kind {
        case .appeared: "appeared"
        case .turned(let from, let to): "\(from)>\(to)"
        case .noLongerListed: "gone"
        case .reached(let percent): "\(percent)%"
        case .movedOn(let percent, let rest): "\(percent)% after \(Int(rest))"
        case .fellBack(let from, let to): "\(from)%>\(to)%"
        default: "\(event.kind)"
        }
      return "\(event.task ?? "") \(what)"
    }
  }

  @Test func `the first rows are no news`() {
    var store = Store.empty
    #expect(store.look().changes == Changes(isWhole: true))
    store.see(export("a"), sent: 0, from: .fastLane)
    #expect(store.look().changes == Changes(isWhole: true, added: 0..<1))
    store.see(export("b", .complete), sent: 1)
    #expect(store.look().changes == Changes(added: 1..<2))
    #expect(store.look().changes == Changes(added: 2..<2))
  }

  @Test func `a task that the fast lane did not have before is news`() {
    var store = Store.empty
    store.see(export("a"), sent: 0, from: .fastLane)
    store.see(export("a"), export("b", .starting), sent: 5, from: .fastLane)
    #expect(events(store.look().changes) == ["b appeared"])
  }

  @Test func `once a sweep has ended every new task is news`() {
    var store = Store.empty
    store.see(export("a", .complete), sent: 0)
    store.endSweep(begunAt: at(0))
    #expect(events(store.look().changes) == [])
    store.see(export("b", .complete), sent: 9)
    #expect(events(store.look().changes) == ["b appeared"])
  }

  @Test func `what we started ourselves is news at once`() {
    var store = Store.empty
    store.see(export("a", .starting), sent: 0, from: .operation)
    #expect(events(store.look().changes) == ["a appeared"])
  }

  @Test func `a turn of status is told once, by the API's words and the server's clock`() {
    var store = Store.empty
    store.see(export("a", .starting), sent: 0)
    store.see(export("a", .inProgress, percent: 1), sent: 1)
    store.see(export("a", .inProgress, percent: 2), sent: 2)
    store.see(export("a", .unknown("Paused")), sent: 3)
    let changes = store.look().changes
    #expect(events(changes) == ["a STARTING>IN_PROGRESS", "a IN_PROGRESS>Paused"])
    #expect(changes.events.map(\.at) == [at(1), at(3)])
    #expect(store.look().changes.events.isEmpty)
  }

  @Test func `every tenth of the way is told, and what was unusual on it`() {
    var store = Store.empty
    var told: [String] = []
    for (percent, minute) in [
      (8, 0), (9, 1), (10, 2), (11, 3), (32, 4), (33, 5), (35, 90), (5, 91),
    ] {
      store.see(export("a", percent: percent), sent: Double(minute) * 60)
      told += events(store.look().changes)
    }
    #expect(told == ["a 10%", "a 32%", "a 35% after 5100", "a 35%>5%"])
  }

  @Test func `only a sweep begun after a task was last seen finds it gone`() {
    var store = Store.empty
    store.see(export("old", .complete), sent: 0, seen: 10)
    store.see(export("kept", .complete), sent: 0, seen: 10)
    store.endSweep(begunAt: at(9))
    #expect(store.task("old")?.isListed == true)
    store.see(export("kept", .complete), sent: 12)
    store.endSweep(begunAt: at(11))
    #expect(store.task("old")?.isListed == false)
    #expect(store.task("kept")?.isListed == true)
  }

  @Test func `gone is told once, and an active task that is gone is active no more`() {
    var store = Store.empty
    store.see(export("a"), sent: 0)
    store.endSweep(begunAt: at(5))
    #expect(store.active.isEmpty)
    store.endSweep(begunAt: at(10))
    let changes = store.look().changes
    #expect(events(changes) == ["a gone"])
    #expect(changes.events.map(\.at) == [at(5)])
  }

  @Test func `a task that comes back is listed again`() {
    var store = Store.empty
    store.see(export("a"), sent: 0)
    store.endSweep(begunAt: at(5))
    _ = store.look()
    store.see(export("a"), sent: 6)
    #expect(store.active.map(\.identifier) == ["a"])
    let (snapshot, changes) = store.look()
    #expect(snapshot.tasks[0].isListed)
    #expect(events(changes) == ["a appeared"])
  }

  /// A start of ours that is answered while a sweep reads pages is no older than the sweep,
  /// although its request was sent before.
  @Test func `what was answered during a sweep is not gone by it`() {
    var store = Store.empty
    store.see(export("a", .starting), sent: 0, seen: 3, from: .operation)
    store.endSweep(begunAt: at(1))
    #expect(store.task("a")?.isListed == true)
  }
}
