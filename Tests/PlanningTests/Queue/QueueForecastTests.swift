import Foundation
import Testing

@testable import Planning

@Suite struct `The forecast of the queue` {
  private func starts(
    _ entries: [QueueEntry], _ use: TakenSlots, lasting: TimeInterval? = 600
  ) -> [Int: QueueStart] {
    QueueForecast.starts(of: entries, use, at: ten) { _ in lasting }
  }

  private func about(_ turn: Int, _ seconds: TimeInterval) -> QueueStart {
    QueueStart(turn: turn, at: after(seconds))
  }

  private func atLeast(_ turn: Int, _ seconds: TimeInterval) -> QueueStart {
    QueueStart(turn: turn, at: after(seconds), isAtLeast: true)
  }

  /// Some that run, each with its end in seconds; nil where nobody can tell.
  private func running(_ ends: TimeInterval?..., slots: Int) -> TakenSlots {
    TakenSlots(
      slots: slots,
      running: ends.enumerated().map { index, end in
        RunningExport(
          identifier: "r\(index)", sourceArn: source("r\(index)"), end: end.map(after))
      })
  }

  @Test func `goes by the ends of what runs and then of what the queue has started`() {
    #expect(
      starts([entry(1), entry(2), entry(3), entry(4)], running(300, 900, slots: 2))
        == [1: about(1, 300), 2: about(2, 900), 3: about(3, 900), 4: about(4, 1500)])
  }

  @Test func `waits for a source, for a time and after a setback, and turns go by the starts`() {
    var refused = entry(4)
    refused.meet(.source, "said", at: ten)
    let entries = [
      entry(1, of: "x"), entry(2, of: "x"),
      entry(3, schedule: QueueSchedule(start: after(100), zone: "UTC")), refused,
    ]
    #expect(
      starts(entries, running(slots: 5))
        == [1: about(1, 0), 2: about(4, 600), 3: about(3, 100), 4: about(2, 15)])
  }

  @Test func `a site that rests lets none of its exports start, and who would be late is held`() {
    var refused = entry(1)
    refused.meet(.noSlot, "said", at: ten)
    let rest = refused.setback.map { $0.restsUntil.timeIntervalSince(ten) } ?? 0
    #expect(rest > 0)
    #expect(
      starts([refused, entry(2)], running(slots: 5)) == [1: about(1, rest), 2: about(2, rest)])
    let late = entry(
      1, schedule: QueueSchedule(start: ten, zone: "UTC", latest: after(100)))
    #expect(
      starts([late, entry(2)], running(300, slots: 1))
        == [1: QueueStart(turn: 2, at: nil), 2: about(1, 300)])
  }

  @Test func `what waits for an end that nobody can tell starts then at the earliest`() {
    // Any of them may be the first to end, so that nothing is known of the first entry.
    #expect(
      starts([entry(1), entry(2)], running(nil, 1200, slots: 2))
        == [1: QueueStart(turn: 1, at: nil, isAtLeast: true), 2: atLeast(2, 660)])
    #expect(
      starts([entry(1), entry(2)], running(900, slots: 1), lasting: nil)
        == [1: about(1, 900), 2: atLeast(2, 960)])
    #expect(starts([entry(1)], TakenSlots(running: nil)) == [:])
  }

  @Test func `an end that may be later makes a bound of what waits for it, and of nothing else`() {
    var use = running(300, 900, slots: 2)
    use.running?[1].isEndAtLeast = true
    #expect(
      starts([entry(1), entry(2), entry(3)], use)
        == [1: about(1, 300), 2: about(2, 900), 3: atLeast(3, 900)])
  }

  @Test func `an end that nobody can tell matters only to what waits for it`() {
    let later = entry(1, schedule: QueueSchedule(start: after(3600), zone: "UTC"))
    #expect(starts([later], running(nil, slots: 2)) == [1: about(1, 3600)])
    #expect(starts([later], running(nil, slots: 1)) == [1: atLeast(1, 3600)])
  }

  @Test func `what should have ended may end at any time`() {
    #expect(
      starts([entry(1)], running(-300, slots: 1))
        == [1: QueueStart(turn: 1, at: nil, isAtLeast: true)])
  }

  @Test func `what is held has no turn, and what lies too far ahead has no time`() {
    let entries = [
      entry(1, .held(.byUser)),
      entry(2, schedule: QueueSchedule(start: after(30 * 86_400), zone: "UTC")), entry(3),
    ]
    #expect(
      starts(entries, running(slots: 5)) == [2: QueueStart(turn: 2, at: nil), 3: about(1, 0)])
  }
}
