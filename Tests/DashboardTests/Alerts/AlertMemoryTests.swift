import Foundation
import Ground
import Listing
import Testing
import Tracking

@testable import Dashboard

/// A restart loses no alert, and tells none twice.
@Suite struct AlertMemoryTests {
  private let rule = AlertRule(
    kinds: [.failed, .stalled], ways: [.toast, .bell], command: ["tell"])
  private func key(_ name: String, ended: TimeInterval, _ kind: String = "failed") -> AlertKey {
    AlertKey(
      site: Script.place, subject: name, kind: kind, at: Script.start.addingTimeInterval(ended))
  }
  private func at(_ seconds: TimeInterval) -> Date { Script.start.addingTimeInterval(seconds) }

  /// A program that begins, with failures of a minute ago, of an hour ago and of long ago.
  private func begun(hasSwept: Bool = true) -> Script {
    var script = Script()
    script.state.alerts.watch.rules = [rule]
    script.data(
      [
        task("now", .failed, ended: -120), task("before", .failed, ended: -3600),
        task("old", .failed, ended: -200_000), task("c"),
      ], hasSwept: hasSwept)
    return script
  }

  private func told(_ effects: [Effect]) -> [String] {
    effects.flatMap { effect -> [String] in
      if case .tell(let tellings) = effect { tellings.map(\.alert.name) } else { [] }
    }
  }

  @Test func `what ended while no program ran is among the events, as what is told is`() {
    var script = begun()
    let past = [
      event("before", .turned(from: "STARTING", to: "FAILED"), at: at(-3600))
    ]
    script.send(.recalled(past))
    script.send(.recalledAlerts(Script.place, RememberedAlerts(lastSeen: at(-7200))))
    let turned = script.state.events.filter { if case .turned = $0.kind { true } else { false } }
    #expect(turned.map(\.task) == ["before", "now"], "and none twice, and nothing older")
    let alerted = script.state.events.filter { if case .alerted = $0.kind { true } else { false } }
    #expect(alerted.map(\.task) == ["before", "now"])
    #expect(script.remembered.count == 3)
    script.data(script.state.list.rows.map(\.task))
    #expect(script.state.events.count == 4)
  }

  @Test func `what was told and not acknowledged is open again, without a sound`() {
    var script = begun()
    let keys: Set = [key("before", ended: -3600), key("old", ended: -200_000)]
    let memory = RememberedAlerts(lastSeen: at(-30), told: keys, claimed: keys)
    script.send(.recalledAlerts(Script.place, memory))
    #expect(script.state.alerts.open.map(\.name) == ["old", "before"])
    #expect(script.effects.isEmpty && script.noted.isEmpty && script.said.isEmpty)
    script.send(.recalledAlerts(Script.place, memory))
    #expect(script.state.alerts.open.count == 2, "not twice")
  }

  @Test func `what a person has acknowledged stays so`() {
    var script = begun()
    let keys: Set = [key("now", ended: -120), key("before", ended: -3600)]
    script.send(
      .recalledAlerts(
        Script.place,
        RememberedAlerts(lastSeen: at(-7200), told: keys, claimed: keys, acknowledged: keys)))
    #expect(script.state.alerts.open.isEmpty && script.effects.isEmpty)
  }

  @Test func `what ended while no program ran is told, and what is older is not`() {
    var script = begun()
    script.send(.recalledAlerts(Script.place, RememberedAlerts(lastSeen: at(-7200))))
    #expect(script.state.alerts.open.map(\.name) == ["before", "now"])
    #expect(script.effects.contains(.bell) && told(script.effects) == ["before", "now"])
    #expect(script.noted == [key("before", ended: -3600), key("now", ended: -120)])
    #expect(script.said == ["2 failed: before, now"])

    var first = begun()
    first.send(.recalledAlerts(Script.place, RememberedAlerts()))
    #expect(first.state.alerts.open.isEmpty, "nobody ever looked before")
    var long = begun()
    long.send(.recalledAlerts(Script.place, RememberedAlerts(lastSeen: at(-900_000))))
    #expect(long.state.alerts.open.map(\.name) == ["before", "now"], "a day at most")
  }

  @Test func `before a sweep has ended, what ended meanwhile waits for it`() {
    var script = begun(hasSwept: false)
    script.send(.recalledAlerts(Script.place, RememberedAlerts(lastSeen: at(-7200))))
    #expect(script.state.alerts.open.isEmpty)
    script.data(script.state.list.rows.map(\.task), hasSwept: true)
    #expect(Set(script.state.alerts.open.map(\.name)) == ["now", "before"])
    script.data(script.state.list.rows.map(\.task), hasSwept: true)
    #expect(script.noted.count == 2)
  }

  @Test func `what a program that was killed had not told outside of its screen is told`() {
    var script = begun()
    let keys: Set = [key("now", ended: -120), key("before", ended: -3600)]
    script.send(
      .recalledAlerts(
        Script.place,
        RememberedAlerts(lastSeen: at(-30), told: keys, claimed: [key("before", ended: -3600)])))
    #expect(told(script.effects) == ["now"])
    #expect(script.state.alerts.open.map(\.name) == ["before", "now"])
  }

