import Canvas
import Foundation
import Ground
import Listing
import RDSExports
import Support
import Testing
import Tracking

@testable import Dashboard

/// What happens while nobody looks is told once, and stays until it is acknowledged.
@Suite struct AlertTests {
  private func rules(_ rules: AlertRule...) -> AlertWatch { AlertWatch(rules: rules) }

  private var ending: Script {
    var script = Script(running("a", "b", "c"))
    script.wait(.seconds(5))
    script.data([
      task("a", .failed, ended: 5) { $0.failureCause = "The key is disabled." },
      task("b", .complete, ended: 4), task("c", percent: 89),
    ])
    return script
  }

  private func band(_ script: Script) -> String? {
    let frame = view(script.state, at: script.moment).frame
    return script.state.layout.band.map { frame.text(row: $0.origin.row) }
  }

  @Test func `what was so when the program began is no news`() {
    var script = Script([task("old", .failed, ended: -100), task("stuck", percent: 3)])
    #expect(script.state.alerts.open.isEmpty && script.effects.isEmpty && band(script) == nil)
    script.data([task("old", .failed, ended: -100), task("stuck", percent: 4)])
    #expect(script.state.alerts.open.isEmpty)
  }

  @Test func `a failure is told with its cause, and what is complete is not`() {
    let script = ending
    #expect(script.state.alerts.open.map(\.name) == ["a"])
    #expect(script.says("a failed: The key is disabled."))
    #expect(band(script)?.contains("✖ a failed: The key is disabled.") == true)
    #expect(script.effects.isEmpty)
    #expect(windowTitle(script.state) == "✖1 ▶1 exportdeck")
  }

  @Test func `it stays until it is acknowledged, and is not told again`() {
    var script = ending
    script.idle(.seconds(200))
    script.data(script.state.list.rows.map(\.task))
    #expect(band(script) != nil)
    script.press(.character("M"))
    script.state.wasShown(after: script.moment.monotonic, at: script.moment.monotonic)
    script.press(.character("a"))
    let key = AlertKey(
      site: Script.place, subject: "a", kind: "failed", at: Script.start.addingTimeInterval(5))
    #expect(script.effects == [.acknowledge([key])])
    #expect(script.state.alerts.open.isEmpty && band(script) == nil && script.state.dialog == nil)
    #expect(windowTitle(script.state) == "▶1 exportdeck")
    script.data(script.state.list.rows.map(\.task))
    #expect(script.state.alerts.open.isEmpty)
  }

  @Test func `what another dashboard has acknowledged is acknowledged here`() throws {
    var script = ending
    let key = try #require(script.state.alerts.open.first?.key)
    script.send(.acknowledged([key]))
    #expect(script.state.alerts.open.isEmpty)
  }

  @Test func `one that came and ended between two looks is told`() {
    var script = Script(running("a"))
    script.data(running("a") + [task("short", .failed, ended: 3)])
    #expect(script.state.alerts.open.map(\.name) == ["short"])
  }

  @Test func `an old failure that a first sweep finds is not told`() {
    var script = Script()
    script.data(running("a"), hasSwept: false)
    script.data(running("a") + [task("old", .failed, ended: -9000)], hasSwept: true)
    #expect(script.state.alerts.open.isEmpty)
  }

  @Test func `a stall is told when it begins, once for each standstill`() {
    let progress = ProgressEvidence(
      lastMovement: Script.start, usualRest: 600, samples: 9, knownSince: Script.start)
    var script = Script([task("a", percent: 40, progress: progress)])
    script.wait(.seconds(590))
    script.data([task("a", percent: 40, progress: progress)])
    #expect(script.state.alerts.open.isEmpty)
    script.wait(.seconds(20))
    script.send(.input(.due))
    #expect(script.state.alerts.open.map(\.kind) == [.stalled])
    script.data([task("a", percent: 40, progress: progress)])
    script.wait(.seconds(20))
    script.send(.input(.due))
    #expect(script.state.alerts.open.count == 1)
    let moved = ProgressEvidence(
      lastMovement: Script.start.addingTimeInterval(700), usualRest: 600, samples: 10,
      knownSince: Script.start)
    script.wait(.seconds(70))
    script.data([task("a", percent: 41, progress: moved)])
    script.wait(.seconds(620))
    script.data([task("a", percent: 41, progress: moved)])
    #expect(script.state.alerts.open.map(\.mark) == [" 41 % IN_PROGRESS"])
    script.data([task("a", .complete, ended: 1500)])
    #expect(script.state.alerts.open.isEmpty && band(script) == nil)
  }

