import Canvas
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// Another account answers under a running dashboard: nothing that was pointed at before may be taken
/// for something here.
@Suite struct SiteChangeTests {
  private static let elsewhere = Site(
    endpoint: Script.place.endpoint, region: "eu-west-1", partition: "aws",
    account: "222222222222")
  private let next = SiteID(9)

  private func there(_ names: String...) -> [TrackedTask] {
    names.map { name in
      let known = task(name, percent: 10)
      return TrackedTask(
        id: TaskID(site: next, identifier: name), task: known.task, observedAt: known.observedAt)
    }
  }

  private func move(_ script: inout Script, _ names: String...) {
    let tasks = names.map { there($0)[0] }
    script.data(tasks, id: next, site: Self.elsewhere)
  }

  @Test func `the rows, the marks and the selection are the new account's, and it says so`() {
    var script = Script(running("same", "b", "c"))
    script.press(.character(" "), .character("V"), .character("j"))
    move(&script, "same", "z")
    #expect(script.names == ["same", "z"])
    #expect(script.state.list.rows.allSatisfy { $0.task.id.site == next })
    #expect(script.state.counts.total == 2)
    #expect(script.state.counts[.running] == 2)
    #expect(script.marked == [])
    #expect(script.state.list.rangeAnchor == nil)
    #expect(script.state.list.selected == TaskID(site: next, identifier: "same"))
    #expect(script.says("lead to account 222222222222 in eu-west-1 now"))
    #expect(script.says("those of account 123456789012 in eu-west-1 are gone"))
  }

  @Test func `a held order does not keep another account's rows`() {
    var script = Script(running("same", "b", "c"))
    script.press(.character("j"))
    #expect(script.state.list.isHeld)
    move(&script, "same")
    #expect(script.names == ["same"])
    #expect(script.state.list.rows.allSatisfy { $0.task.id.site == next })
  }

  @Test func `a cancel that was asked before goes nowhere`() {
    var script = Script(running("same"))
    script.press(.character("x"))
    move(&script, "same")
    #expect(script.cancelDialog == nil)
    #expect(script.says("nothing was canceled: another account answers now"))
    script.press(.control("y"))
    #expect(script.effects == [])
  }

  @Test(arguments: [("eu-central-1", "another region"), ("eu-west-1", "another endpoint")])
  func `a cancel that goes nowhere says what is another`(region: String, words: String) {
    var script = Script(running("same"))
    var place = Script.place
    place.region = region
    place.endpoint = "https://elsewhere.example"
    script.press(.character("x"))
    script.data(there("same"), id: next, site: place)
    #expect(script.cancelDialog == nil)
    #expect(script.says("nothing was canceled: \(words) answers now"))
  }

  @Test func `a form keeps its text, and has to be agreed to anew at the new place`() {
    var script = Script(running("a"))
    script.press(.character("n"))
    script.fill()
    script.press(.control("s"))
    #expect(script.state.dialog is StartQuestion)
    move(&script, "z")
    #expect(script.state.dialog is StartForm)
    #expect(script.form?.refusal?.message.contains("account 222222222222") == true)
    script.press(.control("y"))
    #expect(script.effects == [])
    #expect(script.form?.request == Script.request)
    script.press(.control("s"), .control("y"))
    guard case .act(_, let site, let shown, .start(let request), _) = script.effects.last else {
      return #expect(Bool(false), "no start: \(script.effects)")
    }
    #expect(site == next && shown == Self.elsewhere && request == Script.request)
  }

  @Test func `a start that was refused at the place before is tried at the new one`() {
    var script = Script(running("a"))
    script.startExport()
    move(&script, "z")
    let refused = ExportTasksError.otherSite(asked: "account 1", now: "account 2")
    script.send(.acted(ticket: 1, .failure(refused)))
    #expect(script.form?.site == next)
    #expect(script.form?.shown == Self.elsewhere)
    #expect(script.form?.refusal?.message.contains("Nothing was sent") == true)
    script.press(.control("s"), .control("y"))
    guard case .act(_, let site, _, .start, _) = script.effects.last else {
      return #expect(Bool(false), "no start: \(script.effects)")
    }
    #expect(site == next)
  }

  @Test func `a form that was put away opens at the new place`() {
    var script = Script(running("a"))
    script.press(.character("n"))
    script.fill()
    script.press(.escape)
    move(&script, "z")
    script.press(.character("n"), .up)
    #expect(script.form?.site == next)
    #expect(script.form?.shown == Self.elsewhere)
    #expect(script.form?.refusal?.message.contains("account 222222222222") == true)
  }

  @Test func `an effect carries the site as the panel showed it`() {
    var script = Script(running("a"))
    script.press(.character("x"))
    // Meanwhile the account becomes known by another number at the same site.
    script.press(.control("y"))
    #expect(
      script.effects == [
        .act(ticket: 1, Script.site, shown: Script.place, .cancel("a"), Agreement(number: 1))
      ])
  }

  @Test func `an answer from the site before is told and changes no row here`() {
    var script = Script(running("same"))
    script.press(.character("x"), .control("y"))
    move(&script, "same")
    #expect(script.state.reasonNotToCancel(script.state.list.rows[0].task) == nil)
    script.answerCancel(of: id("same"), .success(ExportTask(exportTaskIdentifier: "same")))
    #expect(script.state.acting.isEmpty)
    #expect(script.says("AWS is canceling same (account 123456789012 in eu-west-1)"))
    #expect(script.state.reasonNotToCancel(script.state.list.rows[0].task) == nil)
  }

  @Test func `while nobody knows whose the credentials are, rows stay and nothing is done`() {
    var script = Script(running("a"))
    script.data([task("a", percent: 90)], isAccountUnsure: true)
    #expect(script.names == ["a"])
    for key in [Key.character("x"), .character("n"), .character("c")] {
      script.press(key)
      #expect(script.state.place == .list)
      #expect(script.says("whose credentials these are isn't known yet"))
    }
    let frame = view(script.state, at: script.moment).frame
    #expect(frame.text(row: 0).contains("123456789012?"))
    #expect(frame.text(row: 0).contains("account?"))
  }

  @Test func `an older snapshot of the account before comes too late`() {
    var script = Script(running("a"))
    let late = Snapshot(
      context: Script.context, label: ContextLabel(profile: "prod", region: "eu-west-1"),
      id: Script.site, site: Script.place, version: 1, tasks: TrackedTasks(running("a")),
      feed: Feed())
    move(&script, "z")
    script.send(.snapshot(late, Changes()))
    #expect(script.names == ["z"])
  }
}
