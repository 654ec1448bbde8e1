import Foundation
import RDSExports
import Support
import Testing
import Tracking

@testable import Monitor

/// Refreshes, pauses, failures and answers that come late, in any order: when the storm is over the
/// rows are what the account holds.
@Suite struct PollerStormTests {
  private func turn(_ deck: Deck, _ random: inout SeededGenerator) {
    let endings: [ExportTaskStatus] = [.complete, .failed, .canceled]
    deck.account.tasks = deck.account.tasks.map { task in
      guard task.status == .inProgress else { return task }
      var task = task
      task.percentProgress = min(
        100, (task.percentProgress ?? 0) + .random(in: 0...5, using: &random))
      if Int.random(in: 0...30, using: &random) == 0 {
        task.status = endings.randomElement(using: &random)
      }
      return task
    }
  }

  @Test(.tags(.generated), arguments: Seed.run(), 0..<12)
  func `the rows are the account's in the end`(seed: Seed, round: Int) async throws {
    var random = seed.generator("storm \(round)")
    let deck = Deck(
      tasks: (0..<7).map { export("t\($0)", .inProgress, percent: 0) }
        + (0..<9).map { export("old\($0)", .complete) }, settles: false)
    deck.account.set(pageSize: 4)
    deck.poller.start()
    for _ in 0..<150 {
      switch Int.random(in: 0...9, using: &random) {
      case 0: deck.poller.refresh()
      case 1: deck.poller.setPaused(.random(using: &random))
      case 2: deck.account.holdNext(.stubborn)
      case 3: deck.account.holdNext(.heedful)
      case 4: deck.account.failNext(Bool.random(using: &random) ? refused : fault("Throttling"))
      case 5: deck.account.release()
      case 6: deck.poller.wake()
      default: try await deck.pass(Double.random(in: 0...8, using: &random))
      }
      turn(deck, &random)
    }
    deck.account.calm()
    deck.poller.setPaused(false)
    try await eventually("quiet") {
      deck.account.release()
      return deck.poller.isIdle
    }
    // The back-off ends within this, and a sweep comes round.
    for _ in 0..<80 {
      try await deck.pass(5)
      try await eventually { deck.poller.isIdle }
    }
    let truth = Dictionary(
      uniqueKeysWithValues: deck.account.tasks.map { ($0.exportTaskIdentifier, $0) })
    #expect(deck.rows.count == truth.count)
    for row in deck.rows { #expect(row.task == truth[row.id.identifier]) }
    #expect(deck.feed.trouble == nil && !deck.feed.isThrottled)
    let versions = deck.deliveries.map(\.snapshot.version)
    #expect(versions == Array(1...versions.count))
  }
}
