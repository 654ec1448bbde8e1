import Foundation
import Testing
import Tracking

@testable import Planning

@Suite struct `An export that comes now` {
  private func newcomer(
    behind waiting: [QueueEntry], _ use: TakenSlots, of source: String = "new"
  ) -> QueueNewcomer {
    QueueNewcomer(request("new", of: source), at: dublin, behind: waiting, use, at: ten)
  }

  @Test func `starts where a slot is free, and overtakes nobody who could start`() {
    #expect(newcomer(behind: [], running("a", "b")) == .starts)
    #expect(newcomer(behind: [entry(1), entry(2)], running("a", "b")) == .starts)
    #expect(newcomer(behind: [entry(1)], running("a", "b", "c", "d")) == .isBehind(1))
    #expect(
      newcomer(behind: [], running("a", "b", "c", "d", "e")) == .waits(.slots(of: 5)))
    #expect(newcomer(behind: [], running("a"), of: "of-a") == .waits(.source(busyWith: "a")))
  }

  @Test func `overtakes nobody who waits for a slot where nobody knows what runs`() {
    let unknown = TakenSlots(running: nil)
    #expect(newcomer(behind: [], unknown) == .starts)
    #expect(newcomer(behind: [entry(1)], unknown) == .isBehind(1))
    #expect(newcomer(behind: (1...7).map { entry($0) }, unknown) == .isBehind(7))
    let later = QueueSchedule(start: after(3600), zone: "UTC")
    #expect(
      newcomer(
        behind: [entry(1, .held(.byUser)), entry(2, schedule: later), entry(3, .started(at: ten))],
        unknown) == .starts)
    #expect(
      newcomer(behind: [entry(1, of: "new")], unknown) == .waits(.source(busyWith: "export-1")))
  }
}
