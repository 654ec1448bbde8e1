import AWSCore
import Canvas
import RDSExports
import Testing
import Tracking

@testable import Dashboard

@Suite struct CancelDialogTests {
  @Test func `x asks, C-y confirms`() {
    var script = Script(running("a", "b"))
    script.press(.down, .character("x"))
    #expect(script.cancelDialog?.tasks == [id("b")])
    #expect(script.cancelDialog?.word.wanted == nil)
    #expect(script.effects == [])
    script.press(.control("y"))
    #expect(script.cancels == [id("b")])
    #expect(script.cancelDialog == nil)
    #expect(script.state.canceling == [id("b")])
  }

  @Test(arguments: [
    Key.character("x"), .enter, .character("y"), .character("Y"), .character(" "), .tab,
    .control("s"), .control("m"), .function(5), .down,
  ])
  func `a key that it does not know closes it and does nothing else`(key: Key) {
    var script = Script(running("a", "b"))
    script.press(.character("x"), key)
    #expect(script.effects == [])
    #expect(script.state.dialog == nil)
    #expect(script.selected == "a")
    #expect(script.said == [])
    #expect(script.state.canceling == [])
  }

  @Test(arguments: [false, true])
  func `of many all names can be seen, and the keys that show them are said`(isProduction: Bool) {
    let names = (10..<40).map { "export-\($0)" }
    var script = Script(
      names.map { task($0) }, settings: Settings(maxActions: 40), isProduction: isProduction)
    script.press(.character("*"), .character("x"))
    #expect(script.cancelDialog?.tasks.count == 30)
    var seen: Set<String> = []
    // Not those of the list behind it.
    func look() {
      for name in names where script.screen.contains("│ \(name) ") { seen.insert(name) }
    }
    look()
    #expect((5..<30).contains(seen.count) && script.screen.contains("↓ \(30 - seen.count) more"))
    let first = seen
    script.press(.down)
    look()
    #expect(script.screen.contains("↑ 1 above   ↓ \(29 - first.count) more"))
    for _ in 0..<8 {
      script.press(.pageDown)
      look()
    }
    #expect(seen == Set(names))
    #expect(
      !script.screen.contains(" more") && script.screen.contains("↑ \(30 - first.count) above"))
    // What was scrolled past its end comes back at the first key.
    script.press(.up)
    #expect(script.screen.contains("↓ 1 more"))
    #expect(script.effects == [] && script.cancelDialog?.tasks.count == 30)
  }

  @Test func `where there is room for one name, the others are a key away, too`() {
    var script = Script((10..<16).map { task("export-\($0)") }, rows: 9, columns: 50)
    script.press(.character("*"), .character("x"))
    let first = (10..<16).first { script.screen.contains("export-\($0) ") }
    script.press(.down, .down, .down, .down, .down, .down)
    let last = (10..<16).first { script.screen.contains("export-\($0) ") }
    #expect(first != nil && last != nil && first != last)
    #expect(script.screen.contains("↑ 5 above"))
  }

  @Test(arguments: [Key.escape, .character("n"), .character("q")])
  func `no is no`(key: Key) {
    var script = Script(running("a"))
    script.press(.character("x"), key, .control("y"))
    #expect(!script.cancels.contains(id("a")))
    #expect(script.state.dialog == nil)
    #expect(script.state.canceling == [])
  }

  @Test func `keys that were typed before the dialog was drawn are not for it`() {
    var script = Script(running("a"))
    script.pressTogether(.character("x"), .control("y"))
    #expect(script.effects == [])
    #expect(script.cancelDialog != nil)
    script.pressTogether(.control("y"))
    #expect(script.cancels == [id("a")])
  }

  @Test func `keys and pastes typed ahead are no part of a word either`() {
    var script = Script(running("a"), isProduction: true)
    script.wait(.seconds(1))
    script.send(.input(.key(.character("x"))))
    script.send(.input(.key(.character("a"))))
    script.send(.input(.paste("a")))
    script.send(.input(.key(.enter)))
    #expect(script.effects == [])
    #expect(script.cancelDialog?.word.field.text == "")
    #expect(script.cancelDialog?.word.problem == nil)
  }

  @Test func `the task is canceled that was asked about, wherever its row is now`() {
    var script = Script(running("a", "b", "c"))
    script.press(.character("x"))
    script.data([task("a", percent: 1), task("b", percent: 2), task("c", percent: 50)])
    script.idle(.seconds(60))
    script.press(.control("y"))
    #expect(script.cancels == [id("a")])
  }

  @Test(arguments: [
    ExportTaskStatus.complete, .failed, .canceled, .canceling,
  ])
  func `a task that ended meanwhile is not canceled`(status: ExportTaskStatus) {
    var script = Script(running("a", "b"))
    script.press(.character("x"))
    script.data([task("a", status), task("b", percent: 89)])
    script.press(.control("y"))
    #expect(script.effects == [])
    #expect(script.state.dialog == nil)
    #expect(script.state.canceling == [])
    #expect(script.says("nothing was canceled: a ("))
  }

  @Test func `keys whose account nobody knows end no task, and what is not canceled says why`() {
    let why = "whose credentials these are isn't known yet"
    var script = Script(running("a", "b"))
    script.press(.character("x"))
    script.data(running("a", "b"), isAccountUnsure: true)
    script.press(.control("y"))
    #expect(script.effects == [])
    #expect(script.says("nothing was canceled: a (\(why))"))
    #expect(!script.says("ended"))
    script.press(.character("V"), .character("G"), .character("x"))
    #expect(script.says("none of the marked tasks can be canceled: \(why)"))
  }

  @Test func `a task that is gone meanwhile is not canceled, and no other in its place`() {
    var script = Script(running("a", "b"))
    script.press(.character("x"))
    script.data([task("b", percent: 89)])
    script.press(.control("y"))
    #expect(script.effects == [])
    #expect(script.says("nothing was canceled: a (no longer known)"))
  }

  @Test func `a namesake in another context is another task`() {
    let other = ContextID(2)
    var script = Script([task("same", percent: 10)])
    script.data([task("same", percent: 20, context: other)], context: other)
    script.press(.character("g"), .character("x"), .control("y"))
    #expect(script.cancels == [id("same", context: other)])
    #expect(script.state.canceling == [id("same", context: other)])
  }

  @Test func `several need their number typed`() {
    var script = Script(running("a", "b", "c"))
    script.press(.character(" "), .character(" "), .character("x"))
    #expect(script.cancelDialog?.tasks == [id("a"), id("b")])
    #expect(script.cancelDialog?.word.wanted == "cancel 2")
    script.press(.control("y"))
    #expect(script.effects == [])
    #expect(script.cancelDialog?.word.problem != nil)
    script.typeWord("cancel 2")
    script.press(.enter)
    #expect(script.effects == [])
    #expect(script.cancelDialog?.word.problem == "Enter is no yes here")
    script.press(.control("y"))
    #expect(script.cancels == [id("a"), id("b")])
    #expect(script.marked == [])
    #expect((script.state.dialog as? CancelResults)?.tasks == [id("a"), id("b")])
  }

  @Test func `n and q are letters while a word is typed`() {
    var script = Script(running("a", "b"))
    script.press(.character(" "), .character(" "), .character("x"))
    script.press(.character("n"), .character("q"))
    #expect(script.cancelDialog != nil)
    script.press(.escape)
    #expect(script.state.dialog == nil)
  }

  @Test func `of several, those that ended meanwhile are left out`() {
    var script = Script(running("a", "b", "c"))
    script.press(.character(" "), .character(" "), .character("x"))
    script.data([task("a", .complete), task("b", percent: 89), task("c", percent: 88)])
    script.typeWord("cancel 2")
    script.press(.control("y"))
    #expect(script.cancels == [id("b")])
    #expect(script.state.cancelOutcomes[id("a")] == .leftOut(because: "already complete"))
    #expect(script.state.cancelOutcomes[id("b")] == .sent)
  }

  @Test func `what is left out is told by its own reason, for not all of it has ended`() {
    var script = Script(running("a", "b", "c", "d"))
    script.press(.character("V"), .character("G"), .character("V"), .character("x"))
    script.data([
      task("a", .complete), task("b", .canceling), task("c", .complete), task("d", percent: 1),
    ])
    script.typeWord("cancel 4")
    script.press(.control("y"))
    #expect(script.cancels == [id("d")])
    for name in ["a", "c"] {
      #expect(script.state.cancelOutcomes[id(name)] == .leftOut(because: "already complete"))
    }
    #expect(script.state.cancelOutcomes[id("b")] == .leftOut(because: "being canceled already"))
  }

  @Test func `marked tasks that have ended are not asked about`() {
    var script = Script([task("a"), task("b"), task("c", .complete)])
    script.press(.character("V"), .character("G"), .character("x"))
    #expect(script.cancelDialog?.tasks == [id("a"), id("b")])
    #expect(script.cancelDialog?.word.wanted == "cancel 2")
    #expect(script.cancelDialog?.leftOut.named == ["c: already complete"])
  }

  @Test func `what is left out of many marks is counted by its reason`() {
    let ended = (0..<30).map { task("c\($0)", .complete) } + (0..<5).map { task("f\($0)", .failed) }
    var script = Script(running("a", "b", "c", "d", "e") + ended, rows: 60)
    script.press(.character("V"), .character("G"), .character("V"), .character("/"))
    script.type("a")
    script.press(.enter, .character("x"))
    // What is listed by now: a and what has an a in its source's name.
    let shown = script.names.filter { ["a", "b", "c", "d", "e"].contains($0) }
    #expect(script.cancelDialog?.tasks.map(\.identifier) == shown)
    #expect(
      script.cancelDialog?.leftOut.reasons
        == [
          .init(words: "already complete", count: 30), .init(words: "already failed", count: 5),
          .init(words: "hidden by the filter", count: 5 - shown.count),
        ].filter { $0.count > 0 })
    #expect(script.said == [])
  }

  @Test func `in production one task needs its identifier typed`() {
    var script = Script(running("orders", "b"), isProduction: true)
    script.press(.character("x"))
    #expect(script.cancelDialog?.word.wanted == "orders")
    script.press(.control("y"))
    #expect(script.effects == [])
    script.typeWord("Orders")
    script.press(.control("y"))
    #expect(script.effects == [])
    script.typeWord("orders")
    script.press(.enter)
    #expect(script.effects == [])
    script.press(.control("y"))
    #expect(script.cancels == [id("orders")])
  }

  @Test(arguments: [Key.tab, .up, .function(5), .control("s"), .alt("x"), .pageDown])
  func `a key that is no text closes the dialog that wants a word, too`(key: Key) {
    var script = Script(running("orders", "b"), isProduction: true)
    script.press(.character("x"), key)
    #expect(script.state.dialog == nil)
    #expect(script.effects == [])
  }

  @Test func `the identifier and Enter, as somebody types who wants to filter, cancels nothing`() {
    var script = Script(running("orders", "b"), isProduction: true)
    script.press(.character("x"))
    script.type("orders")
    script.press(.enter)
    #expect(script.effects == [])
    #expect(script.state.canceling == [])
    #expect(script.cancelDialog != nil)
  }

  @Test func `read-only is looked at again where the effect is made`() {
    var script = Script(running("a"))
    script.press(.character("x"))
    script.state.settings.isReadOnly = true
    script.press(.control("y"))
    #expect(script.effects == [])
    #expect(script.state.canceling == [])
    #expect(script.says("read-only"))
  }

  @Test func `nobody confirms what a small screen does not show`() {
    var script = Script(running("a"))
    script.press(.character("x"))
    script.send(.input(.resized(Size(columns: 39, rows: 24))))
    script.press(.control("y"))
    #expect(script.effects == [])
    script.send(.input(.resized(Size(columns: 80, rows: 24))))
    script.press(.control("y"))
    #expect(script.cancels == [id("a")])
  }

  @Test func `AWS's answer ends the waiting`() {
    var script = Script(running("a"))
    script.press(.character("x"), .control("y"))
    var canceled = ExportTask(exportTaskIdentifier: "a")
    canceled.status = .canceling
    script.answerCancel(of: id("a"), .success(canceled))
    #expect(script.state.canceling == [])
    #expect(script.state.notices.last?.kind == .success)
    #expect(script.state.events.map(\.words) == ["cancel sent", "cancel accepted: CANCELING"])
  }

  @Test func `a refusal is told in AWS's words`() {
    var script = Script(running("a"))
    script.press(.character("x"), .control("y"))
    let fault = ServiceFault(
      code: "InvalidExportTaskStateFault", message: "It has ended.", status: 400)
    script.answerCancel(of: id("a"), .failure(.modelled(.invalidExportTaskState, fault)))
    #expect(script.state.canceling == [])
    #expect(script.state.notices.last?.kind == .error)
    #expect(script.says("a was not canceled"))
    #expect(script.state.events.last?.words.hasPrefix("cancel refused") == true)
    #expect(script.state.reasonDisabled(.cancel) == nil)
  }
}

extension Script {
  /// Puts a word into the dialog's field.
  mutating func typeWord(_ word: String) {
    if var question = state.dialog as? StartQuestion {
      question.word.field = TextField(word)
      state.dialog = question
    }
    if var question = state.dialog as? RepeatQuestion {
      question.word.field = TextField(word)
      state.dialog = question
    }
    guard var dialog = cancelDialog else { return }
    dialog.word.field = TextField(word)
    state.dialog = dialog
  }
}
