import Dashboard
import Foundation
import Testing
import Tracking

@testable import exportdeck

@Suite struct MailboxTests {
  private let mailbox = Mailbox()

  private func snapshot(
    _ version: Int, site: Int = 1, context: Int = 1, behind leader: Int? = nil
  ) -> Snapshot {
    Snapshot(
      context: ContextID(context), label: ContextLabel(profile: "p", region: "r"),
      id: SiteID(site), site: nil, version: version, tasks: TrackedTasks(),
      feed: Feed(standsBehind: leader.map { ContextID($0) }))
  }

  private var taken: (version: Int, changes: Changes)? {
    let arrivals = arrivals
    return arrivals.count == 1
      ? arrivals.first.map { ($0.snapshot.version, $0.changes) } : nil
  }

  private var arrivals: [Arrival] {
    let messages = mailbox.takeAll()
    guard messages.count == 1, case .snapshots(let arrivals) = messages.first else { return [] }
    return arrivals
  }

  @Test func `what came of fifty contexts is one message, in their order`() {
    for number in (1...50).reversed() {
      mailbox.post(
        snapshot(number, site: number, context: number), Changes(isWhole: true, added: 0..<1))
    }
    #expect(arrivals.map(\.snapshot.context.number) == Array(1...50))
    #expect(mailbox.takeAll().isEmpty)
  }

  @Test func `the newest snapshot brings the changes of those that nobody took`() {
    mailbox.post(snapshot(1), Changes(isWhole: true, added: 0..<3))
    mailbox.post(snapshot(2), Changes(slots: [1], added: 3..<3))
    #expect(taken?.changes == Changes(isWhole: true, slots: [], added: 0..<3))
    mailbox.post(snapshot(3), Changes(slots: [0, 2], added: 3..<4))
    mailbox.post(snapshot(4), Changes(slots: [2, 3], added: 4..<6))
    let last = taken
    #expect(last?.version == 4)
    #expect(last?.changes == Changes(slots: [0, 2], added: 3..<6))
  }

  @Test func `the changes of another site's snapshot go with it`() {
    mailbox.post(snapshot(8), Changes(slots: [5], added: 9..<9))
    mailbox.post(snapshot(9, site: 2), Changes(isWhole: true, added: 0..<1))
    #expect(taken?.changes == Changes(isWhole: true, added: 0..<1))
  }

  @Test func `an older snapshot does not replace a newer one`() {
    mailbox.post(snapshot(2), Changes(slots: [1], added: 3..<3))
    mailbox.post(snapshot(1), Changes(slots: [0], added: 3..<3))
    #expect(taken?.version == 2)
  }

  @Test func `when another context takes over a site, its changes come once and whole`() {
    func taken() -> [String] {
      arrivals.map { arrival in
        let (snapshot, changes) = (arrival.snapshot, arrival.changes)
        return "\(snapshot.context.number): \(snapshot.version) \(changes.slots) \(changes.added)"
      }
    }
    mailbox.post(snapshot(3), Changes(slots: [1], added: 3..<4))
    mailbox.post(snapshot(4, context: 2), Changes(slots: [0], added: 4..<5))
    #expect(taken() == ["2: 4 [0, 1] 3..<5"])
    mailbox.post(snapshot(5, behind: 2), Changes())
    mailbox.post(snapshot(6, context: 2), Changes(slots: [2], added: 5..<5))
    #expect(taken() == ["1: 5 [] 0..<0", "2: 6 [2] 5..<5"])
  }
}
