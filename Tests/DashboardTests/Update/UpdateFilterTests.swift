import Canvas
import RDSExports
import Testing
import Tracking

@testable import Dashboard

@Suite struct UpdateFilterTests {
  private func script() -> Script { Script(running("alpha", "beta", "gamma", "alpine")) }

  @Test func `every key of a filter is applied at once`() {
    var script = script()
    script.press(.character("/"), .character("a"), .character("l"))
    #expect(script.state.filter.editing?.text == "al")
    #expect(script.names == ["alpha", "alpine"])
    script.type("pi")
    #expect(script.names == ["alpine"])
    #expect(script.state.counts.total == 4)
    script.press(.backspace, .backspace)
    #expect(script.names == ["alpha", "alpine"])
  }

  @Test func `a word that was read in one piece is looked for once`() {
    var script = script()
    script.press(.character("/"))
    for letter in "alpine" {
      script.send(.input(.key(.character(letter))), isMoreThere: true)
      #expect(script.state.filter.text.isEmpty, "a filter was put in force on the way to \(letter)")
    }
    script.send(.input(.due))
    #expect(script.state.filter.text == "alpine")
    #expect(script.names == ["alpine"])
  }

  @Test(arguments: [
    (Key.enter, "al", ["alpha", "alpine"]), (.escape, "", ["alpha", "beta", "gamma", "alpine"]),
    (.up, "et", ["beta"]), (.backspace, "a", ["alpha", "beta", "gamma", "alpine"]),
  ])
  func `keys behind a word in one read find it in force`(
    last: Key, text: String, names: [String]
  ) {
    var script = script()
    script.press(.character("/"))
    script.type("et")
    script.press(.enter, .escape)
    script.pressTogether(.character("/"), .character("a"), .character("l"), last)
    #expect(script.state.filter.text == text)
    #expect(Set(script.names) == Set(names))
    #expect(script.state.filter.history.last == (last == .enter ? "al" : "et"))
  }

  @Test(arguments: [true, false])
  func `what Enter keeps is what was typed, however its keys came`(isOneRead: Bool) {
    var script = Script(running("ship-orders", "billing"))
    script.press(.character("/"))
    if isOneRead {
      script.pressTogether(.character("s"), .character("t"), .enter)
    } else {
      script.type("st")
      script.press(.enter)
    }
    #expect(script.state.filter.text == "st")
    #expect(script.names.isEmpty, "no task holds it, though a field's name begins with it")
    #expect(script.state.filter.history == ["st"])
  }

  @Test func `Esc brings back a filter that nothing matches any more`() {
    var script = Script(running("stock", "billing"))
    script.press(.character("/"))
    script.type("st")
    script.press(.enter)
    script.data(running("billing", "orders"))
    script.press(.character("/"), .control("u"))
    script.type("b")
    #expect(script.names == ["billing"])
    script.press(.escape)
    #expect(script.state.filter.text == "st")
    #expect(script.names.isEmpty)
  }

  @Test func `data that comes behind a word is filtered by it`() {
    var script = script()
    script.press(.character("/"))
    script.send(.input(.key(.character("b"))), isMoreThere: true)
    script.data(running("beta", "gamma", "bravo"))
    #expect(Set(script.names) == ["beta", "bravo"])
  }

  @Test func `Enter keeps the filter, Esc clears it later`() {
    var script = script()
    script.press(.character("/"))
    script.type("bet")
    script.press(.enter)
    #expect(script.state.filter.editing == nil)
    #expect(script.state.filter.text == "bet")
    #expect(script.names == ["beta"])
    script.press(.escape)
    #expect(script.state.filter.text == "")
    #expect(script.names.count == 4)
  }

  @Test func `Esc while typing goes back to the filter before`() {
    var script = script()
    script.press(.character("/"))
    script.type("al")
    script.press(.enter, .character("/"))
    #expect(script.state.filter.editing?.text == "al")
    script.press(.control("u"))
    script.type("gam")
    #expect(script.names == ["gamma"])
    script.press(.escape)
    #expect(script.state.filter.text == "al")
    #expect(script.names == ["alpha", "alpine"])
    #expect(script.state.filter.editing == nil)
  }

  @Test func `what does not parse leaves the last good filter in force`() {
    var script = script()
    script.press(.character("/"))
    script.type("al")
    script.paste(" )")
    #expect(script.state.filter.problem != nil)
    #expect(script.state.filter.text == "al")
    #expect(script.names == ["alpha", "alpine"])
    script.press(.enter)
    #expect(script.state.filter.editing != nil, "a filter that is not in force is not kept")
    script.press(.backspace)
    #expect(script.state.filter.problem == nil)
    script.paste(")")
    script.press(.escape)
    #expect(script.state.filter.problem == nil)
    #expect(script.names.count == 4)
  }

  @Test func `what was selected is selected again as soon as it is listed`() {
    var script = script()
    script.press(.down)
    #expect(script.selected == "beta")
    script.press(.character("/"))
    script.type("gam")
    #expect(script.selected == "gamma")
    script.press(.control("u"))
    #expect(script.selected == "beta")
    #expect(script.said == [])
  }

