import Canvas
import Ground
import Planning
import RDSExports
import Testing
import Tracking

@testable import Dashboard

/// What was agreed to is looked at again when it is sent: a place may have become another meanwhile.
@Suite struct AgreementTests {
  private static let production = WatchSet([
    Watched(id: Script.context, label: Script.label, isProduction: true)
  ])

  private func asked(isProduction: Bool = false) -> Script {
    var script = Script(
      running("a"), rows: 40, settings: Settings(checks: .off), isProduction: isProduction)
    script.press(.character("n"))
    script.fill()
    script.press(.control("s"))
    #expect(script.asksForStart)
    return script
  }

  @Test func `a start without a word is not sent to what is production by now`() {
    var script = asked()
    script.state.watch = Self.production
    script.press(.control("y"))
    #expect(script.starts == [])
    #expect(script.form?.refusal?.message.contains("this is production by now") == true)
    // Asked again, it wants the word.
    script.press(.control("s"), .control("y"))
    #expect(script.starts == [])
    script.typeWord(Script.request.exportTaskIdentifier)
    script.press(.control("y"))
    #expect(script.starts == [Script.request])
  }

  @Test func `nor to what is read-only by now`() {
    var script = asked()
    script.state.watch = WatchSet([
      Watched(id: Script.context, label: Script.label, isReadOnly: true)
    ])
    script.press(.control("y"))
    #expect(script.starts == [])
    #expect(script.form?.refusal?.message == "nothing was started: read-only")
  }

  @Test func `what is to wait in the queue is looked at in the same way`() {
    var script = Script(
      running("a", "b", "c", "d", "e"), rows: 40, settings: Settings(checks: .off))
    script.press(.character("n"))
    script.fill()
    script.press(.control("s"))
    let crowded = script
    script.state.watch = Self.production
    script.press(.control("o"))
    #expect(script.enqueued == [])
    #expect(script.form?.refusal?.message.contains("nothing was queued: this is prod") == true)
    script = crowded
    script.press(.control("o"))
    #expect(script.enqueued.map(\.request) == [Script.request])
    #expect(script.state.isActionInFlight)
    var leaving = script
    leaving.press(.control("c"), .control("y"))
    #expect(leaving.says("waiting up to 5 s for the queue to answer"))
    script.send(.enqueued(ticket: script.enqueued[0].ticket, .waits(number: 4)))
    #expect(script.says("\(Script.request.exportTaskIdentifier) waits in the queue, as number 4"))
    #expect(!script.state.isActionInFlight)
  }

  @Test func `a cancel without a word is not sent to what is production by now`() {
    var script = Script(running("a"))
    script.press(.character("x"))
    script.state.watch = Self.production
    script.press(.control("y"))
    #expect(script.cancels == [])
    #expect(script.says("nothing was canceled: a (this is production by now"))
  }

  @Test func `a cancel of more than one action may touch by now is not sent`() {
    var script = Script(running("a", "b", "c"))
    script.press(.character("*"), .character("x"))
    script.typeWord("cancel 3")
    script.state.settings.maxActions = 2
    script.press(.control("y"))
    #expect(script.cancels == [])
    #expect(script.says("3 tasks are more than the 2"))
  }

  @Test func `several starts want their word as soon as their place is production`() {
    var script = Script.repeating()
    #expect(script.repeatQuestion?.word.wanted == nil)
    script.state.watch = Self.production
    script.send(.input(.due))
    #expect(script.repeatQuestion?.word.wanted == "start 3")
    script.press(.control("y"))
    #expect(script.starts == [])
  }

  @Test func `several starts of one yes say so, and how many they are`() {
    var script = Script.repeating(isProduction: true)
    script.typeWord("start 3")
    script.press(.control("y"))
    var agreed: [Agreement] = []
    for name in ["a", "b", "c"] {
      for case .act(_, _, _, _, let agreement) in script.effects { agreed.append(agreement) }
      script.answerStart("\(name)-2026-11-21-2")
    }
    #expect(agreed == Array(repeating: Agreement(number: 1, count: 3, hasWord: true), count: 3))
  }
}