  @Test func `a run that takes longer than usual is told once, however often it is so`() throws {
    let fifty = try #require(usual(afterNightsOf: [48, 49, 50, 51, 52, 50, 49, 51]))
    func run(_ usual: Usual?, movedSecondsAgo: TimeInterval = 0) -> [TrackedTask] {
      var long = task("a", percent: 40)
      var progress = ProgressEvidence(
        lastMovement: Script.start.addingTimeInterval(-movedSecondsAgo), usualRest: 600, samples: 9,
        knownSince: Script.start.addingTimeInterval(-9000))
      progress.knownSince = Script.start.addingTimeInterval(-9000)
      var plain = long.task
      plain.taskStartTime = Script.start.addingTimeInterval(-9000)
      long = TrackedTask(
        id: long.id, task: plain, observedAt: Script.start, progress: progress, usual: usual)
      return [long]
    }
    var script = Script(run(nil))
    script.data(run(fifty))
    #expect(script.state.alerts.open.isEmpty, "it was so before the program began")
    script.data(run(nil))
    script.wait(.seconds(61))
    script.data(run(fifty))
    #expect(script.state.alerts.open.map(\.kind) == [.slow])
    #expect(script.says("a is slow: ") && script.noted.map(\.kind) == ["slow"])
    script.data(run(nil))
    #expect(script.state.alerts.open.isEmpty)
    script.wait(.seconds(60))
    script.data(run(fifty))
    #expect(script.state.alerts.open.map(\.kind) == [.slow], "the band says it again")
    #expect(script.said.isEmpty && script.effects.isEmpty, "and nothing else does")
    script.data(run(fifty, movedSecondsAgo: 1200))
    #expect(script.state.alerts.open.map(\.kind) == [.slow, .stalled], "both are so")
  }

  @Test func `lost credentials are told when they are lost, and again after they were back`() {
    let expired = Trouble(
      kind: .expired, summary: "The login of profile prod has ended.", advice: "aws sso login",
      since: Script.start)
    var script = Script(running("a"))
    script.data(running("a"), trouble: expired)
    script.data(running("a"), trouble: expired)
    #expect(script.state.alerts.open.map(\.kind) == [.credentials])
    #expect(script.says("has lost its credentials: The login of profile prod has ended."))
    script.data(running("a"))
    #expect(script.state.alerts.open.isEmpty)
    script.data(running("a"), trouble: expired)
    #expect(script.state.alerts.open.count == 1)
  }

  @Test func `a context without answers is stale after the time that is set`() throws {
    var script = Script(running("a"))
    script.state.alerts.watch.staleAfter = .seconds(120)
    let due = try #require(view(script.state, at: script.moment).due)
    #expect(due <= script.moment.monotonic + .seconds(120))
    func wait(_ seconds: Int) {
      script.wait(.seconds(seconds))
      script.send(.input(.due))
    }
    wait(119)
    #expect(script.state.alerts.open.isEmpty)
    wait(1)
    #expect(script.state.alerts.open.map(\.kind) == [.stale])
    wait(500)
    #expect(script.state.alerts.open.count == 1)
    script.data(running("a"))
    #expect(script.state.alerts.open.isEmpty)
    wait(121)
    #expect(script.state.alerts.open.count == 1)
  }

  @Test func `a context that never answers is stale too, but not for want of credentials`() {
    func never(_ kind: Trouble.Kind) -> Script {
      var script = Script()
      let trouble = Trouble(kind: kind, summary: "no", advice: "", since: Script.start)
      script.data([], trouble: trouble) { $0.lastAnswer = nil }
      script.wait(.seconds(301))
      script.data([], trouble: trouble) { $0.lastAnswer = nil }
      script.send(.input(.due))
      return script
    }
    let dead = never(.unreachable)
    #expect(dead.state.alerts.open.map(\.kind) == [.stale])
    #expect(dead.says("There was no answer yet"))
    #expect(never(.noCredentials).state.alerts.open.isEmpty)
  }

