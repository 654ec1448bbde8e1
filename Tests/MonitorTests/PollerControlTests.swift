import Foundation
import RDSExports
import Support
import Synchronization
import Testing
import Tracking

@testable import Monitor

@Suite struct PollerControlTests {
  private let running = export("run", .inProgress, percent: 5)
  private let later = export("run", .inProgress, percent: 50)
  private let done = export("done", .complete)

  /// The seeded defect of every poller: a slow old answer that overwrites a new one.
  @Test func `an old result never wins over a refresh`() async throws {
    let deck = Deck(tasks: [running])
    deck.account.holdNext(.stubborn)
    deck.poller.start()
    try await eventually { deck.account.held == 1 }
    deck.account.tasks = [later]
    deck.poller.refresh()
    try await eventually { deck.feed.hasSwept }
    let delivered = deck.deliveries.count
    #expect(!deck.poller.isIdle)
    deck.account.release()
    try await deck.clock.settle()
    #expect(deck.rows.map(\.task) == [later])
    #expect(deck.deliveries.count == delivered)
  }

  /// By its number it is dropped even where its observation claims to be the newest.
  @Test func `an old result is dropped by its number, not by its time`() async throws {
    let deck = Deck(tasks: [running])
    try await deck.begin()
    deck.account.tasks = [export("ghost", .starting)]
    deck.account.holdNext(.stubborn)
    deck.poller.refresh()
    try await eventually { deck.account.held == 1 }
    deck.account.tasks = [running]
    deck.poller.setPaused(true)
    try await eventually { deck.feed.isPaused }
    deck.account.release()
    try await deck.clock.settle()
    #expect(deck.rows.map(\.id.identifier) == ["run"])
  }

  @Test func `an old failure is no trouble`() async throws {
    let deck = Deck(tasks: [running])
    deck.account.failNext(refused)
    deck.account.holdNext(.stubborn)
    deck.poller.start()
    try await eventually { deck.account.held == 1 }
    deck.poller.refresh()
    try await eventually { deck.feed.hasSwept }
    deck.account.release()
    try await deck.clock.settle()
    #expect(deck.deliveries.allSatisfy { $0.snapshot.feed.trouble == nil })
    #expect(deck.clock.nextDue == .seconds(5))
  }

  @Test func `a pause cancels down to the client and delivers nothing more of it`() async throws {
    let deck = Deck(tasks: [running])
    deck.account.holdNext(.heedful)
    deck.poller.start()
    try await eventually { deck.account.held == 1 }
    deck.poller.setPaused(true)
    try await deck.clock.settle()
    #expect(deck.account.cancelled == 1)
    #expect(deck.feed.isPaused)
    #expect(deck.feed.trouble == nil)
    #expect(deck.rows.isEmpty)
    #expect(deck.clock.appointments == 0)
    try await deck.pass(3600)
    #expect(deck.account.asked.count == 1)
    deck.poller.setPaused(false)
    try await deck.clock.settle()
    #expect(deck.rows.map(\.task) == [running])
    #expect(!deck.feed.isPaused)
  }

  @Test func `a refresh cancels what is under way and polls at once`() async throws {
    let deck = Deck(tasks: [running])
    deck.account.holdNext(.heedful)
    deck.poller.start()
    try await eventually { deck.account.held == 1 }
    deck.poller.refresh()
    try await deck.clock.settle()
    #expect(deck.account.cancelled == 1)
    #expect(deck.questions == ["status", "status", "everything"])
  }

  @Test func `a refresh sweeps only where the last sweep is over a minute old`() async throws {
    let deck = Deck(tasks: [done])
    try await deck.begin()
    try await deck.pass(20)
    deck.forget()
    deck.poller.refresh()
    try await deck.clock.settle()
    #expect(deck.questions == ["status"])
    try await deck.pass(41)
    deck.forget()
    deck.poller.refresh()
    try await deck.clock.settle()
    #expect(deck.questions == ["status", "everything"])
  }

  @Test func `a refresh while paused is one round`() async throws {
    let deck = Deck(tasks: [running])
    try await deck.begin()
    deck.poller.setPaused(true)
    try await deck.pass(120)
    deck.account.tasks = [later]
    deck.poller.refresh()
    try await deck.clock.settle()
    #expect(deck.rows.map(\.task) == [later])
    #expect(deck.feed.isPaused)
    #expect(deck.clock.appointments == 0)
  }

  @Test func `after the stop nothing is delivered, asked or booked`() async throws {
    let deck = Deck(tasks: [running])
    try await deck.begin()
    deck.account.holdNext(.stubborn)
    deck.poller.refresh()
    try await eventually { deck.account.held == 1 }
    deck.forget()
    deck.poller.stop()
    deck.poller.refresh()
    deck.poller.setInterval(.seconds(2))
    deck.poller.absorb(later, of: deck.poller.siteID, sentAt: Observation(sentAt: deck.clock.wall))
    try await eventually { deck.account.cancelled == 1 }
    deck.account.release()
    try await deck.clock.settle()
    #expect(deck.clock.appointments == 0)
    try await deck.pass(3600)
    #expect(deck.deliveries.isEmpty)
    #expect(deck.account.asked.isEmpty)
  }

  @Test func `a delivery may stop the poller`() async throws {
    let deck = Deck(tasks: [running])
    let poller = deck.poller
    deck.onDelivery { poller.stop() }
    try await deck.begin()
    #expect(deck.deliveries.count == 1)
    #expect(deck.clock.appointments == 0)
  }

  @Test func `a laptop that slept polls at its first wake`() async throws {
    let deck = Deck(tasks: [done])
    try await deck.begin()
    deck.forget()
    deck.clock.setWall(aheadBy: 8 * 3600)
    // The monotonic clock stood still: nobody rings for half a minute, but the program wakes.
    deck.poller.wake()
    try await deck.clock.settle()
    #expect(deck.questions == ["status", "everything"])
    #expect(deck.feed.lastAnswer == deck.clock.wall)
  }

  @Test func `a sweep overdue by the wall clock goes with the next alarm of the fast lane`()
    async throws
  {
    let deck = Deck(tasks: [done])
    try await deck.begin()
    deck.forget()
    deck.clock.setWall(aheadBy: 600)
    try await deck.pass(30)
    #expect(Set(deck.questions) == ["status", "everything"])
  }

  @Test func `a wake with nothing overdue costs nothing`() async throws {
    let deck = Deck(tasks: [done])
    try await deck.begin()
    deck.forget()
    deck.poller.wake()
    try await deck.clock.settle()
    #expect(deck.questions.isEmpty && deck.deliveries.isEmpty)
    #expect(deck.clock.appointments == 2)
  }

  @Test func `a clock that was set back does not freeze the rows`() async throws {
    let deck = Deck(tasks: [running])
    try await deck.begin()
    deck.clock.setWall(aheadBy: -7200)
    deck.account.tasks = [later]
    try await deck.pass(5)
    #expect(deck.rows.map(\.task) == [later])
    deck.account.tasks = [export("run", .complete)]
    try await deck.pass(5)
    #expect(deck.status(of: "run") == .complete)
    #expect(deck.feed.lastAnswer == deck.clock.wall)
  }

  @Test func `idle is exact: it waits for what was asked for and not yet begun`() async throws {
    let deck = Deck(tasks: [running])
    for _ in 0..<50 {
      deck.poller.refresh()
      #expect(!deck.poller.isIdle || !deck.deliveries.isEmpty)
    }
    try await deck.clock.settle()
    let count = deck.deliveries.count
    #expect(count == 50)
    #expect(deck.account.asked.isEmpty)
  }
}
