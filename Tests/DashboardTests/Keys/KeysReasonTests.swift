import Canvas
import Foundation
import RDSExports
import Testing
import Tracking

@testable import Dashboard

@Suite struct KeysReasonTests {
  @Test func `cancel is off where there is nothing to cancel`() {
    #expect(Script().state.reasonDisabled(.cancel) == "nothing selected")
    #expect(Script([task("a")]).state.reasonDisabled(.cancel) == nil)
    #expect(Script([task("a", .starting)]).state.reasonDisabled(.cancel) == nil)
    #expect(
      Script([task("a", .complete)]).state.reasonDisabled(.cancel)
        == "the export is already complete")
    #expect(
      Script([task("a", .failed)]).state.reasonDisabled(.cancel)
        == "the export has already failed")
    #expect(
      Script([task("a", .canceled)]).state.reasonDisabled(.cancel)
        == "the export is already canceled")
    #expect(
      Script([task("a", .canceling)]).state.reasonDisabled(.cancel)
        == "the export is being canceled already")
  }

  @Test(arguments: ["d\u{200B}up", "line\nbreak", "\u{FEFF}a"])
  func `a name that the screen can't show as it is is not canceled`(name: String) {
    #expect(Script([task(name)]).state.reasonDisabled(.cancel) == "its name can't be shown whole")
  }

  @Test func `a name that was cut is not canceled, another cut text is no reason`() {
    let cut = ExportTaskGap(.exportTaskIdentifier, .cut(bytes: 10_000))
    let script = Script([task("a…") { $0.gaps = [cut] }])
    #expect(script.state.reasonDisabled(.cancel) == "its name can't be shown whole")
    let warning = ExportTaskGap(.warningMessage, .cut(bytes: 100_000))
    #expect(Script([task("a") { $0.gaps = [warning] }]).state.reasonDisabled(.cancel) == nil)
  }

  @Test func `a cancel that was sent is not sent again`() {
    var script = Script([task("a")])
    script.press(.character("x"), .control("y"))
    #expect(
      script.state.reasonDisabled(.cancel)
        == "the export is being canceled already")
    script.press(.character("x"))
    #expect(script.cancelDialog == nil)
    #expect(script.says("being canceled already"))
  }

  @Test func `a status that nobody knows is left to AWS`() {
    #expect(Script([task("a", .unknown("PAUSED"))]).state.reasonDisabled(.cancel) == nil)
    #expect(Script([task("a", nil)]).state.reasonDisabled(.cancel) == nil)
  }

  @Test func `read-only forbids what changes something, and nothing else`() {
    let script = Script([task("a")], settings: Settings(isReadOnly: true, themeNames: ["a", "b"]))
    let off = Action.allCases.filter { script.state.reasonDisabled($0) == "read-only" }
    #expect(Set(off) == [.cancel, .start, .clone])
  }

  @Test(arguments: [
    (Trouble.Kind.noCredentials, "no credentials"), (.noRegion, "no region"),
  ])
  func `nothing is started without credentials and region`(kind: Trouble.Kind, reason: String) {
    var script = Script()
    #expect(script.state.reasonDisabled(.start) == "not connected yet")
    script.data([], trouble: Trouble(kind: kind, summary: "", advice: "", since: Script.start))
    #expect(script.state.reasonDisabled(.start) == reason)
    script.data([])
    #expect(script.state.reasonDisabled(.start) == nil)
  }

  @Test func `what needs a task says so`() {
    let script = Script()
    for action in [Action.details, .json, .mark, .markRange, .copy, .copyArn] {
      #expect(script.state.reasonDisabled(action) == "nothing selected")
    }
    let sourceless = Script([task("a") { $0.sourceArn = nil }])
    #expect(sourceless.state.reasonDisabled(.copyArn) == "the task names no source")
    #expect(sourceless.state.reasonDisabled(.copyLocation) == "the task names no bucket")
    #expect(sourceless.state.reasonDisabled(.clearMarks) == "nothing is marked")
    #expect(Script([task("a", .complete)]).state.reasonDisabled(.nextFailed) != nil)
    #expect(Script([task("a", .failed)]).state.reasonDisabled(.nextFailed) == nil)
  }

  @Test func `the interval has two ends`() {
    var script = Script()
    for _ in 0..<9 { script.press(.character("-")) }
    #expect(script.state.reasonDisabled(.shorterInterval) == "already the shortest")
    #expect(script.effects == [])
    for _ in 0..<9 { script.press(.character("+")) }
    #expect(script.state.reasonDisabled(.longerInterval) == "already the longest")
    #expect(script.state.interval == .seconds(60))
  }

  @Test func `a key that is off says why and does nothing`() {
    var script = Script([task("a")], settings: Settings(isReadOnly: true))
    script.press(.character("x"))
    #expect(script.effects == [])
    #expect(script.state.dialog == nil)
    #expect(script.said == ["cancel is off: read-only"])
  }

  @Test func `keys go to what lies on top`() {
    var script = Script([task("a")])
    #expect(script.state.place == .list)
    script.press(.enter)
    #expect(script.state.place == .details)
    script.press(.character("x"))
    #expect(script.state.place == .dialog)
    script.press(.escape, .enter)
    #expect(script.state.place == .list)
    script.press(.character("/"))
    #expect(script.state.place == .text)
    script.press(.escape, .character("?"))
    #expect(script.state.place == .help)
    script.press(.escape, .character("s"))
    #expect(script.state.place == .menu)
    script.press(.escape, .character("n"))
    #expect(script.state.place == .form)
  }
}