  @Test func `a stall that was told and acknowledged is not told again after a restart`() throws {
    let progress = ProgressEvidence(
      lastMovement: Script.start.addingTimeInterval(-900), usualRest: 600, samples: 9,
      knownSince: Script.start.addingTimeInterval(-9000))
    let stuck = task("a", percent: 40, progress: progress)
    func restarted(_ memory: (AlertKey) -> RememberedAlerts) -> Script {
      var script = Script()
      script.state.alerts.watch.rules = [rule]
      script.data([stuck])
      let key = AlertKey(
        site: Script.place, subject: "a 40 % IN_PROGRESS", kind: "stalled",
        at: Date(timeIntervalSince1970: 1_795_348_800 - 43_200))
      script.send(.recalledAlerts(Script.place, memory(key)))
      return script
    }
    let open = restarted { RememberedAlerts(lastSeen: at(-60), told: [$0], claimed: [$0]) }
    #expect(open.state.alerts.open.map(\.kind) == [.stalled] && open.effects.isEmpty)
    var seen = restarted {
      RememberedAlerts(lastSeen: at(-60), told: [$0], claimed: [$0], acknowledged: [$0])
    }
    seen.wait(.seconds(30))
    seen.data([stuck])
    seen.send(.input(.due))
    #expect(seen.state.alerts.open.isEmpty && seen.noted.isEmpty)
  }

  @Test func `before a sweep has ended, what was not told outside is told there once`() {
    var script = begun(hasSwept: false)
    let keys: Set = [key("now", ended: -120), key("before", ended: -3600)]
    script.send(
      .recalledAlerts(Script.place, RememberedAlerts(lastSeen: at(-30), told: keys)))
    #expect(Set(told(script.effects)) == ["now", "before"])
    for hasSwept in [false, false, true] {
      script.data(script.state.list.rows.map(\.task), hasSwept: hasSwept)
      #expect(told(script.effects).isEmpty)
    }
    #expect(script.state.alerts.open.count == 2)
  }

  @Test func `a site that is left and comes back has its past again`() {
    var script = begun()
    let keys: Set = [key("before", ended: -3600)]
    let memory = RememberedAlerts(lastSeen: at(-30), told: keys, claimed: keys)
    script.send(.recalledAlerts(Script.place, memory))
    let rows = script.state.list.rows.map(\.task)
    var other = Script.place
    other.account = "210987654321"
    script.data(running("z"), id: SiteID(2), site: other)
    #expect(script.state.alerts.open.isEmpty)
    let back = rows.map { row in
      TrackedTask(
        id: TaskID(site: SiteID(3), identifier: row.identifier), task: row.task,
        observedAt: Script.start, progress: .none)
    }
    script.data(back, id: SiteID(3))
    #expect(script.recalls == [Script.place, other, Script.place])
    script.send(.recalledAlerts(Script.place, memory))
    #expect(script.state.alerts.open.map(\.name) == ["before"])
  }

  @Test func `of very many the newest are shown, all are counted, and all are acknowledged`() {
    let tasks = (0..<600).map { task("t\($0)", .failed, ended: -Double($0 + 1) * 60) }
    let keys = Set((0..<600).map { key("t\($0)", ended: -Double($0 + 1) * 60) })
    var script = Script()
    script.state.alerts.watch.rules = [rule]
    script.data(tasks, hasSwept: false)
    script.send(
      .recalledAlerts(
        Script.place, RememberedAlerts(lastSeen: at(0), told: keys, claimed: keys)))
    for _ in 0..<3 { script.data(tasks) }
    #expect(script.state.alerts.open.count == 500 && script.state.alerts.count == 600)
    #expect(script.state.alerts.open.last?.name == "t0")
    #expect(script.state.alerts.acknowledge().count == 600)
  }

  @Test func `a stall that began before the program did is no news, unless none ran then`() {
    func started(_ lastSeen: TimeInterval?) -> Script {
      var script = Script()
      script.state.alerts.watch.rules = [rule]
      script.data([task("a", percent: 40)])
      // It stands still since ten minutes before, as a memory that comes later tells.
      let progress = ProgressEvidence(
        lastMovement: at(-1200), usualRest: 600, samples: 9, knownSince: at(-9000))
      script.wait(.seconds(5))
      script.data([task("a", percent: 40, progress: progress)])
      script.send(
        .recalledAlerts(Script.place, RememberedAlerts(lastSeen: lastSeen.map(at))))
      return script
    }
    #expect(started(nil).state.alerts.open.isEmpty)
    #expect(started(-60).state.alerts.open.isEmpty, "a program saw it begin and told it, or not")
    #expect(started(-900).state.alerts.open.map(\.kind) == [.stalled])
  }

  @Test func `when another context takes the site over, what ended meanwhile is told`() {
    var script = Script(running("a", "b"))
    let other = ContextID(2)
    script.data([], context: other, id: Script.site) { $0.standsBehind = Script.context }
    script.data([], id: Script.site) { $0.standsBehind = other }
    script.data(
      [task("a", .failed, ended: 5), task("b"), task("short", .failed, ended: 6)], context: other,
      id: Script.site, changes: Changes())
    #expect(script.state.alerts.open.map(\.name) == ["a", "short"])
  }
}
