import Foundation
import RDSExports
import Testing

@testable import Tracking

@Suite struct ElapsedTests {
  @Test func `STARTING has lasted at least since it was first seen`() throws {
    var store = Store.empty
    store.see(export("a", .starting), sent: 0)
    for minute in 1...180 { store.see(export("a", .starting), sent: Double(minute) * 60) }
    let elapsed = try #require(store.task("a")?.elapsed(at: at(10_800)))
    #expect(elapsed == Elapsed(seconds: 10_800, isAtLeast: true, isRunning: true))
  }

  @Test(arguments: [false, true])
  func `what was started here is known from its beginning`(isSeenBefore: Bool) throws {
    var store = Store.empty
    if isSeenBefore { store.see(export("a", .starting), sent: 0, from: .fastLane) }
    store.see(export("a", .starting), sent: 2, from: .operation)
    store.see(export("a", .starting), sent: 30, from: .fastLane)
    let elapsed = try #require(store.task("a")?.elapsed(at: at(62)))
    #expect(elapsed == Elapsed(seconds: 60, isAtLeast: false, isRunning: true))
  }

  @Test func `the answer to a cancel is no beginning`() throws {
    var store = Store.empty
    store.see(export("a", .canceling), sent: 0, from: .operation)
    #expect(store.task("a")?.elapsed(at: at(60))?.isAtLeast == true)
  }

  @Test func `AWS's own times count where they are there`() throws {
    var store = Store.empty
    store.see(export("a", .starting), sent: 0)
    store.see(export("a", percent: 1, started: at(500)), sent: 510)
    #expect(
      store.task("a")?.elapsed(at: at(600))
        == Elapsed(seconds: 100, isAtLeast: false, isRunning: true))
    var done = export("a", .complete, started: at(500))
    done.taskEndTime = at(800)
    store.see(done, sent: 810)
    #expect(
      store.task("a")?.elapsed(at: at(9000))
        == Elapsed(seconds: 300, isAtLeast: false, isRunning: false))
    store.see(export("b", .failed), sent: 811)
    #expect(store.task("b")?.elapsed(at: at(9000)) == nil)
  }

  @Test func `a start in the future by a wrong clock is no negative time`() throws {
    var store = Store.empty
    store.see(export("a", percent: 1, started: at(500)), sent: 0)
    #expect(store.task("a")?.elapsed(at: at(0))?.seconds == 0)
  }
}