  @Test(arguments: [["t09", "1", "t0"], ["t0", "t1", "t2", "t0"], ["zzz", "t03", "t"]])
  func `each text starts anew from the row that was selected before it`(texts: [String]) {
    var script = Script(many(300), rows: 25)
    for _ in 0..<41 { script.press(.down) }
    let (top, selected) = (script.state.list.top, script.selected)
    script.press(.character("/"))
    for text in texts {
      script.press(.control("u"))
      script.type(text)
      // The same text at once, in another dashboard that nobody typed into.
      var other = Script(many(300), rows: 25)
      for _ in 0..<41 { other.press(.down) }
      other.press(.character("/"))
      other.paste(text)
      #expect(script.selected == other.selected, "\(text)")
      #expect(script.line == other.line, "\(text)")
    }
    script.press(.escape)
    #expect(script.selected == selected)
    #expect(script.state.list.top == top)
  }

  @Test func `the row below stands in for one that a filter hides, at the end the one above`() {
    var script = Script(many(300), rows: 25)
    for _ in 0..<41 { script.press(.down) }
    script.press(.character("/"))
    script.type("t05")
    #expect(script.selected == "t050")
    script.press(.control("u"))
    script.type("t03")
    #expect(script.selected == "t039")
  }

  @Test(arguments: ["status=", "status=f", "\"al", "(al", "!", "al or"])
  func `the beginning of a filter is no mistake until Enter takes it for a filter`(text: String) {
    var script = script()
    script.press(.character("/"))
    script.type(text)
    #expect(script.state.filter.problem == nil)
    script.press(.enter)
    #expect(script.state.filter.editing?.text == text)
    #expect(script.state.filter.problem != nil)
    script.press(.escape)
    #expect(script.state.filter.problem == nil)
    #expect(script.names.count == 4)
  }

  @Test(arguments: ["failed", "FAILED", "status:failed", "status=failed"])
  func `a status that is typed lists its tasks`(text: String) {
    var script = Script(
      running("alpha", "beta") + [task("gamma", .failed), task("failed-before", .complete)])
    script.press(.character("/"))
    script.type(text)
    let word = text.contains("status") ? [] : ["failed-before"]
    #expect(Set(script.names) == Set(["gamma"] + word))
    script.press(.enter)
    #expect(script.state.filter.text == text)
  }

  @Test(arguments: ["data", "bucket", "stat", "id", "a"])
  func `a word that a field's name begins with is a word like any other`(text: String) {
    var script = Script(running("mydata", "buckets", "other"))
    script.press(.character("/"))
    script.type(text)
    #expect(script.state.filter.text == text)
    #expect(
      Set(script.names)
        == Set(
          ["mydata", "buckets", "other"].filter {
            $0.contains(text) || "\($0)-source".contains(text)
          }))
    let names = script.names
    script.press(.enter)
    #expect(script.names == names)
  }

  @Test func `a new filter lets the held order go`() {
    var script = script()
    script.press(.down)
    script.data([task("alpha", percent: 1), task("beta", percent: 2), task("alpine", percent: 50)])
    #expect(script.names == ["alpha", "beta", "gamma", "alpine"])
    script.press(.character("/"), .character("a"))
    #expect(script.names == ["alpine", "beta", "alpha"])
  }

  @Test func `earlier filters are leafed through`() {
    var script = script()
    for text in ["al", "be"] {
      script.press(.character("/"), .control("u"))
      script.type(text)
      script.press(.enter)
    }
    #expect(script.state.filter.history == ["al", "be"])
    script.press(.character("/"), .control("u"), .character("g"))
    script.press(.up)
    #expect(script.state.filter.editing?.text == "be")
    #expect(script.names == ["beta"])
    script.press(.up, .up)
    #expect(script.state.filter.editing?.text == "al")
    script.press(.down, .down, .down)
    #expect(script.state.filter.editing?.text == "g")
    #expect(script.names == ["gamma"])
  }

  @Test func `the history is bounded and holds nothing twice`() {
    var script = script()
    for round in 0..<70 {
      script.press(.character("/"))
      script.state.filter.editing = TextField()
      script.paste("f\(round % 60)")
      script.press(.enter)
    }
    #expect(script.state.filter.history.count == State.historyLimit)
    #expect(Set(script.state.filter.history).count == State.historyLimit)
    #expect(script.state.filter.history.last == "f9")
  }

  @Test func `keys of the list are letters in a filter`() {
    var script = script()
    script.press(.character("/"))
    script.type("xqRn")
    #expect(script.state.filter.editing?.text == "xqRn")
    #expect(script.effects == [])
    #expect(script.state.dialog == nil)
  }
}

@Suite struct FilterTurnTests {
  /// Nobody presses a key, and AWS is not asked.
  @Test func `a filter by day lists anew at midnight, by itself`() {
    var script = Script([
      task("today", .complete, started: -60, ended: 0),
      task("yesterday", .complete, started: -86_400, ended: -80_000),
    ])
    script.press(.character("/"))
    script.type("started=today")
    script.press(.enter)
    script.idle(.seconds(11 * 3600))
    #expect(script.names == ["today"])
    script.idle(.seconds(3600 + 2))
    #expect(script.names == [])
    script.press(.character("/"))
    script.type(" or started=yesterday")
    #expect(script.names == ["today"])
  }

  @Test func `a held order is let go first`() {
    var script = Script([
      task("today", .complete, started: -60, ended: 0),
      task("old", .complete, started: -86_400, ended: -80_000),
    ])
    script.press(.character("/"))
    script.type("started=today")
    script.press(.enter)
    script.idle(.seconds(12 * 3600 - 3))
    script.press(.character("j"))
    script.idle(.seconds(4))
    #expect(script.names == ["today"])
    script.idle(.seconds(4))
    #expect(script.names == [])
  }
}
