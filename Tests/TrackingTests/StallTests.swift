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

  @Test func `without evidence nothing is stalled`() {
    var store = Store.empty
    store.see(export("a", percent: 0, started: at(-3600)), sent: 0)
    store.see(export("b", .starting, percent: 0), sent: 0)
    for identifier in ["a", "b"] {
      #expect(store.task(identifier)?.progress.stalledFor(at: at(1e6)) == nil)
    }
  }

  @Test func `gigabytes are movement too`() throws {
    var store = Store.empty
    for look in 0...60 {
      store.see(export("a", percent: 1, gigabytes: look, started: at(0)), sent: Double(look) * 60)
    }
    #expect(store.task("a")?.progress.lastMovement == at(3600))
  }
}
