import Foundation
import RDSExports
import Testing

@testable import Tracking

@Suite struct StoreTests {
  @Test func `an older observation does not overwrite a newer one`() {
    var store = Store.empty
    store.see(export("a", percent: 20), sent: 10)
    store.see(export("a", percent: 10), sent: 5, seen: 20)
    #expect(store.task("a")?.task.percentProgress == 20)
    #expect(store.task("a")?.observedAt == at(10))
  }

  @Test func `a newer observation does, even where the answer came first`() {
    var store = Store.empty
    store.see(export("a", percent: 10), sent: 5, seen: 30)
    store.see(export("a", percent: 20), sent: 10, seen: 12)
    #expect(store.task("a")?.task.percentProgress == 20)
  }

  @Test(arguments: [ExportTaskStatus.complete, .failed, .canceled])
  func `a final status never goes back`(final: ExportTaskStatus) {
    var store = Store.empty
    store.see(export("a", final), sent: 1)
    store.see(export("a", .inProgress, percent: 50), sent: 2)
    store.see(export("a", nil), sent: 3)
    #expect(store.task("a")?.task.status == final)
    var warned = export("a", final)
    warned.warningMessage = "late"
    store.see(warned, sent: 4)
    #expect(store.task("a")?.task.warningMessage == "late")
  }

  @Test func `what did not change keeps its object`() {
    // Begun a moment ago, so that the looks at it would be all there is to judge its rests by.
    let running = export("a", percent: 10, gigabytes: 3, started: at(-1))
    let ended = export("b", .complete)
    var store = Store.empty
    store.see(running, ended, sent: 0)
    let first = store.look().snapshot
    for round in 1...20 { store.see(running, ended, sent: 7 * Double(round)) }
    let second = store.look().snapshot
    #expect(zip(first.tasks, second.tasks).allSatisfy { $0 === $1 })
    store.see(export("a", percent: 11, gigabytes: 3, started: at(-1)), ended, sent: 200)
    let third = store.look().snapshot
    #expect(third.tasks[0] !== first.tasks[0])
    #expect(third.tasks[1] === first.tasks[1])
  }

  @Test func `a task keeps its place and new ones come at the end`() {
    var store = Store.empty
    store.see(export("c"), export("a"), sent: 0)
    store.see(export("b"), export("a", percent: 4), export("c", .failed), sent: 1)
    #expect(store.look().snapshot.tasks.map(\.id.identifier) == ["c", "a", "b"])
  }

  @Test func `a task without an identifier is left out`() {
    var store = Store.empty
    store.see(export(""), export("a"), sent: 0)
    #expect(store.count == 1)
  }

  @Test func `the same task twice in one answer is one row`() {
    var store = Store.empty
    store.see(export("a", percent: 1), export("a", percent: 2), sent: 0)
    #expect(store.look().snapshot.tasks.map(\.task.percentProgress) == [2])
  }

  @Test func `times are the server's`() {
    var store = Store.empty
    store.merge(
      [export("a")], Observation(sentAt: at(0), serverAhead: 90), seenAt: at(0), from: .sweep)
    #expect(store.serverAhead == 90)
    #expect(store.task("a")?.observedAt == at(90))
  }

  @Test func `a header that is a second off does not move the server's clock`() {
    var store = Store.empty
    func hear(_ ahead: TimeInterval?) {
      store.merge(
        [], Observation(sentAt: at(0), serverAhead: ahead), seenAt: at(0), from: .sweep)
    }
    hear(0.4)
    #expect(store.serverAhead == 0.4)
    hear(-0.6)
    hear(nil)
    #expect(store.serverAhead == 0.4)
    hear(30)
    #expect(store.serverAhead == 30)
  }

  @Test func `only tasks that can still change are active`() {
    var store = Store.empty
    store.see(
      export("a", .starting), export("b", .inProgress), export("c", .canceling),
      export("d", .complete), export("e", .failed), export("f", .canceled),
      export("g", .unknown("PAUSED")), export("h", nil), sent: 0, seen: 3)
    #expect(Set(store.active.map(\.identifier)) == ["a", "b", "c"])
    #expect(store.active.allSatisfy { $0.seenAt == at(3) })
    store.see(export("a", .complete), sent: 4)
    #expect(Set(store.active.map(\.identifier)) == ["b", "c"])
  }

  @Test func `a clock set back does not freeze what is known`() {
    var store = Store.empty
    store.see(export("a", percent: 1), sent: 3600)
    store.clockWasSetBack(by: 3600)
    store.see(export("a", percent: 2), sent: 5)
    #expect(store.task("a")?.task.percentProgress == 2)
  }

  private static let accounts: [(role: String?, source: String?, account: String?)] = [
    (
      "arn:aws:iam::123456789012:role/export", "arn:aws:rds:eu-west-1:999999999999:snapshot:s",
      "123456789012"
    ),
    (nil, "arn:aws-cn:rds:cn-north-1:210987654321:snapshot:rds:a:b", "210987654321"),
    ("role", "arn:aws:rds:eu-west-1:12345678901:snapshot:s", nil),
    ("arn:aws:iam::aws:policy/x", nil, nil),
    ("arn:aws:iam::123456789012", nil, nil),
  ]

  @Test(arguments: accounts)
  func `the account comes from an ARN that can be read`(
    role: String?, source: String?, account: String?
  ) {
    var task = export("a")
    task.iamRoleArn = role
    task.sourceArn = source
    #expect(task.account == account)
  }

  @Test func `tasks are counted by what they are doing, and a blank warning is none`() {
    var store = Store.empty
    store.see(
      export("r"), export("s", .starting), export("f", .failed), export("u", nil),
      warned("w", "skipped"), warned("b", " \n"), warned("e", #"{"general":[]}"#), sent: 0)
    let counts = store.look().snapshot.tasks.counts
    #expect(counts.total == 7)
    #expect(counts.active == 2)
    #expect(counts[.warning] == 1)
    #expect(counts[.complete] == 2)
    #expect(counts[.stalled] == 0)
  }

  private func warned(_ identifier: String, _ warning: String) -> ExportTask {
    var task = export(identifier, .complete)
    task.warningMessage = warning
    return task
  }
}