  @Test func `one can be acknowledged alone, and it is the one that was selected`() {
    var script = Script(running("a", "b", "c"))
    script.data([task("a", .failed, ended: 1), task("b", .failed, ended: 2), task("c")])
    script.press(.character("M"))
    script.state.wasShown(after: script.moment.monotonic, at: script.moment.monotonic)
    script.press(.down)
    script.data([
      task("a", .failed, ended: 1), task("b", .failed, ended: 2), task("c", .failed, ended: 3),
    ])
    script.press(.character(" "))
    #expect(script.state.alerts.open.map(\.name) == ["b", "c"])
    #expect(
      script.effects == [
        .acknowledge([
          AlertKey(
            site: Script.place, subject: "a", kind: "failed", at: Script.start.addingTimeInterval(1)
          )
        ])
      ])
    #expect(script.state.dialog != nil)
    script.press(.character(" "), .character(" "))
    #expect(script.state.alerts.open.isEmpty)
  }

  @Test func `nobody expects answers while polling is paused`() {
    var script = Script(running("a"))
    script.data(running("a")) { $0.isPaused = true }
    script.wait(.seconds(4000))
    script.send(.input(.due))
    #expect(script.state.alerts.open.isEmpty)
  }

  @Test func `a machine that slept, and a pause that ends, are no staleness`() {
    var script = Script(running("a"))
    script.moment.wall += 7200
    script.send(.input(.due))
    #expect(script.state.alerts.open.isEmpty)
    let old = script.moment.wall
    script.data(running("a")) { $0.isPaused = true }
    script.wait(.seconds(4000))
    script.data(running("a")) { $0.lastAnswer = old }
    script.send(.input(.due))
    #expect(script.state.alerts.open.isEmpty)
  }

  @Test func `it is looked for what other dashboards have acknowledged`() {
    var script = ending
    script.data(script.state.list.rows.map(\.task))
    #expect(script.effects.isEmpty)
    script.wait(.seconds(20))
    script.data(script.state.list.rows.map(\.task))
    #expect(script.effects == [.lookForAcknowledged(Script.place)])
    script.send(.acknowledged(Set(script.state.alerts.open.compactMap(\.key))))
    script.wait(.seconds(20))
    script.data(script.state.list.rows.map(\.task))
    #expect(script.effects.isEmpty)
  }

  @Test(arguments: ["profile=prod", "region=eu-west-1", "context~prod account=123456789012"])
  func `a rule's filter may ask of the context`(text: String) throws {
    for filter in [text, "!(\(text))"] {
      var script = Script(running("a", "b"))
      script.state.alerts.watch = rules(
        AlertRule(kinds: [.failed], filter: try Filter.parse(filter)))
      script.data([task("a", .failed), task("b")])
      #expect(script.state.alerts.open.count == (filter == text ? 1 : 0), "\(filter)")
    }
  }

  @Test func `rules choose by kind, filter and context`() {
    let ours: Set = ["prod"]
    for (rule, count) in [
      (AlertRule(kinds: [.failed], contexts: ours), 1), (AlertRule(kinds: [.complete]), 1),
      (AlertRule(kinds: [.failed, .complete]), 2), (AlertRule(kinds: [.stalled]), 0),
      (AlertRule(kinds: [.failed], contexts: ["staging"]), 0),
    ] {
      var script = Script(running("a", "b", "c"))
      script.state.alerts.watch = rules(rule)
      script.data([task("a", .failed), task("b", .complete), task("c")])
      #expect(script.state.alerts.open.count == count, "\(rule)")
    }
    var script = Script(running("a", "b"))
    script.state.alerts.watch = rules(
      AlertRule(kinds: [.failed], filter: (try? Filter.parse("b")) ?? .all))
    script.data([task("a", .failed), task("b", .failed)])
    #expect(script.state.alerts.open.map(\.name) == ["b"])
  }

  @Test func `bell, notification and command are as the rules say, and off while muted`() {
    let rule = AlertRule(
      kinds: [.failed], ways: [.bell, .notification], command: ["notify-me", "--now"])
    func failing(_ change: (inout Script) -> Void = { _ in }) -> Script {
      var script = Script(running("a", "b"))
      script.state.alerts.watch = rules(rule)
      change(&script)
      script.data([task("a", .failed), task("b", percent: 89)])
      return script
    }
    var script = failing()
    #expect(script.effects.count == 2 && script.effects.first == .bell && script.said.isEmpty)
    guard case .tell(let tellings)? = script.effects.last, let telling = tellings.first else {
      Issue.record("nothing is told")
      return
    }
    #expect(telling.commands == [["notify-me", "--now"]])
    script.send(.claimed(telling.alert))
    #expect(script.effects == [.notification("a failed · prod eu-west-1")])

    let muted = failing { script in
      script.press(.character("M"))
      script.state.wasShown(after: script.moment.monotonic, at: script.moment.monotonic)
      script.press(.character("m"))
    }
    #expect(muted.effects.isEmpty && muted.state.alerts.open.count == 1)
  }

  @Test func `many at once are one message for each kind`() {
    var script = Script((0..<9).map { task("t\($0)", percent: 10) })
    script.data((0..<9).map { task("t\($0)", .failed) })
    #expect(script.said == ["9 failed: t0, t1, t2 and 6 more"])
    #expect(band(script)?.contains("✖ 9 failed") == true)
  }

  @Test func `Enter goes to the task, wherever it is in the list`() {
    var script = Script(many(80) + [task("t900", percent: 4)], rows: 20)
    script.data(many(80) + [task("t900", .failed, ended: -7_000_000)])
    #expect(script.state.alerts.open.map(\.name) == ["t900"])
    script.press(.character("g"), .character("M"))
    script.state.wasShown(after: script.moment.monotonic, at: script.moment.monotonic)
    script.press(.enter)
    #expect(script.selected == "t900" && script.state.dialog == nil)
    #expect(script.state.isSelectionInSight)
  }

  @Test func `the list keeps its selected row in sight below the band`() {
    var script = Script(running("a", "b", "c", "d"), rows: 10)
    for _ in 0..<3 { script.press(.down) }
    script.data([task("a", .failed)] + running("x", "b", "c", "d").dropFirst())
    #expect(script.state.layout.band != nil && script.state.isSelectionInSight)
  }

  @Test func `an account that answers no longer takes its tasks' alerts along`() {
    var script = ending
    var other = Script.place
    other.account = "210987654321"
    script.data(running("z"), id: SiteID(2), site: other)
    #expect(script.state.alerts.open.isEmpty)
  }
}
