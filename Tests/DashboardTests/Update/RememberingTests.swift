import Foundation
import RDSExports
import Testing
import Tracking

@testable import Dashboard

@Suite struct RememberingTests {
  private static var unnamed: Site {
    var site = Script.place
    site.account = nil
    return site
  }

  @Test func `a site's past is asked for once, when its account is known`() {
    var script = Script()
    script.data(running("a"), site: Self.unnamed)
    #expect(script.recalls == [])
    script.data(running("a"), isAccountUnsure: true)
    #expect(script.recalls == [])
    script.data(running("a"))
    script.data(running("a"))
    #expect(script.recalls == [Script.place])
  }

  @Test func `the past takes its place before what has happened since, and nothing twice`() {
    var script = Script(running("a"))
    let now = event("a", .turned(from: "STARTING", to: "IN_PROGRESS"))
    script.data(running("a"), changes: Changes(events: [now]))
    let night = Script.start.addingTimeInterval(-30_000)
    let past = [
      event("b", .turned(from: "IN_PROGRESS", to: "FAILED"), at: night),
      event("a", .turned(from: "STARTING", to: "IN_PROGRESS"), at: now.at.addingTimeInterval(-2)),
    ]
    script.send(.recalled(past))
    #expect(script.state.events == past)
    #expect(script.remembered == [now], "what was read is not written again")
  }

  @Test func `what happens under an unknown account is written once the account is known`() {
    var script = Script()
    script.data(running("a"), site: Self.unnamed)
    script.data(
      running("a"), site: Self.unnamed,
      changes: Changes(events: [event("a", .reached(percent: 90), site: Self.unnamed)]))
    #expect(script.remembered == [])
    #expect(script.state.events.count == 1)
    script.data(running("a"))
    #expect(script.remembered == [event("a", .reached(percent: 90))])
    #expect(script.state.events == script.remembered)
  }

  @Test func `two contexts whose accounts nobody knows are not taken for one another`() {
    var script = Script()
    let other = ContextID(2)
    script.data(running("a"), site: Self.unnamed)
    script.data([task("z", context: other)], context: other, site: Self.unnamed)
    script.data(
      running("a"), site: Self.unnamed,
      changes: Changes(events: [event("a", .reached(percent: 90), site: Self.unnamed)]))
    script.data([task("z", context: other)], context: other)
    #expect(script.remembered == [])
  }

  @Test func `what was done here is remembered with its outcome`() {
    var script = Script(running("a"))
    script.press(.character("x"), .control("y"))
    script.answerCancel(of: id("a"), .failure(.otherSite(asked: "a", now: "b")))
    #expect(script.remembered.map(\.task) == ["a", "a"])
    #expect(script.remembered.first?.kind == .cancelSent)
    guard case .cancelRefused = script.remembered.last?.kind else {
      Issue.record("\(script.remembered)")
      return
    }
  }

  @Test func `a trouble is told with how long it lasted`() {
    var script = Script(running("a"))
    let began = script.moment.wall
    let trouble = Trouble(
      kind: .unreachable, summary: "RDS can't be reached.", advice: "", since: began)
    script.data(running("a"), trouble: trouble)
    script.wait(.seconds(60))
    script.data(running("a"), trouble: trouble)
    script.wait(.seconds(840))
    script.data(running("a"))
    #expect(
      script.remembered == [
        event(nil, .troubleBegan(.unreachable, summary: "RDS can't be reached."), at: began),
        event(
          nil, .troubleEnded(.unreachable, after: 900), at: began.addingTimeInterval(900)),
      ])
    #expect(script.remembered.last?.words == "AWS can be reached again, after 15 m")
  }

  @Test func `who takes over tells that the trouble of the one before is over`() {
    var script = Several.script(1)
    script.state.watch = WatchSet(
      [1, 2].map { Watched(id: ContextID($0), label: Several.label($0)) })
    script.standBy(2, behind: 1, of: 1)
    script.remembered = []
    let began = script.moment.wall
    let trouble = Trouble(kind: .expired, summary: "expired", advice: "", since: began)
    script.answer(1, trouble: trouble)
    script.wait(.seconds(30))
    script.standBy(1, behind: 2, of: 1, trouble: trouble)
    #expect(script.remembered.count == 1, "nobody has answered yet")
    script.data(
      [task("r0-1", percent: 50)], context: ContextID(2), id: SiteID(1), site: Several.place(1),
      label: Several.label(2))
    #expect(
      script.remembered.map(\.kind) == [
        .troubleBegan(.expired, summary: "expired"), .troubleEnded(.expired, after: 30),
      ])
  }

  @Test func `that the settings lead elsewhere is told of the place that was left`() {
    var script = Script(running("a"))
    var other = Script.place
    other.account = "210987654321"
    script.data([], id: SiteID(7), site: other)
    #expect(script.remembered.map(\.site) == [Script.place])
    #expect(script.remembered.first?.words.contains("210987654321") == true)
    #expect(script.recalls == [Script.place, other])
  }
}
